"""Opens the seals: joins codes to entries. Publication alone imports this module; a contract says so."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update

from contest.anonymisation import events
from contest.anonymisation.models import BlindCopy, Seal
from contest.anonymisation.rules import seal
from contest.anonymisation.rules.seal import Link
from contest.anonymisation.writing import begin_alone
from contest.platform.crypto import keyring
from contest.platform.database import db
from contest.platform.events import publish


def open_seals(edition_id: int, *, actor_id: int, now: datetime) -> dict[int, int]:
    """Open all seals of the edition, of every round, and say so aloud; return blind copy id to entry id.

    Opening again gives the same; each seal keeps the instant at which it was first opened. Raises SealBroken
    where a seal cannot be opened with this installation's keys, and then none counts as opened.
    """
    begin_alone()
    opened = joined(edition_id)
    _mark(edition_id, now)
    publish(events.SealsOpened(at=now, actor_id=actor_id, edition_id=edition_id, seals=len(opened)))
    return opened


def joined(edition_id: int) -> dict[int, int]:
    """Return blind copy id to entry id without opening anything: for a question whose answer names nobody.

    Raises SealBroken where a seal cannot be read with this installation's keys.
    """
    links = all_links(edition_id)
    return {blind_copy_id: _entry(blind_copy_id, links) for blind_copy_id in links}


def all_links(edition_id: int) -> dict[int, Link]:
    """Return what stands in every seal of the edition, by blind copy. Raises SealBroken."""
    query = (
        select(Seal.blind_copy_id, Seal.sealed)
        .join(BlindCopy, BlindCopy.id == Seal.blind_copy_id)
        .where(BlindCopy.edition_id == edition_id)
        .order_by(Seal.blind_copy_id)
    )
    ring = keyring()
    return {row[0]: seal.read(ring.open(row[1])) for row in db.session.execute(query)}


def _entry(blind_copy_id: int, links: Mapping[int, Link]) -> int:
    """Follow a copy back through the rounds to its entry."""
    link = links[blind_copy_id]
    while link.to == "copy":
        link = links[link.id]
    return link.id


def _mark(edition_id: int, now: datetime) -> None:
    copies = select(BlindCopy.id).where(BlindCopy.edition_id == edition_id)
    waiting = update(Seal).where(Seal.blind_copy_id.in_(copies), Seal.opened_at.is_(None))
    db.session.execute(waiting.values(opened_at=now), execution_options={"synchronize_session": False})
