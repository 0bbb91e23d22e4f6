"""Takes in works that came on paper, by mail or through a unit: the same versions, receipts and queue as all others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import select

from contest.editions import papers
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules import paper as days
from contest.editions.rules.paper import Closing, Coming, Verdict
from contest.entries import answers, authorship, events, files, issuing, logged, noting
from contest.entries import work as works
from contest.entries.issuing import Digests
from contest.entries.models import CoAuthor, Entry, Receipt, ScreeningDecision, Version, VersionAuthor
from contest.entries.models_paper import PaperEntry
from contest.entries.noting import Writer
from contest.entries.rules import co_authors as listed
from contest.entries.rules import on_paper, states
from contest.entries.rules.states import Act
from contest.kernel import text
from contest.kernel.encodings import refuse_legacy
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.people import unclaimed
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

_REFUSED: Final = "refuse"


@dataclass(frozen=True, slots=True)
class PaperWork:
    """A work as it lies on the table. `late` and `reason`: what becomes of it if it came too late, and why."""

    category_id: int
    title: str
    authors: tuple[Writer, ...]
    coming: Coming
    sheet: str
    text: str = ""
    is_signed: bool = False
    may_be_named: bool = False
    late: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who took it in, in which form of a page: the same twice is one work."""

    token: str
    actor_id: int
    refused_reason: str = ""  # of a late work, where nobody wrote one


def cleaned(work: PaperWork, *, has_file: bool, now: datetime) -> PaperWork:
    """Return it in the form it is kept in. Slow for a long text: before `begin_writing`. Raises RuleBroken."""
    title, typed = text.one_line(work.title), text.nfc(work.text)
    on_paper.check_content(title, typed, has_file=has_file)
    refuse_legacy(typed, field="text")
    authors = tuple(noting.cleaned(each, position, now) for position, each in enumerate(work.authors))
    sheet = text.one_line(work.sheet)
    on_paper.check_sheet(sheet, is_signed=work.is_signed)
    return replace(work, title=title, text=typed, authors=authors, sheet=sheet)


def take_in(
    edition_id: int, work: PaperWork, received: files.Received | None, *, origin: Origin, now: datetime
) -> str:
    """Take in a work as `cleaned` returns it, and return its key; the same form sent twice gives the same work.

    Raises Conflict before the opening and once codes are drawn, RuleBroken naming the field of what must be mended.
    """
    begin_writing()
    given = db.session.scalar(
        select(Entry.key).join(Version, Version.entry_id == Entry.id).where(Version.token == origin.token)
    )
    if given is not None:
        return given
    edition = editions.by_id(edition_id, now=now)
    on_paper.check_phase(edition.phase, editions.rounds(edition_id)[0].state)
    category = _category(work.category_id, edition_id)
    on_paper.check_authors(len(work.authors), category.authors_most)
    verdict = _verdict(edition, work, now)
    accounts = noting.accounts(
        work.authors, may_be_named=work.may_be_named, actor_id=origin.actor_id, now=now
    )
    entry = _entry(edition, work, received, accounts, now)
    version, receipt = _version(entry, edition, category, _came(work, verdict), origin, now)
    version.in_grace = verdict is Verdict.GRACE
    row = _row(entry, work, verdict, origin, now)
    _say(entry, receipt, row, accounts, origin, now)
    if verdict is Verdict.LATE:
        _refuse(entry, version, row.reason, origin, now)
    return entry.key


def _category(category_id: int, edition_id: int) -> CategoryView:
    try:
        return editions.category(category_id, edition_id=edition_id)
    except NotFound as error:
        raise RuleBroken(N_("Choose a category."), field="category_id") from error


def _verdict(edition: EditionView, work: PaperWork, now: datetime) -> Verdict:
    rules, closing = papers.of(edition.id), Closing.of(edition)
    days.check(work.coming, rules, closing, now=now)
    found = days.verdict(work.coming, rules, closing)
    on_paper.check_late(found, work.late)
    if found is Verdict.LATE and work.late == on_paper.PERMIT:
        on_paper.given_reason(work.reason)
        return Verdict.PERMITTED
    return found


# --- what -----------------------------------------------------------------------------------------------------------


def _entry(
    edition: EditionView, work: PaperWork, received: files.Received | None, accounts: list[int], now: datetime
) -> Entry:
    first = work.authors[0].noted
    entry = Entry(
        edition_id=edition.id,
        category_id=work.category_id,
        author_id=accounts[0],
        unit_id=first.unit_id,
        state=states.SUBMITTED,
        title=work.title,
        text=work.text,
        words=text.count_words(work.text),
        version_number=1,
        author_place=0 if len(accounts) > 1 else None,
        created_at=now,
        saved_at=now,
        submitted_at=now,
    )
    if received is not None:
        entry.file = files.row(received)
        entry.file.account_id, entry.file.uploaded_at = accounts[0], now
    db.session.add(entry)
    db.session.flush()
    known = people.people(frozenset(accounts))
    for position, account_id in enumerate(accounts[1:], start=1):
        db.session.add(
            CoAuthor(
                entry_id=entry.id,
                email=known[account_id].email or f"{account_id}@{unclaimed.NOWHERE}",
                name=known[account_id].name,
                account_id=account_id,
                position=position,
                state=listed.CONFIRMED,
                letters=0,
                asked_at=now,
                answered_at=now,
            )
        )
    db.session.flush()
    return entry


def _version(
    entry: Entry,
    edition: EditionView,
    category: CategoryView,
    came: Mapping[str, str],
    origin: Origin,
    now: datetime,
) -> tuple[Version, Receipt]:
    work = works.whole(entry)
    version = Version(
        entry_id=entry.id,
        number=1,
        token=origin.token,
        category_id=category.id,
        title=work.title,
        text=work.text,
        words=work.words,
        file_id=entry.file_id,
        declarations=list(editions.declarations_for(category, edition.id)),
        submitted_at=now,
    )
    db.session.add(version)
    db.session.flush()
    _name_authors(version, entry)
    others = work.stated.digests() | answers.file_digests(work.own)
    digests = Digests(work.sha256_text, work.sha256_file, work.sha256_own, others, came)
    return version, issuing.issue(version, digests, edition=edition, now=now)


def _name_authors(version: Version, entry: Entry) -> None:
    accounts = authorship.account_ids(entry)
    if len(accounts) == 1:
        return
    known = people.people(frozenset(accounts))
    db.session.add_all(
        VersionAuthor(
            version_id=version.id,
            position=position,
            account_id=account_id,
            unit_id=entry.unit_id if account_id == entry.author_id else known[account_id].unit_id,
        )
        for position, account_id in enumerate(accounts)
    )
    db.session.flush()


def _came(work: PaperWork, verdict: Verdict) -> dict[str, str]:
    """Return what the receipt signs of how the work came."""
    coming = work.coming
    came = {"channel": coming.channel, "arrived": coming.arrived.isoformat(), "counts": verdict.value}
    if coming.clock is not None:
        came["arrived_at"] = coming.clock.isoformat("minutes")
    if coming.postmark is not None:
        came["postmark"] = coming.postmark.isoformat()
    return came


def _row(entry: Entry, work: PaperWork, verdict: Verdict, origin: Origin, now: datetime) -> PaperEntry:
    clock = work.coming.clock
    is_late = verdict in {Verdict.LATE, Verdict.PERMITTED}
    row = PaperEntry(
        entry_id=entry.id,
        channel=work.coming.channel,
        postmark=work.coming.postmark,
        arrived=work.coming.arrived,
        clock=None if clock is None else clock.hour * 60 + clock.minute,
        verdict=verdict.value,
        reason=on_paper.given_reason(work.reason or origin.refused_reason) if is_late else "",
        sheet=work.sheet,
        taken_in_by=origin.actor_id,
        taken_in_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def _say(
    entry: Entry, receipt: Receipt, row: PaperEntry, accounts: list[int], origin: Origin, now: datetime
) -> None:
    about: dict[str, Any] = {"at": now, "actor_id": origin.actor_id, "edition_id": entry.edition_id}
    publish(
        events.EntrySubmitted(
            entry_id=entry.id, version_id=receipt.version_id, receipt_id=receipt.id, authors=tuple(accounts),
            **logged.digests(entry.edition_id, receipt.sha256_text, receipt.sha256_file), **about,
        )
    )  # fmt: skip
    publish(
        events.PaperTakenIn(
            entry_id=entry.id, receipt_id=receipt.id, channel=row.channel, verdict=row.verdict,
            noted=tuple(accounts), **about,
        )
    )  # fmt: skip


def _refuse(entry: Entry, version: Version, reason: str, origin: Origin, now: datetime) -> None:
    """Refuse what came too late: it has its receipt, and takes no part."""
    decision = ScreeningDecision(
        entry_id=entry.id,
        version_id=version.id,
        secretary_id=origin.actor_id,
        verdict=_REFUSED,
        checklist={},
        reason=reason,
        decided_at=now,
    )
    db.session.add(decision)
    entry.state = states.REFUSED
    db.session.flush()
    publish(
        events.EntryRefused(
            at=now, actor_id=origin.actor_id, edition_id=entry.edition_id,
            entry_id=entry.id, version_id=version.id, decision_id=decision.id,
        )
    )  # fmt: skip


# --- afterwards -----------------------------------------------------------------------------------------------------


def undo(entry_key: str, edition_id: int, *, reason: str, actor_id: int, now: datetime) -> None:
    """Withdraw a work that was taken in by mistake; once more changes nothing. Raises Conflict once it is claimed."""
    why = on_paper.given_reason(reason)
    begin_writing()
    entry, row = held(entry_key, edition_id)
    if entry.state == states.WITHDRAWN:
        return
    if not people.person(entry.author_id).is_unclaimed:
        raise Conflict(N_("Its author has claimed this work and withdraws it by themselves."))
    edition = editions.by_id(edition_id, now=now)
    if entry.state != states.REFUSED:  # one that came too late may have been a slip of the pen
        states.check(Act.LEAVE, entry.state, edition.phase)
    was, entry.state, entry.withdrawn_at, row.undone_reason = entry.state, states.WITHDRAWN, now, why
    publish(events.PaperUndone(at=now, actor_id=actor_id, edition_id=edition_id, entry_id=entry.id))
    publish(
        events.EntryWithdrawn(
            at=now,
            actor_id=actor_id,
            edition_id=edition_id,
            entry_id=entry.id,
            author_id=entry.author_id,
            was=was,
        )
    )


def renew_code(entry_key: str, edition_id: int, *, actor_id: int, now: datetime) -> None:
    """Make another code for the receipt: a lost sheet of paper opens nothing any more."""
    begin_writing()
    entry, row = held(entry_key, edition_id)
    row.code_number += 1
    publish(events.ClaimCodeRenewed(at=now, actor_id=actor_id, edition_id=edition_id, entry_id=entry.id))


def held(entry_key: str, edition_id: int) -> tuple[Entry, PaperEntry]:
    """Return a work on paper, held until the transaction ends. Raises NotFound."""
    query = (
        select(Entry, PaperEntry)
        .join(PaperEntry, PaperEntry.entry_id == Entry.id)
        .where(Entry.key == entry_key, Entry.edition_id == edition_id)
        .with_for_update(of=Entry)
        .execution_options(populate_existing=True)
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound(entry_key)
    return row[0], row[1]


def clock_of(minutes: int | None) -> time | None:
    """Return the time of day that the column holds."""
    return None if minutes is None else time(*divmod(minutes, 60))
