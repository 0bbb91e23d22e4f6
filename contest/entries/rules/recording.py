"""What a recording beside a work must be: of a kind and size that the category takes, so and so many minutes."""

from contest.editions.rules.demands import Demands
from contest.entries.rules.limits import MEGABYTE, Limits
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import clock

FIELD = "recording_file"


def check(kind: str | None, size: int, demands: Demands) -> None:
    """Refuse a kind or a size (in bytes) that the category does not take; None while the kind is not known."""
    if not demands.recordings:
        raise RuleBroken(
            N_("This category takes no recordings. Remove it, or choose another category."), field=FIELD
        )
    if kind is not None and kind not in demands.recordings:
        raise RuleBroken(
            N_("This category does not take recordings of the kind %(kind)s. It takes: %(kinds)s."),
            field=FIELD, kind=kind.upper(), kinds=", ".join(each.upper() for each in demands.recordings),
        )  # fmt: skip
    most = demands.recording_limit_mb
    if most is not None and size > most * MEGABYTE:
        raise RuleBroken(
            N_(
                "The recording has %(size)s MB; this category takes recordings of at most %(limit)d MB. Export it with"
                " a lower quality or a smaller picture, and choose the new file."
            ),
            field=FIELD, size=f"{size / MEGABYTE:.1f}", limit=most,
        )  # fmt: skip


def check_there(*, is_there: bool) -> None:
    """Ask for the recording whose minutes count."""
    if not is_there:
        raise RuleBroken(N_("The recording is missing. Choose the file with it."), field=FIELD)


def check_minutes(seconds: int, allowed: Limits) -> None:
    """Refuse a recording that is too short or too long, to the second."""
    least, most = allowed.length_minimum * 60, allowed.length_maximum * 60
    if seconds < least:
        raise RuleBroken(
            N_("The recording lasts %(time)s; at least %(limit)d minutes are asked for. Missing: %(missing)s."),
            field=FIELD, time=clock(seconds), limit=allowed.length_minimum, missing=clock(least - seconds),
        )  # fmt: skip
    if 0 < most < seconds:
        raise RuleBroken(
            N_("The recording lasts %(time)s; at most %(limit)d minutes are allowed. Too long by: %(over)s."),
            field=FIELD, time=clock(seconds), limit=allowed.length_maximum, over=clock(seconds - most),
        )  # fmt: skip
