"""Takes in what an author says about the own person with an entry, and a guardian's agreement."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from contest.editions import late
from contest.editions import queries as editions
from contest.entries import about, events, own, requested
from contest.entries.about import Sheet
from contest.entries.models import AboutAuthor, Entry, Guardian
from contest.entries.rules import about as rules
from contest.entries.rules import states
from contest.entries.rules.about import About
from contest.entries.rules.states import Act
from contest.kernel.errors import RuleBroken
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


def say(
    entry_key: str, said: About, guardian: rules.Guardian, *, author_id: int, language: str, now: datetime
) -> None:
    """Keep what one of its authors said. Raises Conflict when nothing may be changed any more, RuleBroken for mistakes.

    With a draft things may still be missing; from what was submitted nothing that is required may be taken away.
    """
    begin_writing()
    entry = own.held(entry_key, author_id)
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), entry.author_id, now=now)
    if not (
        states.may(Act.ASK, entry.state, edition.phase) and requested.may_correct_about(entry.id, author_id)
    ):
        states.check(Act.EDIT, entry.state, edition.phase)
    before = about.sheet(entry, author_id)
    kept, wrong = rules.clean(said, before.asked)
    named, wrong_too = rules.clean_guardian(guardian if before.needs_guardian else rules.NO_GUARDIAN)
    named = rules.standing(named, before.guardian.said if before.guardian else rules.NO_GUARDIAN)
    for problem in (*wrong, *wrong_too, *_taken_away(entry, before, kept, named)):
        raise problem
    is_changed = _keep(entry, author_id, before, kept, now)
    if _keep_guardian(entry, author_id, before, named, (language, now)):
        is_changed = True
    if is_changed:
        publish(events.AboutSaid(at=now, actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id))


def _taken_away(entry: Entry, sheet: Sheet, kept: About, named: rules.Guardian) -> Iterator[RuleBroken]:
    if entry.state in {states.SUBMITTED, states.ACCEPTED}:
        yield from rules.missing(kept, sheet.asked)
        if sheet.needs_guardian:
            yield from rules.missing_guardian(named, of_age=sheet.asked.of_age)


def _keep(entry: Entry, author_id: int, before: Sheet, kept: About, now: datetime) -> bool:
    """Write what was said; return whether it differs from before."""
    if before.is_saved and kept == before.about:
        return False
    mine = (AboutAuthor.entry_id == entry.id) & (AboutAuthor.account_id == author_id)
    row = db.session.scalar(select(AboutAuthor).where(mine))
    if row is None:
        row = AboutAuthor(entry_id=entry.id, account_id=author_id)
        db.session.add(row)
    row.saved_at = now
    for name, value in asdict(kept).items():
        setattr(row, name, value)
    db.session.flush()
    return before.is_saved or kept != rules.NOTHING_SAID


def _keep_guardian(
    entry: Entry, author_id: int, before: Sheet, named: rules.Guardian, given: tuple[str, datetime]
) -> bool:
    """Write the guardian in place of the one before; return whether anything differs."""
    known = before.guardian.said if before.guardian else rules.NO_GUARDIAN
    if named == known:
        return False
    mine = (Guardian.entry_id == entry.id) & (Guardian.account_id == author_id)
    db.session.execute(delete(Guardian).where(mine))
    if named.is_empty:
        return True
    row = Guardian(
        entry_id=entry.id,
        account_id=author_id,
        name=named.name,
        relation=named.relation,
        contact=named.contact,
    )
    if named.agreed:
        row.text_version, row.text = rules.GUARDIAN.version, named.agreed
        row.language, row.given_at = given
        publish(
            events.GuardianAgreed(
                at=given[1], actor_id=author_id, edition_id=entry.edition_id, entry_id=entry.id
            )
        )
    db.session.add(row)
    db.session.flush()
    return True
