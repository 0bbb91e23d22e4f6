"""How a work on paper came, in words: for the secretariat, and on the receipt of whoever sent it."""

from collections.abc import Collection, Mapping
from datetime import date, time
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.entries import paper_queries
from contest.entries.paper_queries import PaperLine
from contest.entries.rules import receipt
from contest.web.templating import day
from contest.web.wording import CHANNELS

VERDICTS: Final[Mapping[str, LazyString]] = {
    "in-time": lazy_gettext("in time"),
    "grace": lazy_gettext("within the grace after the closing time"),
    "permitted": lazy_gettext("late, taken in by permission"),
    "late": lazy_gettext("too late"),
}
TONES: Final[Mapping[str, str]] = {"in-time": "good", "grace": "warn", "permitted": "warn", "late": "bad"}


def how(line: PaperLine) -> str:
    """Say in one line how and when it came."""
    return _how(line.channel, line.postmark, line.arrived, line.clock)


def said(key: str) -> str:
    """Say how a work came that the secretariat took in; "" for all others."""
    line = paper_queries.marks([key]).get(key)
    return how(line) if line else ""


def channels(keys: Collection[str]) -> dict[str, LazyString]:
    """Name the channel of those of these works that came on paper, by their keys."""
    return {key: CHANNELS[line.channel] for key, line in paper_queries.marks(keys).items()}


def facts(document: str) -> list[tuple[str, str]]:
    """Return what a receipt signs of how the work came; nothing for what was submitted here."""
    came = receipt.on_paper(document)
    if not came:
        return []
    postmark = date.fromisoformat(came["postmark"]) if "postmark" in came else None
    clock = time.fromisoformat(came["arrived_at"]) if "arrived_at" in came else None
    said = _how(came["channel"], postmark, date.fromisoformat(came["arrived"]), clock)
    return [
        (gettext("On paper"), said),
        (gettext("Counts as"), str(VERDICTS[came["counts"]])),
    ]


def _how(channel: str, postmark: date | None, arrived: date, clock: time | None) -> str:
    came = str(CHANNELS[channel])
    if postmark is not None:
        came = str(gettext("%(how)s, postmark of %(day)s", how=came, day=day(postmark)))
    if clock is None:
        return str(gettext("%(how)s, arrived on %(day)s", how=came, day=day(arrived)))
    return str(
        gettext(
            "%(how)s, arrived on %(day)s at %(clock)s", how=came, day=day(arrived), clock=f"{clock:%H:%M}"
        )
    )
