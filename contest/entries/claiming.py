"""Works on paper become those of an account: by the code of the receipt, by the address, or by a secretary's hand."""

import hmac
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, update

from contest.entries import authorship, events, own, paper, paper_queries
from contest.entries.models import (
    AboutAuthor,
    CoAuthor,
    Entry,
    Guardian,
    Receipt,
    StoredFile,
    Version,
    VersionAuthor,
)
from contest.entries.models_office import NameOnWork
from contest.entries.models_paper import PaperEntry
from contest.entries.rules import claims, on_paper
from contest.entries.rules import receipt as receipts
from contest.kernel.errors import N_, Conflict, NotFound, RuleBroken
from contest.kernel.events import Event
from contest.people import queries as people
from contest.people import unclaimed
from contest.people.events import PersonClaimed
from contest.platform.database import begin_writing, db
from contest.platform.events import publish

_AS_THEY_ARE: Final[dict[str, Any]] = {"synchronize_session": False}


def by_code(number: str, code: str, *, account_id: int, now: datetime) -> str:
    """Let the works of whom the receipt names be the account's; return the key of the one on it. Raises RuleBroken.

    Number and code stand on the same sheet; who has it is who sent the work. Guesses are counted by the page.
    """
    begin_writing()
    found = _by_receipt(receipts.read_number(number) or "")
    if found is None or not hmac.compare_digest(paper_queries.code(*found), claims.normal(code)):
        raise RuleBroken(
            N_("No work on paper has a receipt with this number and this code. Look at the sheet again."),
            field="code",
        )
    entry = found[0]
    if entry.author_id == account_id:
        return entry.key
    if not people.person(entry.author_id).is_unclaimed:
        raise RuleBroken(
            N_("This work has been claimed already. Ask the organisers if it was not you."), field="code"
        )
    _claim(entry.author_id, account_id, how=unclaimed.BY_CODE, actor_id=account_id, now=now)
    return entry.key


def _by_receipt(number: str) -> tuple[Entry, PaperEntry] | None:
    query = (
        select(Entry, PaperEntry)
        .join(PaperEntry, PaperEntry.entry_id == Entry.id)
        .join(Version, Version.entry_id == Entry.id)
        .join(Receipt, Receipt.version_id == Version.id)
        .where(Receipt.number == number)
    )
    row = db.session.execute(query).first()
    return None if row is None else (row[0], row[1])


def by_address(unclaimed_id: int, *, account_id: int, now: datetime) -> None:
    """Let a person who says so be whom a paper names with their address. Raises NotFound where it is another's."""
    begin_writing()
    _check_address(unclaimed_id, account_id)
    _claim(unclaimed_id, account_id, how=unclaimed.BY_ADDRESS, actor_id=account_id, now=now)


def deny(unclaimed_id: int, *, account_id: int, now: datetime) -> None:
    """Note that a paper names somebody else with this address. Raises NotFound where it is another's."""
    begin_writing()
    _check_address(unclaimed_id, account_id)
    unclaimed.deny(unclaimed_id, account_id, now=now)


def _check_address(unclaimed_id: int, account_id: int) -> None:
    me = people.person(account_id)
    if not me.is_confirmed or unclaimed_id not in unclaimed.with_address(me.email):
        raise NotFound(unclaimed_id)


def by_hand(
    entry_key: str, address: str, edition_id: int, *, reason: str, actor_id: int, now: datetime
) -> None:
    """Join an author on a paper, the first of `entry_key` whom it can be, to the account with the same address.

    Raises RuleBroken where no confirmed account has the address that the paper names.
    """
    why = on_paper.given_reason(reason)
    begin_writing()
    entry, row = paper.held(entry_key, edition_id)
    taker = people.by_email(address)
    with_address = unclaimed.with_address(taker.email) if taker is not None and taker.is_confirmed else ()
    theirs = [who for who in authorship.addressees(entry.id) if who in with_address]
    if taker is None or not theirs:
        raise RuleBroken(
            N_("Only an account whose confirmed address stands on the paper can be joined to it."),
            field="reason",
        )
    row.claim_reason = why
    _claim(theirs[0], taker.id, how=unclaimed.BY_HAND, actor_id=actor_id, now=now)


def _claim(unclaimed_id: int, account_id: int, *, how: str, actor_id: int, now: datetime) -> None:
    taker = people.person(account_id)
    for entry in _works(unclaimed_id):
        own.refuse_officials(taker, entry.edition_id)
        if account_id in authorship.addressees(entry.id, with_draft=True):
            raise Conflict(N_("The work “%(title)s” names you as an author already."), title=entry.title)
    unclaimed.claim(unclaimed_id, account_id, how=how, actor_id=actor_id, now=now)


def _works(unclaimed_id: int) -> list[Entry]:
    query = select(Entry).where(authorship.is_author(unclaimed_id)).order_by(Entry.id).with_for_update()
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def take_over(event: Event) -> None:
    """Listen to people: everything of the person on paper is the account's from now on."""
    if not isinstance(event, PersonClaimed):
        return
    db.session.flush()
    theirs = [(entry.id, entry.edition_id) for entry in _works(event.unclaimed_id)]
    _rename_on_lists(event)
    for column in (
        Entry.author_id,
        StoredFile.account_id,
        VersionAuthor.account_id,
        AboutAuthor.account_id,
        Guardian.account_id,
        NameOnWork.account_id,
    ):
        db.session.execute(
            update(column.class_).where(column == event.unclaimed_id).values({column.key: event.account_id}),
            execution_options=_AS_THEY_ARE,
        )
    db.session.expire_all()
    for entry_id, edition_id in theirs:
        publish(
            events.PaperClaimed(
                at=event.at, actor_id=event.actor_id, edition_id=edition_id, entry_id=entry_id,
                unclaimed_id=event.unclaimed_id, account_id=event.account_id, how=event.how,
            )
        )  # fmt: skip


def _rename_on_lists(event: PersonClaimed) -> None:
    """Let the lists of co-authors name the account; who was asked there by that address need not answer any more."""
    address = people.person(event.account_id).email
    theirs = select(CoAuthor.entry_id).where(CoAuthor.account_id == event.unclaimed_id).scalar_subquery()
    db.session.execute(
        delete(CoAuthor).where(
            CoAuthor.entry_id.in_(theirs), CoAuthor.email == address, CoAuthor.account_id.is_(None)
        ),
        execution_options=_AS_THEY_ARE,
    )
    db.session.execute(
        update(CoAuthor)
        .where(CoAuthor.account_id == event.unclaimed_id)
        .values(account_id=event.account_id, email=address),
        execution_options=_AS_THEY_ARE,
    )
