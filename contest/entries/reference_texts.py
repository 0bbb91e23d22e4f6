"""Texts that the office has works compared with: added, said to be quotable or not, deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import current_app
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import undefer

from contest.entries import events, likenesses, samples
from contest.entries.files import shown_name
from contest.entries.finding import JOB
from contest.entries.models import (
    ComparedText,
    Entry,
    Likeness,
    LikenessMark,
    ReferenceText,
    SampledShingle,
)
from contest.entries.rules.overlap import SHORTEST
from contest.entries.rules.shingles import SCHEME, shingles, words
from contest.entries.rules.sketch import Values, packed, sketch, unpacked
from contest.kernel import text
from contest.kernel.encodings import refuse_legacy
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.platform.database import db
from contest.platform.documents.inspection import inspect
from contest.platform.events import publish
from contest.platform.jobs import poke
from contest.platform.locks import Subject, begin_writing_about
from contest.settings import Settings

LONGEST_TITLE: Final = 200
LONGEST_ORIGIN: Final = 300
LONGEST: Final = 2_000_000  # characters: a thick book
MOST: Final = 500  # in one edition
_AT_ONCE: Final = 500
_AS_THEY_ARE: Final = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Reference:
    """A text as the office hands it in. `origin`: where it is from, in words."""

    title: str
    origin: str
    text: str
    may_be_quoted: bool


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A reference text in the list of its edition, without the text."""

    key: str
    title: str
    origin: str
    words: int
    may_be_quoted: bool
    added_at: datetime


def of_edition(edition_id: int) -> tuple[ReferenceView, ...]:
    """Return the reference texts that the office of the edition added, the latest first."""
    query = select(ReferenceText).where(ReferenceText.edition_id == edition_id)
    return tuple(
        ReferenceView(row.key, row.title, row.origin, row.words, row.may_be_quoted, row.added_at)
        for row in db.session.scalars(query.order_by(ReferenceText.id.desc()))
    )


def read(raw: bytes, file_name: str) -> str:
    """Return the text of a file, which is not kept. Slow: before anything is held. Raises RuleBroken, one sentence."""
    settings: Settings = current_app.extensions["contest_settings"]
    try:
        found = inspect(raw, shown_name(file_name), limit=settings.upload_limit)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="file", **error.params) from error
    if not found.text.strip():
        raise RuleBroken(
            N_(
                "There is no text in this file that a program could read. Type the text, or choose another file."
            ),
            field="file",
        )
    return found.text


def add(edition_id: int, reference: Reference, *, actor_id: int, now: datetime) -> str:
    """Add a text and have it compared with the works that are before their coding; return its key.

    Raises RuleBroken naming the field.
    """
    checked = _checked(reference)
    numbers = words(checked.text)
    values = sketch(shingles(numbers))
    begin_writing_about(Subject.COPIES, 0)
    _check_room(edition_id)
    row = ReferenceText(
        edition_id=edition_id, title=checked.title, origin=checked.origin, text=checked.text,
        words=len(numbers), may_be_quoted=checked.may_be_quoted, scheme=SCHEME, sample=packed(values),
        added_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    samples.add(samples.REFERENCES, {row.id: values})
    if row.may_be_quoted:
        _compare_again_all(edition_id, now)
    else:
        _compare_again(values, now)
    publish(events.ReferenceAdded(at=now, actor_id=actor_id, edition_id=edition_id, reference_id=row.id))
    return row.key


def let_be_quoted(edition_id: int, key: str, *, may_be: bool, actor_id: int, now: datetime) -> None:
    """Say that what stands in the text counts in no work of the edition, or that it counts. Raises NotFound."""
    begin_writing_about(Subject.COPIES, 0)
    row = _mine(edition_id, key)
    if row.may_be_quoted == may_be:
        return
    row.may_be_quoted = may_be
    _forget_found(row.id)
    _compare_again_all(edition_id, now)
    _compare_again(unpacked(row.sample), now)
    publish(
        events.ReferenceChanged(
            at=now, actor_id=actor_id, edition_id=edition_id, reference_id=row.id, may_be_quoted=may_be
        )
    )


def remove(edition_id: int, key: str, *, actor_id: int, now: datetime) -> None:
    """Delete a text with all that was found in it. Raises NotFound."""
    begin_writing_about(Subject.COPIES, 0)
    row = _mine(edition_id, key)
    reference_id, was_quotable = row.id, row.may_be_quoted
    samples.remove(samples.REFERENCES, {reference_id: unpacked(row.sample)})
    _forget_found(reference_id)
    marks = delete(LikenessMark).where(LikenessMark.reference_id == reference_id)
    db.session.execute(marks, execution_options=_AS_THEY_ARE)
    db.session.delete(row)
    db.session.flush()
    if was_quotable:
        _compare_again_all(edition_id, now)
    publish(
        events.ReferenceDeleted(at=now, actor_id=actor_id, edition_id=edition_id, reference_id=reference_id)
    )


def _checked(reference: Reference) -> Reference:
    title, origin = text.one_line(reference.title), text.one_line(reference.origin)
    said = text.nfc(reference.text).strip()
    for name, value, most in (("title", title, LONGEST_TITLE), ("origin", origin, LONGEST_ORIGIN)):
        if len(value) > most:
            raise RuleBroken(N_("This is too long: at most %(max)d characters."), field=name, max=most)
    if not title:
        raise RuleBroken(N_("Please fill in this field."), field="title")
    if len(said) > LONGEST:
        raise RuleBroken(
            N_("The text has more than %(most)d characters. Add it in parts."), field="text", most=LONGEST
        )
    if len(words(said)) < SHORTEST:
        raise RuleBroken(
            N_("A text to compare with needs %(least)d words or more. Paste the text, or choose a file."),
            field="text", least=SHORTEST,
        )  # fmt: skip
    refuse_legacy(said, field="text")
    return Reference(title, origin, said, reference.may_be_quoted)


def _check_room(edition_id: int) -> None:
    query = select(ReferenceText.id).where(ReferenceText.edition_id == edition_id).limit(MOST)
    if len(db.session.scalars(query).all()) >= MOST:
        raise RuleBroken(
            N_("There is room for %(most)d texts. Delete one that is not needed first."), most=MOST
        )


def _mine(edition_id: int, key: str) -> ReferenceText:
    query = select(ReferenceText).where(ReferenceText.edition_id == edition_id, ReferenceText.key == key)
    row = db.session.scalar(query.options(undefer(ReferenceText.sample)))
    if row is None:
        raise NotFound(key)
    return row


def _forget_found(reference_id: int) -> None:
    touched = set(db.session.scalars(select(Likeness.text_id).where(Likeness.reference_id == reference_id)))
    gone = delete(Likeness).where(Likeness.reference_id == reference_id)
    db.session.execute(gone, execution_options=_AS_THEY_ARE)
    likenesses.recount(touched)


# --- what is to be compared again -----------------------------------------------------------------------------


def _compare_again(values: Values, now: datetime) -> None:
    """Ask that works before their coding be compared that share some of these values, however many there are."""
    for at in range(0, len(values), _AT_ONCE):
        some = values[at : at + _AT_ONCE].tolist()
        holders = select(SampledShingle.holder_id).where(SampledShingle.value.in_(some))
        _ask(likenesses.screened_editions(now=now), ComparedText.id.in_(holders))


def _compare_again_all(edition_id: int, now: datetime) -> None:
    """Ask that all works of the edition be compared: what may be quoted has changed."""
    _ask({edition_id} & likenesses.screened_editions(now=now))


def _ask(edition_ids: Collection[int], *which: ColumnElement[bool]) -> None:
    works = select(Entry.id).where(Entry.edition_id.in_(edition_ids))
    asked = update(ComparedText).where(ComparedText.entry_id.in_(works), *which).values(is_due=True)
    db.session.execute(asked, execution_options=_AS_THEY_ARE)
    poke(JOB)
