"""Puts an edition above another: asked for below, agreed above; ended by either until works were sent on."""

from datetime import datetime

from sqlalchemy import select

from contest.access.duties import Duty
from contest.editions import above, events, queries
from contest.editions.appointments import locked
from contest.editions.models import Edition
from contest.editions.models_beside import EditionLink
from contest.editions.queries import EditionView
from contest.editions.rules import levels, schedule
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def ask(edition_id: int, slug: str, *, actor_id: int, now: datetime) -> bool:
    """Ask to stand below the edition of that address; tell whether it is agreed at once.

    It is where the same person organises both. Raises RuleBroken beside `slug`.
    """
    begin_writing()
    lower = locked(edition_id)
    if above.above(edition_id) is not None:
        raise Conflict(N_("There is a contest above this one already. End that first."))
    upper = _upper(slug, actor_id, now)
    levels.refuse_above(lower.level, upper.level, line=above.line(upper.id), lower_id=edition_id)
    is_own = Duty.ORGANISER in queries.duties(actor_id, upper.id)
    row = EditionLink(
        lower_id=edition_id,
        upper_id=upper.id,
        asked_at=now,
        asked_by=actor_id,
        agreed_at=now if is_own else None,
        agreed_by=actor_id if is_own else None,
    )
    db.session.add(row)
    db.session.flush()
    happened = events.LinkAgreed if is_own else events.LinkAsked
    publish(happened(at=now, actor_id=actor_id, edition_id=edition_id, link_id=row.id, upper_id=upper.id))
    return is_own


def _upper(slug: str, actor_id: int, now: datetime) -> EditionView:
    """Return the edition of the address; one that is not announced is there for its own organisers only."""
    found = db.session.scalar(
        select(Edition).where(Edition.slug == slug.strip().rstrip("/").rpartition("/")[2])
    )
    is_seen = found is not None and (
        found.phase != schedule.DRAFT or Duty.ORGANISER in queries.duties(actor_id, found.id)
    )
    if found is None or not is_seen:
        raise RuleBroken(
            N_("There is no contest with this address here. Copy the address of its public page."),
            field="slug",
        )
    if found.phase in {schedule.PUBLISHED, schedule.ARCHIVED}:
        raise RuleBroken(
            N_("That contest is over. Choose one that is still to come or running."), field="slug"
        )
    return queries.view(found, now)


def agree(key: str, *, upper_id: int, actor_id: int, now: datetime) -> None:
    """Agree, for the upper edition, to take works from the lower one; once more changes nothing."""
    begin_writing()
    row = _locked(key)
    if row.upper_id != upper_id:
        raise NotFound(key)
    if row.agreed_at is not None:
        return
    row.agreed_at, row.agreed_by = now, actor_id
    publish(
        events.LinkAgreed(
            at=now, actor_id=actor_id, edition_id=row.lower_id, link_id=row.id, upper_id=row.upper_id
        )
    )


def end(key: str, *, edition_id: int, actor_id: int, now: datetime) -> None:
    """Take the link away, from either side. Works that were sent on stay where they are."""
    begin_writing()
    row = _locked(key)
    if edition_id not in {row.lower_id, row.upper_id}:
        raise NotFound(key)
    publish(
        events.LinkEnded(
            at=now, actor_id=actor_id, edition_id=row.lower_id, link_id=row.id, upper_id=row.upper_id
        )
    )
    db.session.delete(row)


def hold(edition_id: int) -> None:
    """Hold the edition until the transaction ends: no codes are drawn there meanwhile."""
    begin_writing()
    locked(edition_id)


def _locked(key: str) -> EditionLink:
    query = select(EditionLink).where(EditionLink.key == key).with_for_update()
    row = db.session.scalar(query, execution_options={"populate_existing": True})
    if row is None:
        raise NotFound(key)
    return row
