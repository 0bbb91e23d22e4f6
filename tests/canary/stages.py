"""From the desks of the judges to the published results, and the stages at which the canary looks at pages."""

from collections.abc import Callable
from datetime import datetime

from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.audit import service as audit
from contest.editions import queries as editions
from contest.entries import listing
from contest.judging import queries as judging
from contest.judging import service as marking
from contest.kernel import clock
from contest.results import paying, payouts, publication, unit_choosing, unit_standings
from contest.results import queries as results_queries
from contest.results import service as results
from contest.results.rules.payout import BankDetails
from tests.canary.people import ACCEPTED, AUTHORS, CLOSES, ELSEWHERE, QUALITY
from tests.canary.world import (
    World,
    announce,
    at,
    clear,
    code,
    give_back,
    letter_of,
    prepare,
    screen,
    standing_at,
    write,
)


def hand_out(world: World, position: int = 0) -> None:
    _give_out(world, world.rounds[position])


def _give_out(world: World, round_id: int) -> None:
    proposal = world.factory.do(assigning.propose, round_id, seed="canary", **world.by("organiser"))
    world.factory.do(assigning.confirm, proposal, **world.by("organiser"))


def judge_half(world: World) -> None:
    """Works lie on all desks; every judge has submitted one, has begun another and not seen the rest."""
    with standing_at(world, at(18, 7, 44)):
        hand_out(world)
        if ELSEWHERE in world.letters:
            _give_out(world, world.factory.read(editions.rounds, world.other_id)[0].id)
    with standing_at(world, at(20, 8, 52)):
        for judge_id in world.judges:
            first, *others = world.desk(judge_id)
            mark(world, judge_id, first, submit=True)
            for reading in others[:1]:
                mark(world, judge_id, reading, submit=False)


def judge_all(world: World, position: int = 0, *, minute: int = 3) -> None:
    """Every regular reading is in. Of the first round's A two judges think differently: a third one reads it."""
    with standing_at(world, at(22 + 2 * position, 9, minute)):
        for judge_id in world.judges:
            for reading in world.desk(judge_id, position):
                mark(world, judge_id, reading, submit=True)


def mark(world: World, judge_id: int, reading: assignment.DeskReading, *, submit: bool) -> None:
    """Give the marks that this work deserves, unless they are locked already."""
    factory = world.factory
    sheet = factory.read(judging.sheet, reading.reading_id)
    if sheet.state == "submitted":
        return
    given = _points(world, judge_id, reading)
    lines = factory.read(
        judging.needed_rubric, factory.read(assignment.by_id, reading.reading_id).round_id
    ).criteria
    typed = {
        line.id: text for line, text in zip(lines, (str(given), str(given), "Bài viết có ý."), strict=True)
    }
    factory.do(
        marking.save_marks, reading.reading_id, judge_id=judge_id, revision=sheet.revision, typed=typed,
        comment="Đọc được.", now=world.now,
    )  # fmt: skip
    if submit:
        factory.do(marking.submit, reading.reading_id, judge_id=judge_id, now=world.now)


def _points(world: World, judge_id: int, reading: assignment.DeskReading) -> int:
    """Everybody gives the same, but for one work: the judge of the least id thinks much less of it than the other."""
    letter = letter_of(reading.title)
    deserved = QUALITY.get(letter, 70)
    if letter != world.disputed or reading.kind == assignment.THIRD:
        return deserved
    readers = [
        r.judge_id
        for r in world.factory.read(assignment.readings_of, reading.blind_copy_id)
        if r.kind == "regular"
    ]
    return deserved + (8 if judge_id == max(readers) else -16)


def second_round(world: World) -> None:
    """The third reading is in, the first round closed, and four works lie on the desks under new codes."""
    judge_all(world, minute=33)
    with standing_at(world, at(23, 4, 27)):
        first = world.rounds[0]
        world.factory.do(results.close_round, first, **world.by("organiser"))
        world.factory.do(results.advance, first, **world.by("organiser"))
        hand_out(world, 1)
    with standing_at(world, at(23, 9, 14)):
        for judge_id in world.judges:
            for reading in world.desk(judge_id, 1)[:1]:
                mark(world, judge_id, reading, submit=True)


def deliberate(world: World) -> None:
    """Everything is read, A a third time again; the prize table is applied."""
    judge_all(world, 1)
    judge_all(world, 1, minute=41)
    with standing_at(world, at(25, 5, 38)):
        world.factory.do(results.close_round, world.rounds[1], **world.by("organiser"))
        world.factory.do(results.propose_awards, world.edition_id, **world.by("chair"))


def publish(world: World) -> None:
    with standing_at(world, at(26, 6, 49)):
        seen = world.factory.read(results_queries.decision_digest, world.edition_id)
        for official in ("chair", "organiser"):
            world.factory.do(results.approve, world.edition_id, seen=seen, **world.by(official))
        world.factory.do(publication.publish, world.edition_id, **world.by("organiser"))
        give_unit_prizes(world)
        for payee in world.factory.read(payouts.payees, world.edition_id):
            author = next(AUTHORS[letter] for letter, who in world.authors.items() if who == payee.account_id)
            details = BankDetails(f"Ngân hàng {author.token('BANK')}", author.full_name, author.bank_account)
            world.factory.do(
                paying.give, payee.won.entry_id, details, account_id=payee.account_id, now=world.now
            )


def give_unit_prizes(world: World) -> None:
    found = world.factory.read(unit_standings.of_edition, world.edition_id, now=world.now)
    world.factory.do(unit_choosing.confirm, world.edition_id, seen=found.digest, **world.by("organiser"))


def seal_log(world: World) -> None:
    """Let the sealers link what happened and list the receipts, as they do beside a running program."""
    with clock.fixed(world.now), world.app.app_context():
        audit.seal_waiting()
        listing.seal_waiting()


# What leads from each stage to the next, and when pages are looked at there.
STAGES: dict[str, tuple[datetime, tuple[Callable[[World], None], ...]]] = {
    "open": (at(13, 3, 2), (announce, write, give_back)),
    "screening": (at(17, 8, 1), (screen, prepare)),
    "coded": (at(18, 5, 6), (clear, code)),
    "judging": (at(21, 3, 8), (judge_half,)),
    "third reading": (at(22, 11, 16), (judge_all,)),
    "second round": (at(23, 12, 21), (second_round,)),
    "deliberation": (at(25, 9, 22), (deliberate,)),
    "published": (at(27, 3, 26), (publish,)),
}
assert STAGES["screening"][0] > CLOSES
assert set(QUALITY) == set(ACCEPTED)
