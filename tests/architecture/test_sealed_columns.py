"""Every table and column is classed: whether it would join a blind copy with a name, and what becomes of it."""

from contest.entries.rules import sealed_columns as classed
from contest.platform.database import db

STAYING = {each.table: each for each in (*classed.STAYING, *classed.OF_EDITION)}
LEAVING = {each.table: each for each in (*classed.LEAVING, classed.FILES)}


def test_every_table_is_classed_once(app):
    lists = [set(STAYING), set(LEAVING), classed.INDEX, classed.GIVEN_UP, set(classed.APART)]
    named = [table for each in lists for table in each]
    assert sorted(named) == sorted(set(named))
    assert set(named) == set(db.metadata.tables)


def test_every_column_of_a_table_that_stays_is_sealed_or_harmless(app):
    for name, each in STAYING.items():
        assert set(each.sealed) & each.harmless == set(), name
        assert set(each.sealed) | each.harmless == set(db.metadata.tables[name].columns.keys()), name


def test_every_number_of_a_file_comes_back_as_another(app):
    """A column that refers to a file and is not known as one would point to another's file after the opening."""
    there = {
        (table.name, column.name)
        for table in db.metadata.tables.values()
        for column in table.columns
        if any(key.target_fullname == "stored_file.id" for key in column.foreign_keys)
    }
    known = {(each.table, name) for each in (*LEAVING.values(), *STAYING.values()) for name in each.files}
    assert known == there


def test_nothing_refers_to_a_row_that_leaves_but_what_leaves_with_it(app):
    leaving = {*LEAVING, *classed.INDEX}
    outside = {
        (table.name, key.target_fullname)
        for table in db.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname.split(".")[0] in leaving and table.name not in leaving
    }
    assert outside == {("entry", "stored_file.id"), ("version", "stored_file.id")}  # emptied with them


def test_no_text_digest_length_or_size_of_a_work_is_called_harmless(app):
    telling = ("text", "title", "markup", "words", "sha256", "size", "reason", "file", "note", "digest")
    for name, each in STAYING.items():
        found = {column for column in each.harmless if any(word in column for word in telling)}
        assert found <= {"files_key"}, name  # the name of a unit's list, which is gone when it was taken in
