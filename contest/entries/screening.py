"""The secretariat's decision on a version: accepted, returned or refused, once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from contest.editions import queries as editions
from contest.entries import events, for_office, holding, statements
from contest.entries.models import Entry, ScreeningDecision, Version
from contest.entries.rules import screening, states
from contest.entries.rules.states import Act
from contest.kernel.errors import N_, Conflict, RuleBroken
from contest.kernel.text import nfc
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

_EVENTS: Final = {
    Act.ACCEPT: events.EntryAccepted,
    Act.RETURN: events.EntryReturned,
    Act.REFUSE: events.EntryRefused,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a secretary decides about one version, and in which state the entry was when it was read."""

    act: Act
    version_number: int
    ticked: Collection[str]
    reason: str
    state: str = states.SUBMITTED
    causes: Collection[str] = ()
    return_by: datetime | None = None
    knowingly: bool = False  # another has the work in hand, and the page has said so


def decide(entry_key: str, decision: Decision, *, edition_id: int, secretary_id: int, now: datetime) -> None:
    """Record the decision. Raises Conflict if it was decided, or another version was submitted, meanwhile.

    Raises RuleBroken for what is missing, and where another secretary has the work in hand.
    """
    reason = nfc(decision.reason).strip()
    begin_writing()
    entry = for_office.locked(entry_key, edition_id)
    states.check_seen(entry.state, decision.state)
    edition = editions.by_id(edition_id, now=now)
    states.check(decision.act, entry.state, edition.phase)
    if entry.version_number != decision.version_number:
        raise Conflict(
            N_("The author has submitted a new version meanwhile. Nothing was decided: read it first.")
        )
    version = _version(entry)
    needed = _lines(edition_id, version)
    causes = () if decision.act is Act.ACCEPT else screening.known_causes(decision.causes)
    screening.check(decision.act, decision.ticked, reason, needed, causes)
    return_by = decision.return_by if decision.act is Act.RETURN else None
    screening.check_return_by(return_by, now=now, takes_until=edition.takes_until)
    if not decision.knowingly:
        _refuse_anothers(entry, secretary_id, edition.zone, now)
    row = ScreeningDecision(
        entry_id=entry.id,
        version_id=version.id,
        secretary_id=secretary_id,
        verdict=decision.act.value,
        checklist={name: name in decision.ticked for name in needed},
        reason=reason,
        causes=list(causes),
        return_by=return_by,
        decided_at=now,
    )
    db.session.add(row)
    entry.state = states.after(decision.act, entry.state)
    holding.end(entry.id)
    db.session.flush()
    publish(
        _EVENTS[decision.act](
            at=now, actor_id=secretary_id, edition_id=edition_id,
            entry_id=entry.id, version_id=row.version_id, decision_id=row.id,
        )
    )  # fmt: skip


def _refuse_anothers(entry: Entry, secretary_id: int, zone: ZoneInfo, now: datetime) -> None:
    held = holding.of_another(entry.id, secretary_id, now)
    if held is not None:
        raise RuleBroken(
            N_(
                "%(who)s has this work in hand until %(time)s. Ask first, or tick that you decide all the same."
                " Nothing was decided."
            ),
            field="knowingly", who=held.name, time=f"{held.until.astimezone(zone):%H:%M}",
        )  # fmt: skip


def _version(entry: Entry) -> Version:
    query = select(Version).where(Version.entry_id == entry.id, Version.number == entry.version_number)
    return db.session.scalars(query).one()


def _lines(edition_id: int, version: Version) -> Collection[str]:
    category = editions.category(version.category_id, edition_id=edition_id)
    is_translated = statements.of_version(version.id).is_translated
    return screening.lines(category.demands, is_translated=is_translated)
