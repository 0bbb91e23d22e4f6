"""The prize table proposes, the chair decides with a reason, two people approve exactly what they saw."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest

from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import unit_of_work
from contest.results import queries
from contest.results import service as results
from contest.results.queries import AwardView
from tests.judged import Judged
from tests.watching import heard
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2, "Bốn": [("6", "6")] * 2}
PRIZES = (PrizeSpec("Nhất", 1, Decimal(95)), PrizeSpec("Nhì", 1), PrizeSpec("Ba", 2))
CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=PRIZES)


@world
def ranked(factory):
    return Judged(factory, tuple(MARKS), categories=(CATEGORY,)).judging().marked(MARKS).closed()


def change(contest, title, prize, reason="Hội đồng đã bàn kỹ.", by=None):
    prize_id = contest.prize(prize) if prize else None
    contest.factory.do(
        results.change_award, contest.edition_id, contest.code(title), prize_id,
        reason=reason, actor_id=by or contest.chair_id, now=contest.now,
    )  # fmt: skip


def digest(contest):
    return contest.factory.read(queries.decision_digest, contest.edition_id)


def approvers(contest):
    return [a.account_id for a in contest.factory.read(queries.approvals, contest.edition_id)]


# --- the table ----------------------------------------------------------------------------------------------


def test_the_prize_table_leaves_a_prize_empty_that_nobody_reaches_and_shows_a_tie_at_its_border(
    ranked, factory
):
    proposal, _ = factory.read(results.proposal_for, ranked.edition_id)
    with heard() as events:
        ranked.awarded()

    prizes = ranked.prizes()
    assert [prizes[title] for title in ("Một", "Hai")] == ["Nhì", "Ba"]
    assert sorted([prizes.get("Ba", ""), prizes.get("Bốn", "")]) == ["", "Ba"]
    assert [(u.prize, u.count) for u in proposal.unfilled] == [("Nhất", 1)]
    [border] = proposal.borders
    assert (border.prize, set(border.codes)) == ("Ba", {ranked.code("Ba"), ranked.code("Bốn")})
    assert [type(e).__name__ for e in events] == ["AwardsProposed"]


def test_before_the_last_round_is_ranked_there_is_nothing_to_award(factory):
    contest = Judged(factory).judging()

    with pytest.raises(RuleBroken, match="not been ranked"):
        contest.awarded()
    assert factory.read(results.proposal_for, contest.edition_id)[0].awards == ()
    assert digest(contest) is None


def test_the_table_applied_again_replaces_what_the_chair_changed(ranked):
    ranked.awarded()
    before = ranked.prizes()
    change(ranked, "Một", "Nhất")

    assert ranked.awarded().prizes() == before


# --- the chair ----------------------------------------------------------------------------------------------


def test_the_chair_changes_an_award_and_the_reason_stands_with_it(ranked, factory):
    ranked.awarded()
    with heard() as events:
        change(ranked, "Một", "Nhất", "  Xứng đáng  giải cao nhất. ")

    assert factory.read(queries.awards, ranked.edition_id)[ranked.copy_id("Một")] == AwardView(
        ranked.copy_id("Một"), ranked.prize("Nhất"), ranked.prize("Nhì"), "Xứng đáng giải cao nhất."
    )
    [said] = events
    assert (said.before, said.after, said.actor_id) == (
        ranked.prize("Nhì"),
        ranked.prize("Nhất"),
        ranked.chair_id,
    )


def test_the_chair_may_take_a_prize_away_and_give_one_to_a_work_that_had_none(ranked):
    ranked.awarded()
    without = next(title for title in ("Ba", "Bốn") if title not in ranked.prizes())
    change(ranked, "Hai", None)
    change(ranked, without, "Ba")

    assert {title: ranked.prizes().get(title) for title in ("Hai", without)} == {"Hai": None, without: "Ba"}


@pytest.mark.parametrize(
    ("prize", "reason", "field"),
    [("Nhất", "ừ", "reason"), ("Nhất", "x" * 1001, "reason"), ("Nhì", "Không đổi gì.", "prize_id")],
)
def test_a_change_without_a_reason_or_without_a_change_is_refused(ranked, prize, reason, field):
    before = ranked.awarded().prizes()

    with pytest.raises(RuleBroken) as refused:
        change(ranked, "Một", prize, reason)

    assert (refused.value.field, ranked.prizes()) == (field, before)


def test_a_prize_of_another_category_and_a_code_of_nobody_are_refused(factory):
    contest = Judged(
        factory, ("Một",), categories=(CATEGORY, CategorySpec("Thơ", 5, 900, prizes=(PrizeSpec("Hoa", 1),)))
    )
    contest.judging().marked({"Một": MARKS["Một"]}).closed().awarded()

    with pytest.raises(RuleBroken) as refused:
        change(contest, "Một", "Hoa")
    assert refused.value.field == "prize_id"
    with pytest.raises(NotFound):
        factory.do(
            results.change_award, contest.edition_id, "CCCCCCC", None,
            reason="Không có ai.", actor_id=contest.chair_id, now=contest.now,
        )  # fmt: skip


# --- approval -----------------------------------------------------------------------------------------------


def test_two_people_approve_what_they_saw(ranked):
    ranked.awarded().approved()

    assert approvers(ranked) == [ranked.chair_id, ranked.organiser_id]


def test_one_person_cannot_approve_twice(ranked):
    ranked.awarded().approved(ranked.chair_id)

    with pytest.raises(RuleBroken, match="Another person"):
        ranked.approved(ranked.chair_id)


def test_a_change_after_an_approval_makes_it_void(ranked):
    ranked.awarded().approved()
    change(ranked, "Một", "Nhất")

    assert approvers(ranked) == []


def test_what_changed_since_it_was_seen_is_not_approved(ranked, factory):
    ranked.awarded()
    seen = digest(ranked)
    change(ranked, "Một", "Nhất")

    with pytest.raises(Conflict):
        factory.do(results.approve, ranked.edition_id, seen=seen, actor_id=ranked.chair_id, now=ranked.now)
    assert approvers(ranked) == []


def test_awards_that_were_never_proposed_are_not_approved(ranked):
    with pytest.raises(RuleBroken, match="prize table"):
        ranked.approved(ranked.chair_id)


def test_results_without_any_prize_can_be_approved_where_nobody_reaches_one(factory):
    nobody = CategorySpec("Bài viết", 5, 3000, prizes=(PrizeSpec("Nhất", 1, Decimal(99)),))
    contest = Judged(factory, ("Một",), categories=(nobody,)).judging().marked({"Một": MARKS["Một"]}).closed()

    assert approvers(contest.approved()) == [contest.chair_id, contest.organiser_id]


def test_an_approval_sent_twice_at_the_same_instant_is_one(ranked, app):
    ranked.awarded()
    seen, together = digest(ranked), Barrier(2)

    def approve(_):
        with app.app_context():
            together.wait(5)
            try:
                with unit_of_work():
                    results.approve(ranked.edition_id, seen=seen, actor_id=ranked.chair_id, now=ranked.now)
            except RuleBroken:
                return "refused"
            return "approved"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(approve, range(2))) == ["approved", "refused"]
    assert approvers(ranked) == [ranked.chair_id]
