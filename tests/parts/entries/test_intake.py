"""Drafts: saved, told apart between windows, with files that come and go."""

from typing import Any

import pytest

from contest.audit import queries as audit
from contest.entries import author_files, files, intake
from contest.entries import author_queries as own
from contest.entries.intake import Draft, SavedElsewhere, Stamp
from contest.entries.models import StoredFile
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from tests.factories import NOW, WEEK, Factory
from tests.parts.entries.conftest import Contest


def save(factory: Factory, key: str, author_id: int, draft: Draft, **more: Any) -> intake.Saved:
    more = {"stamp": Stamp(1), "now": NOW, **more}
    saved: intake.Saved = factory.do(intake.save_draft, key, draft, author_id=author_id, **more)
    return saved


def receive(factory: Factory, name: str, raw: bytes) -> files.Received:
    with factory.app.app_context():
        return files.receive(raw, name)


def stored(factory: Factory) -> frozenset[str]:
    with factory.app.app_context():
        return files.storage().keys()


def names(factory: Factory, contest: Contest) -> list[str]:
    lines = factory.read(audit.log, contest.edition_id)
    return [line.name for line in reversed(lines) if line.name.startswith("entry.")]


def test_a_new_draft_is_empty_and_its_authors_own(factory: Factory, contest: Contest) -> None:
    key = factory.do(intake.start_draft, contest.edition_id, author_id=contest.author_id, now=NOW)
    draft = factory.read(own.draft, key, contest.author_id)
    assert (draft.title, draft.text, draft.category_id, draft.revision, draft.state) == (
        "",
        "",
        None,
        1,
        "draft",
    )
    with pytest.raises(NotFound):
        factory.read(own.draft, key, contest.other_id)


def test_an_untouched_draft_is_given_again(factory: Factory, contest: Contest) -> None:
    keys = {
        factory.do(intake.start_draft, contest.edition_id, author_id=contest.author_id, now=NOW)
        for _ in range(3)
    }
    assert len(keys) == 1
    assert names(factory, contest) == ["entry.started"]


@pytest.mark.parametrize("days", [-8, 7, 8])
def test_no_draft_begins_outside_the_time_of_the_contest(
    factory: Factory, contest: Contest, days: int
) -> None:
    with pytest.raises(Conflict):
        factory.do(
            intake.start_draft, contest.edition_id, author_id=contest.author_id, now=NOW + WEEK * days / 7
        )


def test_a_save_keeps_what_was_typed_in_one_form(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    saved = save(
        factory, key, contest.author_id, Draft("  Que\u0302  hương ", contest.category_id, "Một hai\r\nba")
    )
    draft = factory.read(own.draft, key, contest.author_id)
    assert (draft.title, draft.text, draft.category_id) == ("Quê hương", "Một hai\nba", contest.category_id)
    assert saved == intake.Saved(contest.edition_id, 2, NOW, 3)


def test_fields_that_are_not_sent_stay(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    save(factory, key, contest.author_id, Draft("Quê hương", contest.category_id, "Một hai"))
    save(factory, key, contest.author_id, Draft(text="Một hai ba"), stamp=Stamp(2))
    save(factory, key, contest.author_id, Draft(category_id=0), stamp=Stamp(3))
    draft = factory.read(own.draft, key, contest.author_id)
    assert (draft.title, draft.text, draft.category_id, draft.revision) == (
        "Quê hương",
        "Một hai ba",
        None,
        4,
    )


def test_saving_the_same_again_changes_nothing(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    save(factory, key, contest.author_id, Draft("A", 0, "b"))
    again = save(factory, key, contest.author_id, Draft("A", 0, "b"), stamp=Stamp(2), now=NOW + WEEK / 14)
    assert (again.revision, again.saved_at) == (2, NOW)


def test_another_window_is_told_apart_and_overwrites_nothing(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    save(factory, key, contest.author_id, Draft(text="first window"), stamp=Stamp(1, "one"), leaving=False)
    with pytest.raises(SavedElsewhere):
        save(
            factory, key, contest.author_id, Draft(text="second window"), stamp=Stamp(1, "two"), leaving=False
        )
    assert factory.read(own.draft, key, contest.author_id).text == "first window"


def test_a_window_whose_answer_was_lost_may_go_on(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    lost = Stamp(1, "one")
    save(factory, key, contest.author_id, Draft(text="a"), stamp=lost, leaving=False)
    save(factory, key, contest.author_id, Draft(text="a b"), stamp=lost, leaving=False)
    save(factory, key, contest.author_id, Draft(text="a b c"), stamp=lost)
    assert factory.read(own.draft, key, contest.author_id).text == "a b c"


def test_a_window_that_was_left_may_not_come_back_with_old_text(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    left = Stamp(1, "one")
    save(factory, key, contest.author_id, Draft(text="sent by the button"), stamp=left)
    with pytest.raises(SavedElsewhere):
        save(factory, key, contest.author_id, Draft(text="from the back button"), stamp=left, leaving=False)


def test_equal_fields_do_not_give_an_old_window_a_new_stamp(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    save(factory, key, contest.author_id, Draft("same title", 0, "new text"))
    stale = save(factory, key, contest.author_id, Draft(title="same title"), stamp=Stamp(1), leaving=False)
    assert stale.revision == 1


def test_nobody_saves_anothers_draft(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    with pytest.raises(NotFound):
        save(factory, key, contest.other_id, Draft(text="mine now"))


def test_a_category_of_another_contest_is_none(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    with pytest.raises(NotFound):
        save(factory, key, contest.author_id, Draft(category_id=contest.category_id + 1000))


def test_nothing_is_saved_at_the_closing_instant(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    with pytest.raises(Conflict):
        save(factory, key, contest.author_id, Draft(text="too late"), now=NOW + WEEK)
    assert factory.read(own.draft, key, contest.author_id).text == ""


def test_too_long_a_title_is_refused_beside_its_field(factory: Factory, contest: Contest) -> None:
    with pytest.raises(RuleBroken) as refusal:
        save(factory, contest.draft(), contest.author_id, Draft(title="x" * 201))
    assert refusal.value.field == "title"


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_becomes_the_text(factory: Factory, contest: Contest) -> None:
    key = contest.draft()
    received = receive(factory, "C:\\Bài\\bài thi.txt", "Một hai ba bốn.".encode())
    factory.do(intake.attach_file, key, received, author_id=contest.author_id, now=NOW)
    draft = factory.read(own.draft, key, contest.author_id)
    assert draft.file is not None
    assert (draft.file.file_name, draft.file.kind, draft.file.words) == ("bài thi.txt", "txt", 4)
    assert draft.file_text == "Một hai ba bốn."
    assert names(factory, contest) == ["entry.started", "entry.file-attached"]


def test_a_replaced_file_leaves_nothing_behind(factory: Factory, contest: Contest) -> None:
    key, before = contest.draft(), stored(factory)
    for raw in (b"one two three", b"four five six"):
        factory.do(
            intake.attach_file, key, receive(factory, "a.txt", raw), author_id=contest.author_id, now=NOW
        )
    assert len(stored(factory) - before) == 1
    assert factory.read(own.draft, key, contest.author_id).file_text == "four five six"
    assert factory.read(lambda: db.session.query(StoredFile).count()) == 1


def test_the_same_file_again_changes_nothing(factory: Factory, contest: Contest) -> None:
    key, before = contest.draft(), stored(factory)
    revisions = [
        factory.do(
            intake.attach_file,
            key,
            receive(factory, "a.txt", b"one two"),
            author_id=contest.author_id,
            now=NOW,
        )
        for _ in range(2)
    ]
    assert revisions == [2, 2]
    assert len(stored(factory) - before) == 1


def test_a_removed_file_gives_the_typed_text_back(factory: Factory, contest: Contest) -> None:
    key, before = contest.draft(), stored(factory)
    save(factory, key, contest.author_id, Draft(text="typed"))
    received = receive(factory, "a.txt", b"one two three")
    factory.do(intake.attach_file, key, received, author_id=contest.author_id, now=NOW)
    for _ in range(2):
        factory.do(intake.remove_file, key, author_id=contest.author_id, now=NOW)
    draft = factory.read(own.draft, key, contest.author_id)
    assert (draft.file, draft.text, stored(factory)) == (None, "typed", before)
    assert names(factory, contest) == ["entry.started", "entry.file-attached", "entry.file-removed"]


def test_a_submitted_file_stays_when_the_draft_gives_it_up(factory: Factory, contest: Contest) -> None:
    key = contest.entry(file=("a.txt", b"one two three four five six"))
    factory.do(intake.remove_file, key, author_id=contest.author_id, now=NOW)
    with factory.app.app_context():
        kept = files.content(author_files.version_file(key, contest.author_id, 1))
        db.session.rollback()
    assert kept == b"one two three four five six"


def test_a_refused_file_leaves_nothing_behind(factory: Factory, contest: Contest) -> None:
    before = stored(factory)
    for name, raw in (
        ("a.docx", b"no document"),
        ("a.txt", b""),
        ("a.pdf", b"%PDF-1.4 broken"),
        ("", b"text"),
    ):
        with pytest.raises(RuleBroken) as refusal:
            receive(factory, name, raw)
        assert refusal.value.field == "file"
    assert stored(factory) == before


def test_a_kind_that_the_category_does_not_take_is_refused_at_once(
    factory: Factory, contest: Contest
) -> None:
    key = contest.draft(category_id=contest.typed_only_id)
    received = receive(factory, "a.txt", b"one two three")
    with pytest.raises(RuleBroken) as refusal:
        factory.do(intake.attach_file, key, received, author_id=contest.author_id, now=NOW)
    assert str(refusal.value) == "This category takes no files. Remove the file and type or paste the text."


def test_long_and_strange_names_are_shown_short_and_plain(factory: Factory, contest: Contest) -> None:
    given = ("../../etc/passwd.txt", "x" * 300 + ".txt", "a\u202egpj.txt")
    shown = [receive(factory, name, b"one two three").file_name for name in given]
    assert shown == ["passwd.txt", "x" * 116 + ".txt", "agpj.txt"]


def test_drafts_without_end_are_refused(factory: Factory, contest: Contest) -> None:
    for at in range(10):
        save(factory, contest.draft(), contest.author_id, Draft(title=f"Draft {at}"))
    with pytest.raises(RuleBroken):
        contest.draft()
