"""Erases what authors said about themselves with a work, who agreed in their place, and who was asked to join it."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, delete, or_, select, update

from contest.entries.models import AboutAuthor, CoAuthor, Entry, Guardian, OwnAnswer
from contest.entries.models_beside import Mend, Provenance, ProvenanceOpening, SetAside
from contest.entries.models_office import AfterRequest, AuthorQuestion, NameOnWork, OfficeAct
from contest.platform.database import db

_ASKED: Final = ("position", "academic_title", "address", "phone", "id_number")
_AS_THEY_ARE: Final = {"synchronize_session": False}


def of_person(account_id: int, *, named: Collection[int]) -> None:
    """Forget it all of somebody who is erased, but for the names under which results of `named` were published."""
    asked = delete(AfterRequest).where(AfterRequest.account_id == account_id)
    db.session.execute(asked, execution_options=_AS_THEY_ARE)
    theirs = select(Entry.id).where(Entry.author_id == account_id)
    questions = delete(AuthorQuestion).where(AuthorQuestion.entry_id.in_(theirs))
    db.session.execute(questions, execution_options=_AS_THEY_ARE)
    spelt = delete(NameOnWork).where(NameOnWork.account_id == account_id, NameOnWork.entry_id.not_in(named))
    db.session.execute(spelt, execution_options=_AS_THEY_ARE)
    _forget(
        AboutAuthor.account_id == account_id,
        Guardian.account_id == account_id,
        keeps=AboutAuthor.by_pen_name & AboutAuthor.entry_id.in_(named),
    )


def of_works(entry_ids: Collection[int]) -> None:
    """Forget it of these works, but for pen names: results may name by them. Who they are stands with the versions."""
    for row in (CoAuthor, AfterRequest, AuthorQuestion, OfficeAct):
        gone = delete(row).where(row.entry_id.in_(entry_ids))
        db.session.execute(gone, execution_options=_AS_THEY_ARE)
    _forget(
        AboutAuthor.entry_id.in_(entry_ids),
        Guardian.entry_id.in_(entry_ids),
        keeps=AboutAuthor.by_pen_name.is_(True),
    )


def of_drafts(entry_ids: Collection[int]) -> frozenset[int]:
    """Forget what was taken out of the drafts of these works, what was set aside and what was kept sealed.

    Return the files that were held by it.
    """
    files = frozenset(
        file_id
        for table in (Mend, Provenance)
        for file_id in db.session.scalars(select(table.file_id).where(table.entry_id.in_(entry_ids)))
        if file_id is not None
    )
    for statement in (
        delete(ProvenanceOpening).where(ProvenanceOpening.entry_id.in_(entry_ids)),
        delete(Provenance).where(Provenance.entry_id.in_(entry_ids)),
        delete(Mend).where(Mend.entry_id.in_(entry_ids)),
        delete(SetAside).where(SetAside.entry_id.in_(entry_ids)),
    ):
        db.session.execute(statement, execution_options=_AS_THEY_ARE)
    return files


def _forget(said: ColumnElement[bool], agreed: ColumnElement[bool], *, keeps: ColumnElement[bool]) -> None:
    for statement in (
        delete(Guardian).where(agreed),
        delete(AboutAuthor).where(said, ~keeps),
        update(AboutAuthor).where(said).values(dict.fromkeys(_ASKED, "")),
    ):
        db.session.execute(statement, execution_options=_AS_THEY_ARE)


def kept(edition_ids: Collection[int]) -> tuple[int, ...]:
    """Return the works of these contests beside which more is kept than a pen name: answers to own fields, too."""
    is_more = or_(~AboutAuthor.by_pen_name, *(getattr(AboutAuthor, name) != "" for name in _ASKED))
    beside = or_(
        Entry.id.in_(select(AboutAuthor.entry_id).where(is_more)),
        Entry.id.in_(select(Guardian.entry_id)),
        Entry.id.in_(select(OwnAnswer.entry_id)),
        Entry.id.in_(select(CoAuthor.entry_id)),
        Entry.id.in_(select(AfterRequest.entry_id)),
        Entry.id.in_(select(AuthorQuestion.entry_id)),
        Entry.id.in_(select(OfficeAct.entry_id)),
        *(Entry.id.in_(select(table.entry_id)) for table in (Mend, SetAside, Provenance, ProvenanceOpening)),
    )
    query = select(Entry.id).where(Entry.edition_id.in_(edition_ids), beside)
    return tuple(db.session.scalars(query.order_by(Entry.id)))
