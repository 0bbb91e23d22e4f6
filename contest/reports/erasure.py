"""Erases a person in all parts at once, or says what stands against it; says beforehand what goes and what stays."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from contest.editions import erasing as editions
from contest.entries import erasing as entries
from contest.kernel.errors import RuleBroken
from contest.people import erasing, queries, register, rights
from contest.people.erasing import Decision
from contest.people.rules.erasure import WAITS
from contest.platform.database import begin_writing
from contest.reports import personal_data
from contest.reports.holdings import HOLDINGS
from contest.reports.rules.erasure import Facts, Outlook, decide
from contest.results import erasing as results

_BY_TABLE: Final = {holding.table: holding for holding in HOLDINGS}


def outlook(account_id: int, *, now: datetime) -> Outlook:
    """Return what an erasure would wait for and leave. Raises NotFound."""
    person = queries.person(account_id)
    prized = results.prized(account_id, now=now)
    rows = personal_data.counts(account_id)
    return decide(
        Facts(
            works=entries.fates(account_id, prized, now=now),
            staying=_reasons(rows),
            has_duty=editions.has_needed_duty(account_id, now=now),
            is_last_administrator=person.is_administrator and queries.administrators() == (account_id,),
            named=results.named(account_id, prized),
        )
    )


def _reasons(rows: Mapping[str, int]) -> frozenset[str]:
    return frozenset(_BY_TABLE[table].erased.why for table in rows) - {""}


def carry_out(key: str, *, actor_id: int, now: datetime) -> None:
    """Erase the person who asked for it by that request. Raises RuleBroken where something must come first."""
    begin_writing()
    asked = register.by_key(key)
    found = _free(asked.account_id, now)
    rights.finish(key, "", actor_id=actor_id, now=now)
    _erase(asked.account_id, found, actor_id=actor_id, request_id=asked.id, now=now)


def erase_unused(account_id: int, *, now: datetime) -> None:
    """Erase an account that nobody ever used, without a letter: nobody has shown the address to be their own."""
    begin_writing()
    _erase(account_id, _free(account_id, now), actor_id=None, request_id=None, now=now)


def _free(account_id: int, now: datetime) -> Outlook:
    """Return the outlook of somebody who can be erased now. Raises RuleBroken with what stands against it."""
    found = outlook(account_id, now=now)
    for reason in found.waits:
        raise RuleBroken(WAITS[reason])
    return found


def _erase(
    account_id: int, found: Outlook, *, actor_id: int | None, request_id: int | None, now: datetime
) -> None:
    decided = Decision(
        found.kept, found.named, found.stays, keeps_name=found.keeps_name, request_id=request_id
    )
    erasing.erase(account_id, decided, actor_id=actor_id, now=now)
