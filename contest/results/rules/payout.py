"""Bank details of winners: whom they are asked from, what they may be, and the bytes that are encrypted of them."""

import json
import re
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

NAMES: Final = (2, 80)
_NUMBER: Final = re.compile(r"[0-9A-Z]{5,34}")
_BETWEEN: Final = re.compile(r"[\s.\-]")
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class BankDetails:
    """Where a prize is paid to."""

    bank: str
    holder: str
    number: str

    @property
    def masked(self) -> str:
        """The number as its owner knows it again and nobody else learns it."""
        return f"•••• {self.number[-_SHOWN:]}"


def is_asked(amount: int | None, all_amounts: Collection[int | None]) -> bool:
    """Tell whether a prize is paid out: it has an amount, or the contest names none for any of its prizes."""
    return bool(amount) or not any(all_amounts)


def clean(typed: BankDetails) -> BankDetails:
    """Bring what was typed into the form it is kept in. Raises RuleBroken beside the field."""
    details = BankDetails(
        text.one_line(typed.bank),
        text.one_line(typed.holder),
        _BETWEEN.sub("", text.nfc(typed.number)).upper(),
    )
    least, most = NAMES
    for field, value in (("bank", details.bank), ("holder", details.holder)):
        if not least <= len(value) <= most:
            raise RuleBroken(
                N_("Write %(least)d to %(most)d characters here."), field=field, least=least, most=most
            )
    if not _NUMBER.fullmatch(details.number):
        raise RuleBroken(
            N_("Write the account number as it stands on a statement: 5 to 34 digits or letters."),
            field="number",
        )
    return details


def written(details: BankDetails, *, edition_id: int, account_id: int) -> bytes:
    """Return what is encrypted. Whose it is stands in it, so that nobody can put one person's row under another."""
    said = {"edition": edition_id, "account": account_id, **asdict(details)}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def read(content: bytes, *, edition_id: int, account_id: int) -> BankDetails:
    """Return the details. Raises ValueError where they are another's."""
    said = json.loads(content)
    if (said.pop("edition"), said.pop("account")) != (edition_id, account_id):
        raise ValueError("these bank details belong to somebody else")
    return BankDetails(**said)


def check_paid_on(paid_on: date, *, published_on: date, today: date) -> None:
    """Raise RuleBroken for a day on which no prize can have been paid."""
    if paid_on > today:
        raise RuleBroken(
            N_("This day is still to come. Mark the prize when it has been paid."), field="paid_on"
        )
    if paid_on < published_on:
        raise RuleBroken(N_("On that day the results were not published yet."), field="paid_on")
