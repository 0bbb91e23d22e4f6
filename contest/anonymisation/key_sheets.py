"""A holder's key where the browser runs no scripts: made here, shown once as a sheet, and kept by nobody.

What the page needs to show the sheet again after a slip travels with its form, locked; no row and no file holds it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contest.anonymisation import key_making
from contest.anonymisation.rules import key_words
from contest.kernel.errors import N_, Conflict, RuleBroken, RulesBroken
from contest.platform import public_seals
from contest.platform.crypto import SealBroken, keyring

_PURPOSE = "sheet of a key"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The words of a key, the numbers of those to be typed back, and what brings the sheet back: `token`."""

    words: tuple[str, ...]
    asked: tuple[int, ...]
    token: str


def new_sheet(edition_id: int, account_id: int, language: str) -> Sheet:
    """Make a key of chance."""
    return _sheet(public_seals.new_seed(), key_words.asked_back(), (edition_id, account_id), language)


def again(token: str, edition_id: int, account_id: int, language: str) -> Sheet:
    """Return the sheet of a form that was sent. Raises Conflict for one that is not of this person and contest."""
    seed, asked = _unlocked(token, (edition_id, account_id))
    return _sheet(seed, asked, (edition_id, account_id), language)


def keep(sheet: Sheet, typed: Sequence[str], *, edition_id: int, account_id: int, now: datetime) -> None:
    """Keep the public key of a sheet from which these words were typed back. Raises RulesBroken: each wrong one."""
    broken = tuple(
        RuleBroken(
            N_("Word %(number)d is another one on the sheet. Look at it again."),
            field=f"word_{at}",
            number=number,
        )
        for at, (number, word) in enumerate(zip(sheet.asked, typed, strict=True))
        if not key_words.same(word, sheet.words[number - 1])
    )
    if broken:
        raise RulesBroken(broken)
    seed, _ = _unlocked(sheet.token, (edition_id, account_id))
    public = public_seals.public_of(public_seals.secret_of(seed))
    key_making.keep_holder_key(edition_id, account_id, public, now=now)


def _sheet(seed: bytes, asked: tuple[int, ...], whose: tuple[int, int], language: str) -> Sheet:
    content = seed + bytes(asked) + "-".join(map(str, whose)).encode()
    return Sheet(key_words.written(seed, language), asked, keyring().lock(_PURPOSE, content).hex())


def _unlocked(token: str, whose: tuple[int, int]) -> tuple[bytes, tuple[int, ...]]:
    try:
        content = keyring().unlock(_PURPOSE, bytes.fromhex(token))
    except (SealBroken, ValueError) as error:
        raise _not_this_one() from error
    end = key_words.BYTES + key_words.TYPED_BACK
    if content[end:] != "-".join(map(str, whose)).encode():
        raise _not_this_one()
    return content[: key_words.BYTES], tuple(content[key_words.BYTES : end])


def _not_this_one() -> Conflict:
    return Conflict(N_("This sheet is not of this page any more. Make your key anew."))
