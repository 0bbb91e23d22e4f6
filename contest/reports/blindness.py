"""What a check planted, walked, counted and found: kept as JSON, told in Vietnamese and in English."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import force_locale, gettext, ngettext


@dataclass(frozen=True, slots=True)
class Look:
    """What one judge was given in one round. `kinds`: how often each status was answered; sizes in bytes."""

    round: str
    judge: str
    works: int
    answers: int
    kinds: Mapping[str, int]
    size: int
    compared: int  # pairs of addresses, of another desk's work and of none, whose answers must be the same
    letters: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One leak: `what` names the kind of trace, `where` the address, letter or header in which it stood."""

    round: str
    judge: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole check. `planted`: how many secrets of each kind; `left_out`: what could not be tried, and why."""

    slug: str
    title: str
    checked_at: str
    authors: int
    ways: Mapping[str, int]
    planted: Mapping[str, int]
    looks: Sequence[Look]
    findings: Sequence[Finding]
    left_out: Sequence[tuple[str, str]] = field(default_factory=tuple)

    @property
    def is_clean(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return what is kept."""
        return asdict(self) | {"is_clean": self.is_clean}


def counted(words: Sequence[str]) -> dict[str, int]:
    """Count, in the order of the words."""
    return dict(sorted(Counter(words).items()))


def text(report: Mapping[str, Any], language: str) -> str:
    """Tell a report, as `Report.as_json` gave it, so that it can be published."""
    with force_locale(language):
        return "\n".join(_lines(report)) + "\n"


def _lines(report: Mapping[str, Any]) -> Iterator[str]:
    yield gettext("Blindness check of “%(title)s”", title=report["title"])
    yield gettext(
        "Checked at %(instant)s (UTC), on a copy of the settings; no real work was opened.",
        instant=report["checked_at"],
    )
    yield ""
    yield gettext(
        "Planted: %(authors)d made-up authors, each handing in one work.", authors=report["authors"]
    )
    yield gettext("How the works came in: %(ways)s.", ways=_numbers(report["ways"]))
    yield gettext("Traces that nobody who judges may get: %(traces)s.", traces=_numbers(report["planted"]))
    yield ""
    for look in report["looks"]:
        yield gettext("%(round)s, %(judge)s:", round=look["round"], judge=look["judge"])
        yield "  " + gettext(
            "%(works)d works on the desk; %(answers)d answers with %(size)d bytes searched; by status: %(kinds)s.",
            works=look["works"], answers=look["answers"], size=look["size"], kinds=_numbers(look["kinds"]),
        )  # fmt: skip
        yield "  " + gettext(
            "%(compared)d times a work of another desk was asked for, and one that does not exist: the same answer"
            " is due. %(letters)d letters were searched.",
            compared=look["compared"], letters=look["letters"],
        )  # fmt: skip
    for what, why in report["left_out"]:
        yield gettext("Not tried: %(what)s (%(why)s).", what=what, why=why)
    yield ""
    found = report["findings"]
    if not found:
        yield gettext("Found: nothing. No answer and no letter leads from a work to its author.")
        return
    yield ngettext("Found: %(num)d leak.", "Found: %(num)d leaks.", len(found))
    for each in found:
        yield f"  {each['round']}, {each['judge']}: {each['what']} – {each['where']}"


def _numbers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items()) or "–"
