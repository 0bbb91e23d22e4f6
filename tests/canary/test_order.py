"""Sixty works came in one after the other; nothing that a judge can count or sort tells in which order."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from scipy.stats import spearmanr

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.anonymisation.rules.codes import ALPHABET
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.assignment.models import Proposal
from contest.editions import queries as editions
from contest.entries import intake, screening
from contest.entries import service as entries
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.judging import service as marking
from contest.kernel import clock
from contest.kernel.keys import new_key
from contest.platform.database import db
from tests.canary.browser import Browser
from tests.canary.chance import repeatable
from tests.canary.people import OPENS
from tests.canary.snapshots import Place, let_go
from tests.canary.world import CATEGORY, RUBRIC, at
from tests.factories import WEEK, Factory

WORKS = 60
# By chance |rho| of sixty works passes this once in two hundred draws; the draw here is a fixed one.
LIMIT = 0.35
TITLE = "Bài viết thứ %d của mùa xuân"
TEXT = "Buổi sáng ở chợ quê bắt đầu từ rất sớm, ai đi qua cũng dừng lại hỏi thăm nhau một câu."


@dataclass(frozen=True, slots=True)
class Sixty:
    """The orders in which the works come, each as the number of its arrival; codes are by the same number."""

    ids: list[int]
    codes: dict[int, str]
    proposal: list[int]
    readings: list[int]
    desks: list[list[int]]
    pages: list[list[int]]


@pytest.fixture(scope="module")
def sixty(folder: Path) -> Iterator[Sixty]:
    place = Place.in_folder(folder / "sixty")
    app = place.app()
    with app.app_context():
        db.create_all()
    with repeatable("sixty works"):
        found = _build(app)
    yield found
    let_go(app)


def _build(app: Flask) -> Sixty:
    factory = Factory(app)
    with clock.fixed(OPENS):
        officials = [factory.person(name) for name in ("Tổ Chức", "Thư Ký", "Giám Khảo Một", "Giám Khảo Hai")]
        edition_id = factory.edition(organiser_id=officials[0], now=OPENS + WEEK, categories=(CATEGORY,))
        for account, duty in zip(officials[1:], (Duty.SECRETARY, Duty.JUDGE, Duty.JUDGE), strict=True):
            factory.appoint(edition_id, account, duty)
    _write(factory, edition_id, officials[1])
    round_id = factory.read(editions.rounds, edition_id)[0].id
    with clock.fixed(at(18, 3)), app.app_context():
        blinding.prepare(edition_id, now=clock.now())
    by = {"actor_id": officials[0], "now": at(18, 4)}
    with clock.fixed(at(18, 4)), factory.work():
        marking.save_rubric(round_id, Decimal(100), RUBRIC, **by)
        coding.draw_codes(round_id, **by)
    with clock.fixed(at(18, 4)):
        proposal = factory.do(assigning.propose, round_id, seed="sixty", **by)
        factory.do(assigning.confirm, proposal, **by)
    return _orders(factory, edition_id, round_id, officials[2:])


def _write(factory: Factory, edition_id: int, secretary_id: int) -> None:
    """Every author comes a few minutes after the one before; the secretary screens in the same order."""
    authors = []
    with clock.fixed(OPENS), factory.work():
        category_id = editions.categories(edition_id)[0].id
        declared = editions.declarations(edition_id)
    for number in range(WORKS):
        instant = OPENS + timedelta(days=1, minutes=7 * number)
        with clock.fixed(instant):
            authors.append(factory.person(f"Tác Giả {'A' * (number % 9 + 1)}"))
            with factory.work():
                who = {"author_id": authors[-1], "now": instant}
                key = intake.start_draft(edition_id, category_id=category_id, **who)
                draft = intake.Draft(TITLE % number, category_id, TEXT)
                intake.save_draft(key, draft, stamp=intake.Stamp(1), **who)
                entries.submit(key, token=new_key(), declared=declared, **who)
        with clock.fixed(at(17, 4)), factory.work():
            decision = screening.Decision(Act.ACCEPT, 1, tuple(CHECKLIST), "")
            screening.decide(key, decision, edition_id=edition_id, secretary_id=secretary_id, now=at(17, 4))


def _orders(factory: Factory, edition_id: int, round_id: int, judges: list[int]) -> Sixty:
    copies = factory.read(blind.blind_copies, round_id)
    came = {copy.id: _number(copy.title) for copy in copies}
    codes = {_number(copy.title): copy.code for copy in copies}
    result = factory.read(lambda: db.session.scalars(db.select(Proposal.result)).one())
    desks = [factory.read(assignment.desk, judge, round_id) for judge in judges]
    slug = factory.read(editions.by_id, edition_id, now=at(18, 5)).slug
    with clock.fixed(at(18, 5)):
        pages = [Browser(factory.app, judge).ask(f"/judge/{slug}/").body.decode() for judge in judges]
    return Sixty(
        ids=[came[copy_id] for copy_id in sorted(came)],
        codes=codes,
        proposal=list(dict.fromkeys(came[int(copy)] for copy, _ in result["assignments"])),
        readings=list(dict.fromkeys(came[r.blind_copy_id] for r in factory.read(_by_id, round_id))),
        desks=[[_number(reading.title) for reading in desk] for desk in desks],
        pages=[[int(number) for number in re.findall(r"Bài viết thứ (\d+)", page)] for page in pages],
    )


def _by_id(round_id: int) -> list[assignment.ReadingView]:
    return sorted(assignment.readings(round_id), key=lambda reading: reading.id)


def _number(title: str) -> int:
    return int(re.findall(r"\d+", title)[0])


def likeness(order: Sequence[int]) -> float:
    """How much an order of all works is like that of their arrival, or the reverse: 0 not at all, 1 wholly."""
    assert sorted(order) == list(range(WORKS))
    return abs(float(spearmanr(order, range(WORKS)).statistic))


def test_neither_ids_nor_codes_nor_lists_are_in_the_order_of_arrival(sixty):
    by_code = sorted(sixty.codes, key=sixty.codes.__getitem__)
    orders = {
        "ids": sixty.ids,
        "codes": by_code,
        "proposal": sixty.proposal,
        "readings": sixty.readings,
        "first desk": sixty.desks[0],
        "second desk": sixty.desks[1],
    }

    assert {name for name, order in orders.items() if likeness(order) >= LIMIT} == set()


def test_a_desk_has_an_order_of_its_own_that_neither_codes_nor_ids_explain(sixty):
    by_code = sorted(sixty.codes, key=sixty.codes.__getitem__)
    place = {number: at_ for at_, number in enumerate(by_code)}
    made = {number: at_ for at_, number in enumerate(sixty.ids)}

    for desk in sixty.desks:
        assert likeness([place[number] for number in desk]) < LIMIT
        assert likeness([made[number] for number in desk]) < LIMIT
    assert likeness([sixty.desks[0].index(number) for number in sixty.desks[1]]) < LIMIT
    assert likeness([place[number] for number in sixty.ids]) < LIMIT


def test_the_page_lists_the_works_as_the_desk_does(sixty):
    assert sixty.pages == sixty.desks


def test_codes_have_no_counter_in_them(sixty):
    in_order = [sixty.codes[number] for number in range(WORKS)]
    values = [[ALPHABET.index(sign) for sign in code] for code in in_order]

    assert len(set(in_order)) == WORKS
    for place in zip(*values, strict=True):
        assert len(set(place)) >= 10
        assert abs(float(spearmanr(place, range(WORKS)).statistic)) < LIMIT
        steps = {(after - before) % len(ALPHABET) for before, after in pairwise(place)}
        assert len(steps) >= 10


def test_an_order_of_arrival_would_be_noticed():
    assert likeness(range(WORKS)) == pytest.approx(1)
    assert likeness(range(WORKS - 1, -1, -1)) == pytest.approx(1)
    # Nobody sorts by the minute: in blocks of ten as they came, shuffled inside.
    blocks = [ten + (7 * one + 3) % 10 for ten in range(0, WORKS, 10) for one in range(10)]
    assert likeness(blocks) > 0.9
