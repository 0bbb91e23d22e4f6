"""The whole demonstration: a large contest at a stage, a small one that key holders seal, perhaps one that is open."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from contest.access.duties import Duty
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.assignment import queries as assignment
from contest.communications import outbox
from contest.demonstration import build, cast, edition, sealed, shown, writing
from contest.demonstration.build import Demonstration
from contest.demonstration.stages import Stage, calendar
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.kernel import clock
from contest.people import queries as people
from contest.platform.database import unit_of_work

ACCOUNTS = (
    "administrator", "organiser", "secretary", "judge1", "judge2", "chair", "observer", "contact",
    "treasurer", "author", sealed.ORGANISER,
)  # fmt: skip

# Who has sent a work to the open contest already: not the author whose account is named.
AUTHORS: Final = slice(3, 6)
MOST_JUDGES: Final = 6  # that are looked at for who reads what


def build_at(stage: Stage, *, entries: int, judges: int, seed: int, now: datetime) -> Demonstration:
    """Build both contests on a database without accounts; return the large one. Raises RuleBroken over others."""
    begun = build.build(stage, entries=entries, judges=judges, seed=seed, now=now)
    sealed.add(begun, seed=seed, now=now)
    return begun


def fill_if_empty(*, now: datetime) -> tuple[str, ...]:
    """Build the demonstration where nobody has an account yet; return lines that name an account a role."""
    if people.is_empty():
        begun = build_at(Stage.JUDGING, entries=60, judges=6, seed=2026, now=now)
        open_edition(begun, now)
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
        *_readers(),
        *sealed.lines(),
        "  The demonstration asks nobody for a second factor; a contest of your own does, unless you say otherwise.",
    )


def _readers() -> list[str]:
    """Return a line that names the judges whom the lot gave works that are no plain text; none where there are none."""
    judges = [
        person
        for number in range(1, MOST_JUDGES + 1)
        if (person := people.by_email(f"judge{number}@example.org"))
    ]
    held = editions.editions_of(judges[0].id, now=clock.now()) if judges else ()
    reading: set[int] = set()
    for round_ in (each for judged, _ in held for each in editions.rounds(judged.id)):
        copies = {copy.id for copy in blind.blind_copies(round_.id) if copy.title in shown.TITLES}
        for judge in judges:
            if any(one.blind_copy_id in copies for one in assignment.desk(judge.id, round_.id)):
                reading.add(judge.id)
    names = ", ".join(judge.email.partition("@")[0] for judge in judges if judge.id in reading)
    return [f"  A PDF, a page written by hand and a recording are read by {names}."] if names else []


def open_edition(begun: Demonstration, now: datetime) -> None:
    """Announce a contest that is open, so that visitors can enter a work of their own.

    Its first works are accepted and made blind, so that the secretary of the large one finds copies to look at: a PDF,
    pictures of pages, a recording.
    """
    dates, secretary = calendar(Stage.OPEN, now), begun.cast.secretaries[0]
    edition_id = edition.announce_open(begun.cast.organiser, dates)
    with unit_of_work():
        editing.appoint(
            edition_id, secretary, Duty.SECRETARY, actor_id=begun.cast.organiser, now=dates.announced
        )
    everyone = replace(begun.cast, authors=begun.cast.authors[AUTHORS])
    demo = Demonstration(Stage.OPEN, begun.rng, everyone, dates, edition_id)
    writing.write_shown(demo, now - timedelta(days=2))
    writing.screen(edition_id, (secretary,), demo.rng, share=1.0, now=now - timedelta(days=1))
    blinding.prepare(edition_id, now=now)
    with unit_of_work():
        outbox.forget_waiting(now=now)
