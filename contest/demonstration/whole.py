"""The whole demonstration: a large contest at a stage, a small one that key holders seal, perhaps one that is open."""

from datetime import datetime

from contest.demonstration import build, cast, edition, sealed
from contest.demonstration.stages import Stage, calendar
from contest.people import queries as people

ACCOUNTS = (
    "administrator", "organiser", "secretary", "judge1", "judge2", "chair", "observer", "contact",
    "treasurer", "author", sealed.ORGANISER,
)  # fmt: skip


def build_at(stage: Stage, *, entries: int, judges: int, seed: int, now: datetime) -> None:
    """Build both contests on a database without accounts. Raises RuleBroken where there are some."""
    begun = build.build(stage, entries=entries, judges=judges, seed=seed, now=now)
    sealed.add(begun, seed=seed, now=now)


def fill_if_empty(*, now: datetime) -> tuple[str, ...]:
    """Build the demonstration where nobody has an account yet; return lines that name an account a role."""
    if people.is_empty():
        build_at(Stage.JUDGING, entries=60, judges=6, seed=2026, now=now)
        _open_edition(now)
    return accounts()


def accounts() -> tuple[str, ...]:
    """Return lines that name the demonstration's accounts, or one that says there are none."""
    listed = [name for name in ACCOUNTS if people.by_email(f"{name}@example.org")]
    if not listed:
        return ("This installation holds a contest of its own; the demonstration was not added.",)
    lines = [f"  {name:<14}  {name}@example.org" for name in listed]
    return (
        f"Demonstration accounts, all with the password {cast.PASSWORD}",
        *lines,
        *sealed.lines(),
        "  The demonstration asks nobody for a second factor; a contest of your own does, unless you say otherwise.",
    )


def _open_edition(now: datetime) -> None:
    """Announce a contest that is open, so that visitors can enter a work of their own."""
    organiser = people.by_email("organiser@example.org")
    if organiser is not None:
        edition.announce_open(organiser.id, calendar(Stage.OPEN, now))
