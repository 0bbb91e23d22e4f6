"""Writes what authors answer in the fields of an edition's own: into a draft, and frozen into a version."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select, update

from contest.editions import own_fields
from contest.editions.rules.own_fields import FILE
from contest.entries.answers import PREFIX, Answer, rows_of_draft
from contest.entries.models import Entry, OwnAnswer, Receipt, StoredFile, Version
from contest.entries.rules import own_answers
from contest.platform.database import db


def changes(entry: Entry, typed: Mapping[str, str]) -> dict[int, str]:
    """Return the answers that differ from the draft's, by the field's id. Raises RuleBroken beside the field.

    What was typed comes by the fields' keys; a key that the edition does not know is passed over.
    """
    if not typed:
        return {}
    stored = {row.field_id: row.value for row in rows_of_draft(entry.id)}
    found: dict[int, str] = {}
    for field in own_fields.of_edition(entry.edition_id):
        if field.key not in typed or field.asks.kind == FILE:
            continue
        own_answers.check_size(typed[field.key], f"{PREFIX}{field.key}")
        answer = own_answers.tidy(field.asks, typed[field.key])
        if answer != stored.get(field.id, ""):
            found[field.id] = answer
    return found


def write(entry: Entry, changed: Mapping[int, str]) -> None:
    """Write answers into the draft."""
    if not changed:
        return
    rows = {row.field_id: row for row in rows_of_draft(entry.id)}
    for field_id, value in changed.items():
        row = rows.get(field_id) or OwnAnswer(entry_id=entry.id, field_id=field_id)
        row.value = value
        db.session.add(row)


def put_file(entry: Entry, field_id: int, file: StoredFile | None) -> StoredFile | None:
    """Let a file, or none, be the draft's answer; return the one that was."""
    row = next((row for row in rows_of_draft(entry.id) if row.field_id == field_id), None)
    if row is None:
        row = OwnAnswer(entry_id=entry.id, field_id=field_id, value="")
        db.session.add(row)
    before, row.file = row.file, file
    db.session.flush()
    return before


def freeze(version: Version, answers: Iterable[Answer]) -> None:
    """Keep with a version what was answered when it was submitted."""
    db.session.add_all(
        OwnAnswer(
            entry_id=version.entry_id,
            version_id=version.id,
            field_id=answer.field.id,
            value=answer.value,
            file_id=answer.file.id if answer.file else None,
        )
        for answer in answers
        if answer.is_given
    )


def forget(entry_ids: Sequence[int]) -> frozenset[int]:
    """Delete all answers of these works; return the files that answered. Receipts no longer vouch for them."""
    mine = OwnAnswer.entry_id.in_(entry_ids)
    files = frozenset(i for i in db.session.scalars(select(OwnAnswer.file_id).where(mine)) if i is not None)
    versions = select(Version.id).where(Version.entry_id.in_(entry_ids))
    for statement in (
        delete(OwnAnswer).where(mine),
        update(Receipt).where(Receipt.version_id.in_(versions)).values(sha256_own=None),
    ):
        db.session.execute(statement, execution_options={"synchronize_session": False})
    return files
