"""Builds a demonstration contest up to a stage, act by act, through the services that the pages use."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from contest.anonymisation import coding, telling
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.communications import outbox
from contest.demonstration import cast, copying, edition, payments, unit_prizes, writing
from contest.demonstration.cast import Cast
from contest.demonstration.comments import comment
from contest.demonstration.stages import Calendar, Stage, calendar
from contest.editions import queries as editions
from contest.judging import queries as judging
from contest.judging import service as judging_service
from contest.judging.queries import RubricView
from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as people
from contest.people import rights
from contest.people.rules import data_requests
from contest.platform.database import unit_of_work
from contest.results import publication
from contest.results import service as results

BATCH = 25
# Essays of a good author are good for every judge; judges are kinder or stricter; the rest is chance.
QUALITY, SEVERITY, CHANCE = (0.68, 0.13), (0.0, 0.05), (0.0, 0.06)


@dataclass(slots=True)
class Demonstration:
    """A contest being built; `rng` decides everything that chance decides."""

    stage: Stage
    rng: random.Random
    cast: Cast
    dates: Calendar
    edition_id: int


def build(stage: Stage, *, entries: int, judges: int, seed: int, now: datetime) -> Demonstration:
    """Build a contest at the stage on a database without accounts and return it.

    The same seed gives the same people, texts and marks; codes and lots are drawn by the installation itself.
    """
    if not people.is_empty():
        raise RuleBroken(
            N_("There are accounts already. A demonstration is built on an empty database only.")
        )
    rng = random.Random(seed)  # noqa: S311 -- believable, not secret
    dates = calendar(stage, now)
    units = cast.add_units(dates.announced)
    authors = max(1, round(entries / 1.2))
    everyone = cast.gather(rng, authors=authors, judges=judges, units_by_code=units, now=dates.announced)
    edition_id = edition.announce(everyone, dates)
    demonstration = Demonstration(stage, rng, everyone, dates, edition_id)
    writing.write(demonstration, entries, now)
    copying.add_texts(edition_id, everyone.secretaries[0], dates.opens)
    for reached, act in ACTS:
        if stage.reaches(reached):
            act(demonstration)
    _ask(now)
    copying.compare()
    with unit_of_work():
        outbox.forget_waiting(now=now)  # its people do not exist: nothing is sent to them
    return demonstration


def _ask(now: datetime) -> None:
    """Let an author ask something about the own data, so that administrators find a request."""
    author = people.by_email("author@example.org")
    if author is not None:
        with unit_of_work():
            rights.ask(author.id, data_requests.OTHER, "Những ai đã xem số điện thoại của tôi?", now=now)


def _screen(demo: Demonstration) -> None:
    """Screen all at later stages, about half of them at this one."""
    share = 1.0 if demo.stage.reaches(Stage.JUDGING) else 0.5
    writing.screen(demo.edition_id, demo.cast.secretaries, demo.rng, share=share, now=demo.dates.screened)


def _code(demo: Demonstration) -> None:
    now = demo.dates.coded
    blinding.prepare(demo.edition_id, now=now)
    writing.clear(demo.edition_id, demo.cast.secretaries[0], now=now)
    first = editions.rounds(demo.edition_id)[0]
    with unit_of_work():
        coding.draw_codes(first.id, actor_id=demo.cast.secretaries[0], now=now)


def _assign(demo: Demonstration) -> None:
    first = editions.rounds(demo.edition_id)[0]
    with unit_of_work():
        proposal = assigning.propose(
            first.id, actor_id=demo.cast.organiser, now=demo.dates.coded, seed=editions.seed(demo.edition_id)
        )
    with unit_of_work():
        assigning.confirm(proposal, actor_id=demo.cast.organiser, now=demo.dates.coded)


def _judge(demo: Demonstration) -> None:
    """Mark every essay at later stages, about half of them at this one; third readings too."""
    first = editions.rounds(demo.edition_id)[0]
    rubrics = judging.rubrics(first.id)
    categories = {copy.id: copy.category_id for copy in blind.blind_copies(first.id)}
    quality: dict[int, float] = {}
    severity = {judge: demo.rng.gauss(*SEVERITY) for judge in demo.cast.judges}
    share = 1.0 if demo.stage.reaches(Stage.DELIBERATION) else 0.5
    while waiting := _waiting(demo, first.id, share):
        for batch in _batches(waiting):
            with unit_of_work():
                for judge, reading_id, copy_id in batch:
                    good = quality.setdefault(copy_id, demo.rng.gauss(*QUALITY))
                    rubric = rubrics.needed(categories[copy_id])
                    _mark(demo, rubric, (judge, reading_id), good + severity[judge])
        if share < 1.0:
            break


def _waiting(demo: Demonstration, round_id: int, share: float) -> list[tuple[int, int, int]]:
    found: list[tuple[int, int, int]] = []
    for judge in demo.cast.judges:
        desk = assignment.desk(judge, round_id)
        done = judging.sheets(frozenset(r.reading_id for r in desk))
        chosen = desk[: max(1, round(len(desk) * share))]
        found.extend((judge, r.reading_id, r.blind_copy_id) for r in chosen if r.reading_id not in done)
    return found


def _mark(demo: Demonstration, rubric: RubricView, who: tuple[int, int], level: float) -> None:
    judge, reading_id = who
    typed: dict[int, str] = {}
    for line in rubric.criteria:
        settings = line.settings
        share = min(1.0, max(0.05, level + demo.rng.gauss(*CHANCE)))
        steps = int((settings.maximum - settings.minimum) / settings.step)
        typed[line.id] = f"{settings.minimum + settings.step * round(share * steps):f}"
    at = demo.dates.coded + timedelta(minutes=demo.rng.randrange(1, 60 * 24 * 9))
    words = comment(demo.rng, Decimal(str(round(min(1.0, max(0.0, level)), 2))))
    judging_service.save_marks(reading_id, judge_id=judge, revision=0, typed=typed, comment=words, now=at)
    judging_service.submit(reading_id, judge_id=judge, now=at)


def _tell(demo: Demonstration) -> None:
    """Let one judge tell that an essay says who wrote it, so that the secretary finds it among the blind copies."""
    first = editions.rounds(demo.edition_id)[0]
    judge = demo.cast.judges[0]
    words = "Đoạn cuối kể lại công việc của người viết ở thư viện xã, người trong ngành có thể nhận ra."
    with unit_of_work():
        copy_id = assignment.desk(judge, first.id)[0].blind_copy_id
        telling.tell(copy_id, judge_id=judge, said=words, now=demo.dates.coded + timedelta(days=2))


def _close(demo: Demonstration) -> None:
    first = editions.rounds(demo.edition_id)[0]
    with unit_of_work():
        results.close_round(first.id, actor_id=demo.cast.organiser, now=demo.dates.judged)
    with unit_of_work():
        results.propose_awards(demo.edition_id, actor_id=demo.cast.chair, now=demo.dates.judged)


def _publish(demo: Demonstration) -> None:
    from contest.results import queries  # noqa: PLC0415 -- only at the last stage

    now = demo.dates.decided
    seen = queries.decision_digest(demo.edition_id) or ""
    for approver in (demo.cast.chair, demo.cast.organiser):
        with unit_of_work():
            results.approve(demo.edition_id, seen=seen, actor_id=approver, now=now)
    with unit_of_work():
        publication.publish(demo.edition_id, actor_id=demo.cast.organiser, now=now)
    payments.begin(demo.edition_id, demo.cast.treasurer, now=now)
    unit_prizes.give(demo.edition_id, demo.cast.organiser, now=now)


def _batches(items: Sequence[tuple[int, int, int]]) -> Iterator[Sequence[tuple[int, int, int]]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


ACTS = (
    (Stage.SCREENING, _screen),
    (Stage.JUDGING, _code),
    (Stage.JUDGING, _assign),
    (Stage.JUDGING, _judge),
    (Stage.JUDGING, _tell),
    (Stage.DELIBERATION, _close),
    (Stage.PUBLISHED, _publish),
)
