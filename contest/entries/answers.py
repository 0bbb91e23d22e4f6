"""Reads what authors answered in the fields of an edition's own: in a draft, in a version, for the judges."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from contest.editions import own_fields
from contest.editions.own_fields import FieldView
from contest.editions.rules.own_fields import FILE
from contest.entries.models import Entry, OwnAnswer, StoredFile
from contest.entries.rules import own_answers
from contest.entries.rules.receipt import OWN_FILE
from contest.kernel.errors import NotFound
from contest.platform.crypto import sha256
from contest.platform.database import db

PREFIX: Final = "own_"  # of the names that the fields have in forms and beside problems
_MOST_VALUES: Final = 1000


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that is an answer; `size` in bytes."""

    file_name: str
    kind: str
    size: int
    sha256: str
    storage_key: str
    id: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A field with what was answered in it: a value or a file, perhaps nothing."""

    field: FieldView
    value: str = ""
    file: AnswerFile | None = None

    @property
    def name(self) -> str:
        """What the field is called in a form."""
        return f"{PREFIX}{self.field.key}"

    @property
    def is_given(self) -> bool:
        return bool(self.file if self.field.asks.kind == FILE else self.value)


def check(answer: Answer) -> None:
    """Raise RuleBroken, beside the field's name, for an answer that cannot be submitted."""
    has_file = answer.file is not None
    own_answers.check(answer.field.asks, answer.value, answer.name, has_file=has_file)


def document(answers: Collection[Answer]) -> bytes:
    """Return what a receipt signs of the answers that were given."""
    return own_answers.document(
        (a.field.asks.label, a.field.asks.kind, a.file.sha256 if a.file else a.value)
        for a in answers
        if a.is_given
    )


def digest(answers: Collection[Answer]) -> str:
    """Return the SHA-256 of that document."""
    return sha256(document(answers))


def file_digests(answers: Collection[Answer]) -> dict[str, str]:
    """Return the digests of the files among the answers, by their names in a receipt."""
    return {f"{OWN_FILE}{a.field.key}": a.file.sha256 for a in answers if a.is_given and a.file}


def none(edition_id: int, category_id: int | None) -> tuple[Answer, ...]:
    """Return what is asked in the category, without answers."""
    return tuple(map(Answer, own_fields.asked(edition_id, category_id)))


def of_draft(entry: Entry) -> tuple[Answer, ...]:
    """Return what is asked in the draft's category, each with what was answered so far."""
    asked = own_fields.asked(entry.edition_id, entry.category_id)
    if not asked:
        return ()
    given = {row.field_id: row for row in rows_of_draft(entry.id)}
    return tuple(_answer(field, given.get(field.id)) for field in asked)


def rows_of_draft(entry_id: int) -> list[OwnAnswer]:
    """Return the rows of the draft, those of other categories' fields as well."""
    query = select(OwnAnswer).where(OwnAnswer.entry_id == entry_id, OwnAnswer.version_id.is_(None))
    return list(db.session.scalars(query.order_by(OwnAnswer.id)))


def of_version(version_id: int) -> tuple[Answer, ...]:
    """Return what was answered in a version, in the order of the fields as they were asked."""
    query = select(OwnAnswer).where(OwnAnswer.version_id == version_id)
    rows = list(db.session.scalars(query.order_by(OwnAnswer.id)))
    if not rows:
        return ()
    fields = own_fields.by_ids([row.field_id for row in rows])
    return tuple(_answer(fields[row.field_id], row) for row in rows)


def file_in(given: Collection[Answer], field_key: str) -> AnswerFile:
    """Return the file that answers a field. Raises NotFound."""
    file = next((a.file for a in given if a.field.key == field_key), None)
    if file is None:
        raise NotFound(field_key)
    return file


def for_judges(edition_id: int, version_ids: Collection[int]) -> dict[int, tuple[dict[str, Any], ...]]:
    """Return by version what judges may see of the answers: question, kind and value, as JSON can hold them."""
    shown = {field.id: field.asks for field in own_fields.of_edition(edition_id) if field.asks.for_judges}
    found: dict[int, tuple[dict[str, Any], ...]] = {}
    if not shown:
        return found
    ids = sorted(version_ids)
    for at in range(0, len(ids), _MOST_VALUES):
        query = select(OwnAnswer).where(
            OwnAnswer.version_id.in_(ids[at : at + _MOST_VALUES]), OwnAnswer.field_id.in_(shown)
        )
        for row in db.session.scalars(query.order_by(OwnAnswer.id)):
            asks, version_id = shown[row.field_id], row.version_id or 0
            said = {"label": asks.label, "kind": asks.kind, "value": row.value}
            found[version_id] = (*found.get(version_id, ()), said)
    return found


def _answer(field: FieldView, row: OwnAnswer | None) -> Answer:
    return Answer(field) if row is None else Answer(field, row.value, _file(row.file))


def _file(row: StoredFile | None) -> AnswerFile | None:
    if row is None:
        return None
    return AnswerFile(row.file_name, row.kind, row.size, row.sha256, row.storage_key, row.id)
