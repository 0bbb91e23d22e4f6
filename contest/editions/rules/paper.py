"""Works on paper and by mail: by which day they count, and whether one that came counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from contest.editions.rules import grace
from contest.kernel.errors import N_, RuleBroken

POSTMARK, ARRIVAL = "postmark", "arrival"
COUNTED_BY: Final = (POSTMARK, ARRIVAL)
POST, HAND, EMAIL, UNIT = "post", "hand", "email", "unit"
CHANNELS: Final = (POST, HAND, EMAIL, UNIT)
# What bears a stamp of the day on which it was sent: a parcel of a unit comes by post as well.
STAMPED: Final = frozenset({POST, UNIT})
OLDEST: Final = timedelta(days=400)  # before that it is a slip of the pen


@dataclass(frozen=True, slots=True)
class PaperRules:
    """`counts_by`: the day of the postmark or of the arrival. `last_arrival`: afterwards no postmark helps.

    `unit_lists`: contacts of units hand in lists of works themselves.
    """

    counts_by: str = ARRIVAL
    last_arrival: date | None = None
    unit_lists: bool = False


BY_ARRIVAL: Final = PaperRules()


@dataclass(frozen=True, slots=True)
class Coming:
    """How a work came. `postmark`: None where none can be read; `clock`: None where only the day is known."""

    channel: str
    arrived: date
    clock: time | None = None
    postmark: date | None = None


class Dated(Protocol):
    """An edition, as it is set or as it is seen."""

    @property
    def closes_at(self) -> datetime: ...
    @property
    def grace_minutes(self) -> int: ...
    @property
    def time_zone(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Closing:
    """When the contest closes, and in which zone its days are counted."""

    closes_at: datetime
    grace_minutes: int
    zone: ZoneInfo

    @classmethod
    def of(cls, edition: Dated) -> "Closing":
        """Return when this edition closes."""
        return cls(edition.closes_at, edition.grace_minutes, ZoneInfo(edition.time_zone))

    @property
    def last_day(self) -> date:
        """The last day of which a part lies before the closing time."""
        return (self.closes_at - timedelta(microseconds=1)).astimezone(self.zone).date()


class Verdict(StrEnum):
    """Whether a work counts; late ones only where the organisers permit it."""

    IN_TIME = "in-time"
    GRACE = "grace"
    PERMITTED = "permitted"
    LATE = "late"


def problems(rules: PaperRules, closing: Closing) -> Iterator[RuleBroken]:
    """Name what is wrong with the setting."""
    if rules.counts_by not in COUNTED_BY:
        yield RuleBroken(N_("Choose which day counts."), field="counts_by")
    if rules.last_arrival is None:
        return
    if rules.counts_by != POSTMARK:
        yield RuleBroken(
            N_("Where the arrival counts, the closing time is the last moment. Leave this day empty."),
            field="last_arrival",
        )
    elif rules.last_arrival < closing.last_day:
        yield RuleBroken(
            N_("The last day of arrival cannot come before the closing day, %(day)s."),
            field="last_arrival",
            day=f"{closing.last_day:%d/%m/%Y}",
        )


def check(coming: Coming, rules: PaperRules, closing: Closing, *, now: datetime) -> None:
    """Raise RuleBroken, beside its field, for days that cannot be or that do not suffice to decide."""
    today = now.astimezone(closing.zone)
    if coming.channel not in CHANNELS:
        raise RuleBroken(N_("Choose how the work came."), field="channel")
    if moment(coming, closing.zone, if_unknown=time.min) > now:
        raise RuleBroken(N_("This day or time of arrival is still to come. Correct it."), field="arrived")
    if coming.arrived < today.date() - OLDEST:
        raise RuleBroken(N_("This day of arrival is more than a year ago. Correct it."), field="arrived")
    if coming.postmark is not None:
        _check_postmark(coming, coming.postmark)
    if not _by_postmark(coming, rules) and coming.clock is None and _closes_on(coming.arrived, closing):
        raise RuleBroken(
            N_("The contest closes on this day. Write the time of arrival too: it decides."), field="clock"
        )


def _check_postmark(coming: Coming, postmark: date) -> None:
    if coming.channel not in STAMPED:
        raise RuleBroken(
            N_("Only what comes by post or from a unit has a postmark. Leave it empty."), field="postmark"
        )
    if postmark > coming.arrived:
        raise RuleBroken(
            N_("The postmark is later than the arrival. Correct one of the two."), field="postmark"
        )
    if postmark < coming.arrived - OLDEST:
        raise RuleBroken(
            N_("This postmark is more than a year older than the arrival. Correct it."), field="postmark"
        )


def _closes_on(day: date, closing: Closing) -> bool:
    """Tell whether a part of the day lies before the closing time, and a part after it."""
    begins = datetime.combine(day, time.min, closing.zone)
    return begins < closing.closes_at < begins + timedelta(days=1)


def verdict(coming: Coming, rules: PaperRules, closing: Closing) -> Verdict:
    """Decide whether the work counts. What `check` refuses is not asked here."""
    if _by_postmark(coming, rules):
        stamped = coming.postmark is not None and coming.postmark <= closing.last_day
        in_time = stamped and (rules.last_arrival is None or coming.arrived <= rules.last_arrival)
        return Verdict.IN_TIME if in_time else Verdict.LATE
    at = moment(coming, closing.zone, if_unknown=time.min)
    if at < closing.closes_at:
        return Verdict.IN_TIME
    return Verdict.GRACE if at < grace.ends(closing.closes_at, closing.grace_minutes) else Verdict.LATE


def _by_postmark(coming: Coming, rules: PaperRules) -> bool:
    """Tell whether the postmark decides: without one that can be read, the arrival does."""
    return rules.counts_by == POSTMARK and coming.channel in STAMPED and coming.postmark is not None


def moment(coming: Coming, zone: ZoneInfo, *, if_unknown: time) -> datetime:
    """Return when it arrived, as an aware moment."""
    return datetime.combine(coming.arrived, coming.clock or if_unknown, zone)
