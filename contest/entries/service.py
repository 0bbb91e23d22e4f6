"""Entries in the contest: submitted with a receipt, withdrawn, handed on; authors hold no duties."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from contest.access.duties import Duty, excluded_by
from contest.editions import late
from contest.editions import queries as editions
from contest.editions.events import Appointed
from contest.entries import (
    answer_rows,
    authorship,
    co_authors,
    events,
    issuing,
    logged,
    own,
    sealed,
    statements,
)
from contest.entries import work as works
from contest.entries.issuing import Digests
from contest.entries.models import Entry, Receipt, Version
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.entries.work import Work
from contest.kernel.errors import N_, Conflict, RuleBroken
from contest.kernel.events import Event
from contest.people import queries as people
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

CHUNK = 1000


def submit(
    entry_key: str,
    *,
    author_id: int,
    token: str,
    declared: Collection[str],
    now: datetime,
    without_waiting: bool = False,
) -> int:
    """Receive the draft as a version with a signed receipt and return the version's number.

    `without_waiting` takes co-authors off the list who have not confirmed; otherwise they are in the way.
    The same token again, or the same work again while it waits or is accepted, gives the version there is.
    Raises Conflict before the opening and from the closing instant on, RuleBroken for what must be mended.
    """
    draft = own.find(entry_key, author_id)
    legacy = works.legacy(draft)  # slow, so before anything is held
    authors = frozenset(authorship.account_ids(draft))
    begin_writing()
    own.hold_all(entry_key, authors)
    entry = own.locked(entry_key, author_id)
    given = _given_before(entry, token)
    if given is not None:
        return given
    co_authors.check_held(entry, authors)
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), author_id, now=now)
    states.check(Act.SUBMIT, entry.state, edition.phase)
    author = people.person(author_id)
    own.refuse_officials(author, edition.id)
    if without_waiting:
        co_authors.drop_waiting(entry, now=now)
    work = works.whole(entry)
    if entry.state in {states.SUBMITTED, states.ACCEPTED} and _is_last_version(entry, work):
        return entry.version_number
    for problem in (*works.problems(entry, work, author, now=now), *legacy):
        raise problem
    agreed = _agreed(edition.id, work, declared)
    if entry.version_number == 0:
        entry.unit_id = author.unit_id
    version = _new_version(entry, work, token, agreed, now)
    # Whoever was given more time than that is simply in time.
    version.in_grace = edition.is_in_grace and edition.id not in late.permissions(author_id, now=now)
    drafts = sealed.digests(entry.id, now) if edition.keeps_drafts else {}
    digests = Digests(work.sha256_text, work.sha256_file, work.sha256_own, work.digests_beside | drafts)
    issued = issuing.issue(version, digests, edition=edition, now=now)
    publish(
        events.EntrySubmitted(
            at=now, actor_id=author_id, edition_id=edition.id, entry_id=entry.id, version_id=version.id,
            receipt_id=issued.id, **logged.digests(edition.id, work.sha256_text, work.sha256_file),
            authors=tuple(authorship.account_ids(entry)),
        )
    )  # fmt: skip
    return version.number


def withdraw(entry_key: str, *, author_id: int, now: datetime) -> None:
    """Take the entry out of the contest for good; once more changes nothing."""
    begin_writing()
    entry = own.locked(entry_key, author_id)
    if entry.state == states.WITHDRAWN:
        return
    edition = late.for_author(editions.by_id(entry.edition_id, now=now), author_id, now=now)
    act = Act.DELETE if entry.state == states.DRAFT else Act.WITHDRAW
    states.check(act, entry.state, edition.phase)
    was, entry.state, entry.withdrawn_at = entry.state, states.WITHDRAWN, now
    publish(
        events.EntryWithdrawn(
            at=now, actor_id=author_id, edition_id=entry.edition_id,
            entry_id=entry.id, author_id=author_id, was=was,
        )
    )  # fmt: skip


def mark_coded(edition_id: int, entry_ids: Sequence[int], *, actor_id: int, now: datetime) -> None:
    """Record that these accepted entries have codes. Raises Conflict if one is not accepted any more."""
    begin_writing()
    phase = editions.by_id(edition_id, now=now).phase
    states.check(Act.CODE, states.ACCEPTED, phase)
    changed = 0
    for at in range(0, len(entry_ids), CHUNK):
        statement = update(Entry).where(
            Entry.id.in_(entry_ids[at : at + CHUNK]),
            Entry.edition_id == edition_id,
            Entry.state == states.ACCEPTED,
        )
        changed += db.session.connection().execute(statement.values(state=states.CODED)).rowcount
    if changed != len(set(entry_ids)):
        raise Conflict(
            N_("An entry was withdrawn or changed meanwhile. No codes were drawn; please start again.")
        )
    db.session.expire_all()
    publish(events.EntriesCoded(at=now, actor_id=actor_id, edition_id=edition_id, count=changed))


def keep_authors_and_officials_apart(event: Event) -> None:
    """Refuse an appointment that its holder's own entry in the edition forbids (design.md 6)."""
    if not isinstance(event, Appointed):
        return
    if excluded_by(Duty(event.duty), frozenset({Duty.AUTHOR})) is None:
        return
    query = select(Entry.id).where(
        Entry.edition_id == event.edition_id,
        authorship.has_part({event.account_id}),
        Entry.state != states.WITHDRAWN,
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise RuleBroken(
            N_(
                "This person takes part in the contest with an entry or a draft and cannot have this duty. "
                "Choose somebody else, or ask the person to withdraw it first."
            )
        )


def _given_before(entry: Entry, token: str) -> int | None:
    version = db.session.scalar(select(Version).where(Version.token == token))
    if version is None:
        return None
    if version.entry_id != entry.id:
        raise Conflict(N_("This form belongs to another entry. Open the entry again and submit from there."))
    return version.number


def _is_last_version(entry: Entry, work: Work) -> bool:
    query = (
        select(
            Version.title,
            Version.category_id,
            Receipt.sha256_text,
            Receipt.sha256_file,
            Receipt.sha256_own,
            Version.markup,
            Version.id,
        )
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Version.entry_id == entry.id, Version.number == entry.version_number)
    )
    last = db.session.execute(query).first()
    same = (
        work.title,
        work.category_id,
        work.sha256_text,
        work.sha256_file,
        work.sha256_own,
        work.markup,
    )
    if last is None or tuple(last)[:6] != same or not co_authors.are_unchanged(entry):
        return False
    return statements.of_version(last.id) == work.stated


def _agreed(edition_id: int, work: Work, declared: Collection[str]) -> list[str]:
    assert work.asked.category is not None  # a work without a category was refused before
    wanted = editions.declarations_for(work.asked.category, edition_id)
    if not set(wanted) <= set(declared):
        raise RuleBroken(
            N_("Please read every declaration and tick it; without them the work cannot be taken in."),
            field="declarations",
        )
    return list(wanted)


def _new_version(entry: Entry, work: Work, token: str, agreed: list[str], now: datetime) -> Version:
    entry.version_number += 1
    entry.state = states.after(Act.SUBMIT, entry.state)
    entry.submitted_at = now
    version = Version(
        entry_id=entry.id,
        number=entry.version_number,
        token=token,
        category_id=work.category_id,
        title=work.title,
        text=work.text,
        markup=work.markup,
        words=work.words,
        file_id=entry.file_id,
        declarations=agreed,
        submitted_at=now,
    )
    db.session.add(version)
    db.session.flush()
    answer_rows.freeze(version, work.own)
    co_authors.freeze(version, entry)
    statements.freeze(version, work.stated)
    return version
