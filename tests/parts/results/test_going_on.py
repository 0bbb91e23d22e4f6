"""A threshold and quotas by category decide who goes on; the first score is carried into the last round."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import update

from contest.anonymisation import queries as blind
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.judging import service as marking
from contest.judging.service import Draft
from contest.kernel.errors import RuleBroken
from contest.platform.database import db
from contest.results import carried, queries
from contest.results.models import CarriedScore
from tests.judged import LINES, Judged

PRIZES = (PrizeSpec("Giải Nhất", 1), PrizeSpec("Giải Nhì", 1))
MARKS = {"Một": [("9", "8"), ("8", "8")], "Hai": [("7", "7"), ("7", "7")], "Ba": [("5", "5"), ("5", "6")]}


def decided(factory, *, first=None, last=None, **own):
    """Return a contest of two rounds with these settings, the works of its first round on the desks."""
    contest = Judged(factory, rounds=2, categories=(CategorySpec("Văn", 5, 900, prizes=PRIZES),))
    spec = factory.read(editions.spec, contest.edition_id)
    rounds = (
        replace(spec.rounds[0], **{"advancing": 2} | (first or {})),
        replace(spec.rounds[1], **(last or {})),
    )
    change(contest, replace(spec, rounds=rounds, categories=(replace(spec.categories[0], **own),)))
    return contest


def change(contest, spec, reason="Hội đồng quyết định."):
    contest.factory.do(
        editing.change_edition, contest.edition_id, spec,
        actor_id=contest.organiser_id, now=contest.now, reason=reason,
    )  # fmt: skip


def kinds(contest):
    titles = {contest.copy_id(title): title for title in contest.titles}
    found = contest.factory.read(queries.going_on, contest.round_id)
    return {titles[copy_id]: verdict.kind for copy_id, verdict in found.items()}


def second(contest):
    return {copy.title for copy in contest.factory.read(blind.blind_copies, contest.rounds[1])}


def test_only_works_above_the_threshold_go_on_and_the_quota_stays_open(factory):
    contest = decided(factory, first={"advancing": 3, "threshold": Decimal(60)})
    contest.judging().marked(MARKS).closed()

    assert kinds(contest) == {"Một": "goes_on", "Hai": "goes_on", "Ba": "below"}
    contest.advanced()
    assert second(contest) == {"Một", "Hai"}


def test_a_category_has_a_number_and_a_threshold_of_its_own(factory):
    contest = decided(factory, first={"threshold": Decimal(90)}, advancing=1, threshold=Decimal(0))
    contest.judging().marked(MARKS).closed()

    assert kinds(contest) == {"Một": "goes_on", "Hai": "beyond", "Ba": "beyond"}
    assert second(contest.advanced()) == {"Một"}


def test_where_none_reaches_the_threshold_the_contest_goes_on_without_a_last_round(factory):
    contest = decided(factory, first={"threshold": Decimal(90)})
    contest.judging().rubric(1).marked(MARKS).closed().advanced()

    states = [each.state for each in factory.read(editions.rounds, contest.edition_id)]
    phase = factory.read(editions.by_id, contest.edition_id, now=contest.now).phase
    assert (states, phase) == (["closed", "closed"], "deliberation")
    contest.awarded().approved().published()
    places = {t: factory.read(queries.result_of, entry).place for t, entry in contest.entries.items()}
    assert (places, factory.read(queries.winners, contest.edition_id)) == ({"Một": 1, "Hai": 2, "Ba": 3}, ())
    assert factory.read(queries.faults, contest.edition_id) == []


# --- carried scores -----------------------------------------------------------------------------------------


def finished(factory, percent, full="100"):
    """Return a contest whose last round is closed: the second of the first round was the better one in the last."""
    contest = decided(factory, last={"carried": percent})
    contest.judging().marked(MARKS).closed().advanced()
    contest.rubric(1, full=full).given_out(1)
    return contest.marked({"Một": [("7", "7")] * 2, "Hai": [("8", "8")] * 2}, 1).closed(1)


@pytest.mark.parametrize(
    ("percent", "places", "value"),
    [
        (None, {"Hai": 1, "Một": 2}, Fraction(80)),
        (40, {"Hai": 1, "Một": 2}, Fraction(76)),
        (60, {"Một": 1, "Hai": 2}, Fraction(74)),
    ],
)
def test_the_first_score_counts_as_was_decided(factory, percent, places, value):
    contest = finished(factory, percent)

    assert contest.places(1) == places
    computation = factory.read(queries.latest, contest.rounds[1])
    values = {s.code: s.value for s in factory.read(queries.standings, computation.id)}
    assert values[contest.code("Hai", 1)] == value  # 70 in the first round, 80 in the last
    assert factory.read(queries.faults, contest.edition_id) == []


def test_what_a_score_is_made_up_of_can_be_told_and_is_published_with_it(factory):
    contest = finished(factory, 40, full="50")
    judged = factory.read(editions.round_by_id, contest.rounds[1])
    found = factory.read(queries.final_standing, contest.edition_id, contest.code("Hai", 1))

    made = factory.read(carried.made_up, judged, found.category_id, found.code, found.value)
    assert (made.before, made.own, made.percent, found.value) == (70, 40, 40, Fraction(14) + 24)
    contest.awarded().approved().published()
    assert factory.read(queries.result_of, contest.entries["Hai"]).value == 38


def test_rows_of_carried_scores_stand_in_the_order_of_the_new_codes_own_ids(factory):
    finished(factory, 40)

    rows = factory.read(lambda: [(r.id, r.blind_copy_id) for r in db.session.query(CarriedScore)])
    assert [copy_id for _, copy_id in sorted(rows)] == sorted(copy_id for _, copy_id in rows)


def test_a_carried_score_that_was_tampered_with_is_found(factory):
    contest = finished(factory, 40)
    factory.do(lambda: db.session.execute(update(CarriedScore).values(value="99")))

    faults = factory.read(queries.faults, contest.edition_id)
    assert len(faults) == 2
    assert "scores carried into the round" in faults[1]


# --- decided before judging ---------------------------------------------------------------------------------


def test_rounds_are_changed_after_the_announcement_with_a_reason_until_they_are_judged(factory):
    contest = decided(factory)
    spec = factory.read(editions.spec, contest.edition_id)
    with pytest.raises(RuleBroken) as unsaid:
        change(
            contest, replace(spec, rounds=(replace(spec.rounds[0], readings=1), spec.rounds[1])), reason=""
        )
    assert unsaid.value.field == "reason"

    contest.judging()
    begun = (replace(spec.rounds[0], readings=1), spec.rounds[1])
    with pytest.raises(RuleBroken, match="beforehand") as refused:
        change(contest, replace(spec, rounds=begun))
    assert refused.value.field == "rounds-0-readings"

    later = (spec.rounds[0], replace(spec.rounds[1], readings=1, tolerance=Decimal(10), unit="percent"))
    change(contest, replace(spec, rounds=later))
    assert factory.read(editions.spec, contest.edition_id).rounds == later


def test_prizes_keep_their_rows_when_only_the_rounds_change(factory):
    contest = decided(factory)
    before = factory.read(editions.categories, contest.edition_id)[0].prizes
    spec = factory.read(editions.spec, contest.edition_id)

    change(contest, replace(spec, rounds=(replace(spec.rounds[0], advancing=1), spec.rounds[1])))

    assert factory.read(editions.categories, contest.edition_id)[0].prizes == before
    with pytest.raises(RuleBroken, match="people rely"):
        change(contest, replace(spec, categories=(replace(spec.categories[0], works_per_author=5),)))


def test_a_rubric_below_the_threshold_is_refused(factory):
    contest = decided(factory, first={"threshold": Decimal(60), "tolerance": Decimal(50), "unit": "percent"})

    with pytest.raises(RuleBroken, match="To go on from this round") as refused:
        draft = Draft(contest.round_id, Decimal(50), LINES)
        factory.do(marking.save, draft, actor_id=contest.organiser_id, now=contest.now)
    assert refused.value.field == "full_score"
