"""A secretary moves a work, corrects a unit, merges two that are one: with reason and trace, before the coding.

The authors of record never change here: of two works that are one, the one that stays keeps its own.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from contest.editions import queries as editions
from contest.entries import acts_done, events, for_office, holding, undoing
from contest.entries.models import Entry, Version, VersionAuthor
from contest.entries.models_office import NameOnWork, OfficeAct
from contest.entries.rules import office_acts as rules
from contest.entries.rules import requests, states
from contest.entries.rules.states import Act
from contest.kernel import text
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.platform.database import begin_writing, db
from contest.platform.events import publish


@dataclass(frozen=True, slots=True)
class By:
    """Who does it in which edition, why and when."""

    edition_id: int
    secretary_id: int
    reason: str
    now: datetime


def move(entry_key: str, category_id: int, by: By) -> None:
    """Move the work to another category. What that one asks for is held against it by flags, not refused."""
    begin_writing()
    entry = _held(entry_key, by)
    version = _version(entry)
    names = {each.id: each.name for each in editions.categories(by.edition_id)}
    if category_id not in names:
        raise RuleBroken(N_("Choose a category."), field="category_id")
    rules.check_changed(version.category_id, category_id, field="category_id")
    before = version.category_id
    if entry.category_id == before:
        entry.category_id = category_id
    version.category_id = category_id
    _write(entry, by, rules.CATEGORY, names[before], names[category_id])


def correct_unit(entry_key: str, account_id: int, unit_id: int | None, by: By) -> None:
    """Write down another unit for one of the authors of this work; the account of the person stays as it is."""
    begin_writing()
    entry = _held(entry_key, by)
    row = _author(entry, account_id)
    before = entry.unit_id if account_id == entry.author_id else row.unit_id if row else None
    rules.check_changed(before, unit_id, field="unit_id")
    _set_unit(entry, account_id, unit_id)
    _write(entry, by, rules.UNIT, people.unit_name(before) or "–", people.unit_name(unit_id) or "–")


def correct_name(entry_key: str, account_id: int, name: str, by: By) -> None:
    """Spell the name of one of the authors of this work otherwise, here and where its result is told.

    The account of the person stays as it is, and so does who the author is. Raises RuleBroken for another name.
    """
    begin_writing()
    entry = _held(entry_key, by)
    if account_id != entry.author_id and _author(entry, account_id) is None:
        raise NotFound(account_id)
    wanted, own = " ".join(text.nfc(name).split()), people.person(account_id).name
    rules.check_spelling(own, wanted)
    row = db.session.scalar(
        select(NameOnWork).where(NameOnWork.entry_id == entry.id, NameOnWork.account_id == account_id)
    )
    before = row.name if row is not None else own
    rules.check_changed(before, wanted, field="name")
    if row is None:
        db.session.add(NameOnWork(entry_id=entry.id, account_id=account_id, name=wanted))
    elif wanted == own:
        db.session.delete(row)
    else:
        row.name = wanted
    db.session.flush()
    _write(entry, by, rules.NAME, before, wanted)


def merge(entry_key: str, number: str, by: By, *, take_unit: bool = False) -> str:
    """Let the work with that receipt be a duplicate of this one, and return its key.

    It takes no part any more, so that the work counts once; `take_unit`: for the unit of the duplicate.
    """
    begin_writing()
    other_key = _key_of(number, by.edition_id)
    if other_key == entry_key:
        raise RuleBroken(
            N_("This is the receipt of this very work. Write that of the other one."), field="number"
        )
    # In one order for everybody, so that two who merge the same works never wait for each other.
    held = {key: _held(key, by) for key in sorted({entry_key, other_key})}
    kept, other = held[entry_key], held[other_key]
    before, after = kept.unit_id, other.unit_id
    takes_unit = take_unit and before != after
    if takes_unit:
        _set_unit(kept, kept.author_id, after)
        _write(kept, by, rules.UNIT, people.unit_name(before) or "–", people.unit_name(after) or "–")
    was, other.state, other.withdrawn_at = other.state, states.after(Act.LEAVE, other.state), by.now
    holding.end(other.id)
    row = _write(kept, by, rules.KEPT, other=other)
    row.took_unit, row.unit_before_id = takes_unit, before if takes_unit else None
    _write(other, by, rules.DUPLICATE, other=kept)
    publish(
        events.EntryWithdrawn(
            at=by.now, actor_id=by.secretary_id, edition_id=by.edition_id,
            entry_id=other.id, author_id=other.author_id, was=was, by_request=True,
        )
    )  # fmt: skip
    return other_key


def part(entry_key: str, by: By) -> str:
    """Take a merge back: the duplicate `entry_key` takes part again, as it was decided about it before.

    The work that stayed gets the unit back that it gave up for it, unless that was corrected since. Returns the key of
    that work. Raises Conflict where the work is no duplicate, or the codes of either are drawn.
    """
    begin_writing()
    key = _stays_for(entry_key)
    # In one order for everybody, as for a merge; who was faster is seen once both are held.
    held = {each: for_office.locked(each, by.edition_id) for each in sorted({entry_key, key})}
    _stays_for(entry_key)
    other, kept = held[entry_key], held[key]
    phase = editions.by_id(by.edition_id, now=by.now).phase
    states.check(Act.REJOIN, other.state, phase)
    states.check_not_coded(kept.state)
    decided = undoing.standing(other)
    other.state = states.after(Act(decided[0].verdict), other.state) if decided else states.SUBMITTED
    other.withdrawn_at = None
    _give_unit_back(kept, other, by)
    _write(kept, by, rules.PARTED, other=other)
    _write(other, by, rules.PARTED, other=kept)
    return key


def _stays_for(entry_key: str) -> str:
    """Return the key of the work that stays in the place of this one. Raises Conflict."""
    acts = next(iter(acts_done.of_works([entry_key]).values()), ())
    kept_id = acts_done.duplicate_of(acts)
    if kept_id is None:
        raise Conflict(N_("This work is not merged with another. Look at the page again."))
    return acts_done.others(acts)[kept_id][0]


def _give_unit_back(kept: Entry, other: Entry, by: By) -> None:
    query = (
        select(OfficeAct)
        .where(OfficeAct.entry_id == kept.id, OfficeAct.other_id == other.id, OfficeAct.kind == rules.KEPT)
        .order_by(OfficeAct.id.desc())
        .limit(1)
    )
    merged = db.session.scalar(query)
    if merged is None or not merged.took_unit or kept.unit_id != other.unit_id:
        return
    before, after = kept.unit_id, merged.unit_before_id
    _set_unit(kept, kept.author_id, after)
    _write(kept, by, rules.UNIT, people.unit_name(before) or "–", people.unit_name(after) or "–")


def _held(entry_key: str, by: By) -> Entry:
    entry = for_office.locked(entry_key, by.edition_id)
    if entry.version_number == 0:
        raise NotFound(entry_key)
    states.check(Act.LEAVE, entry.state, editions.by_id(by.edition_id, now=by.now).phase)
    return entry


def _key_of(number: str, edition_id: int) -> str:
    found = for_office.by_number(edition_id, number)
    if found is None:
        raise RuleBroken(
            N_("No work of this contest has this receipt. Copy its number from the page of that work."),
            field="number",
        )
    return found[1]


def _write(
    entry: Entry, by: By, kind: str, before: str = "", after: str = "", *, other: Entry | None = None
) -> OfficeAct:
    row = OfficeAct(
        entry_id=entry.id,
        kind=kind,
        before=before,
        after=after,
        other_id=other.id if other else None,
        reason=requests.reason(by.reason),
        acted_by=by.secretary_id,
        acted_at=by.now,
    )
    db.session.add(row)
    db.session.flush()
    publish(
        events.OfficeActed(
            at=by.now, actor_id=by.secretary_id, edition_id=by.edition_id,
            entry_id=entry.id, act_id=row.id, what=kind,
        )
    )  # fmt: skip
    return row


def _set_unit(entry: Entry, account_id: int, unit_id: int | None) -> None:
    row = _author(entry, account_id)
    if row is not None:
        row.unit_id = unit_id
    elif account_id != entry.author_id:
        raise NotFound(account_id)
    if account_id == entry.author_id:
        entry.unit_id = unit_id
    db.session.flush()


def _author(entry: Entry, account_id: int) -> VersionAuthor | None:
    query = select(VersionAuthor).where(
        VersionAuthor.version_id == _version(entry).id, VersionAuthor.account_id == account_id
    )
    return db.session.scalar(query)


def _version(entry: Entry) -> Version:
    query = select(Version).where(Version.entry_id == entry.id, Version.number == entry.version_number)
    return db.session.scalars(query).one()
