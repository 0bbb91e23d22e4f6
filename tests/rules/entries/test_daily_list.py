"""The list of a day's receipts: lines that anybody can check, a chain in which no list can be changed unseen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contest.entries.rules import daily_list
from contest.entries.rules.daily_list import BEGINNING, DailyList, Sealed

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = date(2026, 6, 12)
MIDNIGHT = datetime(2026, 6, 12, 17, tzinfo=UTC)  # the end of that day in Hanoi
LIST = DailyList(17, DAY, HANOI.key, "a" * 64, ("f" * 64, "0" * 64))
LINES = (
    "contest-receipts 1\nlist 17\nday 2026-06-12 Asia/Ho_Chi_Minh\n"
    f"before {'a' * 64}\nreceipt {'0' * 64}\nreceipt {'f' * 64}\n"
)


def sealed(*days: tuple[str, ...]) -> list[Sealed]:
    """A chain, a list a day, signed by what `verifies` takes for a signature."""
    chain: list[Sealed] = []
    for number, receipts in enumerate(days, start=1):
        before = chain[-1].digest if chain else BEGINNING
        day = DAY + timedelta(days=number)
        content = daily_list.written(DailyList(number, day, HANOI.key, before, receipts))
        chain.append(Sealed(number, day, content, daily_list.digest(content), content[::-1]))
    return chain


def verifies(message: bytes, signature: str) -> bool:
    return signature == message.decode()[::-1]


def faults(chain: list[Sealed]) -> list[str]:
    return list(daily_list.faults(chain, verifies))


CHAIN = sealed(("1" * 64,), ("2" * 64, "3" * 64), ("4" * 64,))
CHANGED = daily_list.written(replace(daily_list.read(CHAIN[1].content), receipts=("2" * 64,)))


def test_a_list_is_lines_in_the_order_of_the_digests_and_can_be_read_again() -> None:
    assert daily_list.written(LIST) == LINES
    assert daily_list.read(LINES) == replace(LIST, receipts=("0" * 64, "f" * 64))


@pytest.mark.parametrize("wrong", ["", "\n" + LINES, LINES + "receipt x\n", LINES.removesuffix("\n")])
def test_other_lines_are_no_list(wrong: str) -> None:
    with pytest.raises(ValueError, match="not the lines"):
        daily_list.read(wrong)


def test_receipts_are_taken_by_the_days_of_the_zone_that_have_been_over_for_an_hour() -> None:
    ms = timedelta(milliseconds=1)
    given = [(MIDNIGHT, "c"), (MIDNIGHT - ms, "b"), (MIDNIGHT - timedelta(days=3), "a"), (MIDNIGHT - ms, "d")]
    before = [(DAY - timedelta(days=2), ["a"])]
    hour = timedelta(hours=1)
    assert daily_list.by_day(given, HANOI, now=MIDNIGHT + hour - ms) == before
    assert daily_list.by_day(given, HANOI, now=MIDNIGHT + hour) == [*before, (DAY, ["b", "d"])]


def test_a_chain_as_it_was_sealed_has_no_fault() -> None:
    assert (faults([]), faults(CHAIN)) == ([], [])


@pytest.mark.parametrize(
    ("chain", "said"),
    [
        ([CHAIN[0], CHAIN[2]], ["receipts: list 2 is missing from the chain of daily lists"]),
        (CHAIN[1:], ["receipts: list 1 is missing from the chain of daily lists"]),
        (
            [CHAIN[0], replace(CHAIN[1], content=CHANGED), CHAIN[2]],
            ["receipts: the list of 2026-06-14 was changed since it was sealed"],
        ),
        (  # by somebody who could reckon the digest anew, and not sign
            [CHAIN[0], replace(CHAIN[1], content=CHANGED, digest=daily_list.digest(CHANGED)), CHAIN[2]],
            [
                "receipts: the list of 2026-06-14 was changed since it was sealed",
                "receipts: the list of 2026-06-15 does not follow the list before it",
            ],
        ),
        (  # by somebody who could sign, too
            [CHAIN[0], Sealed(2, CHAIN[1].day, CHANGED, daily_list.digest(CHANGED), CHANGED[::-1]), CHAIN[2]],
            ["receipts: the list of 2026-06-15 does not follow the list before it"],
        ),
        (
            [CHAIN[0], replace(CHAIN[1], content="", digest=daily_list.digest("")), CHAIN[2]],
            [
                "receipts: the list of 2026-06-14 was changed since it was sealed",
                "receipts: the list of 2026-06-15 does not follow the list before it",
            ],
        ),
        (
            [CHAIN[0], CHAIN[0]],
            [
                "receipts: list 2 is missing from the chain of daily lists",
                "receipts: the list of 2026-06-13 stands behind that of a later day",
            ],
        ),
    ],
)
def test_what_was_done_to_the_chain_is_named(chain: list[Sealed], said: list[str]) -> None:
    assert faults(chain) == said
