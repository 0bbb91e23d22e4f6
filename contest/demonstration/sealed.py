"""A small contest of the demonstration that key holders seal: judged and approved, so that they can open it."""

import hashlib
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from contest.access.duties import Duty
from contest.anonymisation import key_acts, key_making
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.rules import key_words
from contest.communications import outbox
from contest.demonstration import build, cast, edition, writing
from contest.demonstration.build import Demonstration
from contest.demonstration.stages import Calendar, Stage, calendar
from contest.editions import service as editing
from contest.editions.rules.secrecy import BY_HOLDERS, Sealing
from contest.entries import discarding
from contest.people import queries as people
from contest.platform import public_seals
from contest.platform.database import unit_of_work
from contest.results import queries
from contest.results import service as results

TITLE: Final = "Cuộc thi viết Nghề cũ quê ta"
ORGANISER: Final = "organiser2"
HOLDERS: Final = ("holder1", "holder2", "holder3")
NEEDED: Final = 2
JUDGES, AUTHORS = 4, 6
# Who else is needed for it; nobody has to sign in as one of them.
OTHERS: Final = (
    "sealed.secretary",
    "sealed.chair",
    *(f"sealed.judge{number}" for number in range(1, JUDGES + 1)),
    *(f"sealed.author{number}" for number in range(1, AUTHORS + 1)),
)


def sheet(name: str) -> tuple[str, ...]:
    """Return the words of a holder's sheet: the same in every demonstration, which holds nothing worth guarding."""
    return key_words.written(_seed(name), "vi")


def add(begun: Demonstration, *, seed: int, now: datetime) -> None:
    """Run the contest with people of its own up to the two approvals: its opening is all that is left to do."""
    rng, dates = random.Random(seed + 1), calendar(Stage.DELIBERATION, now)  # noqa: S311 -- believable, not secret
    addresses = [f"{name}@example.org" for name in (ORGANISER, *HOLDERS, *OTHERS)]
    made = cast.add(rng, addresses, now=dates.announced)
    accounts = {
        name: account for name, (account, _) in zip((ORGANISER, *HOLDERS, *OTHERS), made, strict=True)
    }
    everyone = replace(
        begun.cast,
        organiser=accounts[ORGANISER],
        secretaries=(accounts["sealed.secretary"],),
        chair=accounts["sealed.chair"],
        judges=tuple(account for name, account in accounts.items() if name.startswith("sealed.judge")),
        authors=tuple(made[-AUTHORS:]),
    )
    edition_id = _announce(accounts, dates)
    _hold_keys(edition_id, accounts, dates.opens)
    demo = Demonstration(Stage.DELIBERATION, rng, everyone, dates, edition_id)
    writing.write(demo, AUTHORS, now)
    for reached, act in build.ACTS:
        if demo.stage.reaches(reached):
            act(demo)
    seen = queries.decision_digest(edition_id) or ""
    for approver in (everyone.chair, everyone.organiser):
        with unit_of_work():
            results.approve(edition_id, seen=seen, actor_id=approver, now=dates.decided)
    discarding.discard_waiting()
    with unit_of_work():
        outbox.forget_waiting(now=now)


def _announce(accounts: Mapping[str, int], dates: Calendar) -> int:
    organiser = accounts[ORGANISER]
    edition_id = edition.create(TITLE, 1, organiser, dates, sealing=Sealing(BY_HOLDERS, NEEDED))
    duties = {"sealed.secretary": Duty.SECRETARY, "sealed.chair": Duty.CHAIR, "sealed.judge": Duty.JUDGE}
    duties |= dict.fromkeys(HOLDERS, Duty.KEY_HOLDER)
    for name, account in accounts.items():
        duty = duties.get(name, duties.get(name.rstrip("0123456789")))
        if duty is not None:
            with unit_of_work():
                editing.appoint(edition_id, account, duty, actor_id=organiser, now=dates.announced)
    with unit_of_work():
        editing.announce(edition_id, actor_id=organiser, now=dates.announced)
    return edition_id


def _hold_keys(edition_id: int, accounts: Mapping[str, int], now: datetime) -> None:
    """Let each holder make a key, lock the key of the contest for them, and rehearse its opening."""
    organiser = accounts[ORGANISER]
    for name in HOLDERS:
        with unit_of_work():
            public = public_seals.public_of(public_seals.secret_of(_seed(name)))
            key_making.keep_holder_key(edition_id, accounts[name], public, now=now)
    with unit_of_work():
        key_making.make_edition_key(edition_id, actor_id=organiser, now=now)
    with unit_of_work():
        meeting = key_acts.begin_rehearsal(edition_id, actor_id=organiser, now=now)
    for name in HOLDERS[:NEEDED]:
        with unit_of_work():
            coming = Entering(accounts[name], f"device of {name}", _seed(name), now)
            key_acts.rehearse(meeting, edition_id, coming)


def lines() -> tuple[str, ...]:
    """Return lines that name who opens the contest, and what stands on their sheets; none where there are none."""
    if people.by_email(f"{ORGANISER}@example.org") is None:
        return ()
    return (
        f"Key holders of “{TITLE}”, which {ORGANISER}@example.org organises: two of them open its identities,",
        "each in a browser of its own, with the words of the sheet:",
        *(f"  {name:<14}  {name}@example.org  {' '.join(sheet(name))}" for name in HOLDERS),
    )


def _seed(name: str) -> bytes:
    return hashlib.sha256(f"demonstration {name}".encode()).digest()[: key_words.BYTES]
