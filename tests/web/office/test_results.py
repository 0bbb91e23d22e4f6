"""The chair sees standings by code and decides, two people approve, an organiser publishes; nobody sees a name."""

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.models import Round
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.platform.database import db
from contest.results import queries
from tests.judged import Judged
from tests.watching import asked
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world

MARKS = {
    "Một": [("9", "9"), ("8", "8")],
    "Hai": [("7", "7")] * 2,
    "Ba": [("6", "6")] * 2,
    "Bốn": [("6", "6")] * 2,
}
PRIZES = (PrizeSpec("Nhất", 1), PrizeSpec("Nhì", 2), PrizeSpec("Tư", 5))
CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=PRIZES[:2])


@world
def contest(factory):
    return Judged(factory, tuple(MARKS), categories=(CATEGORY,)).judging().marked(MARKS).closed()


@pytest.fixture
def chair(contest, client_for):
    return client_for(contest.chair_id)


@pytest.fixture
def organiser(contest, client_for):
    return client_for(contest.organiser_id)


def path(contest):
    view = contest.factory.read(editions.by_id, contest.edition_id, now=contest.now)
    return f"/office/{view.slug}/results"


def post(browser, contest, act, **more):
    """Send something that no form on the page offers."""
    token = fields(browser.get(path(contest)), "/language")["csrf_token"][0]
    return browser.post(f"{path(contest)}/{act}", data={"csrf_token": token, **more})


# --- standings ----------------------------------------------------------------------------------------------


def test_standings_are_shown_by_code_and_by_nothing_else(contest, chair):
    shown = text(chair.get(path(contest)))

    first, second = contest.code("Một"), contest.code("Hai")
    assert f"{first} 1 85 2" in shown
    assert f"{second} 2 70 2" in shown
    assert "the draw from the announced seed decides" in shown
    for secret in ("Tác Giả", "Giám Khảo", "Xã Bình Minh"):
        assert secret not in shown


def test_a_value_that_two_decimals_do_not_tell_comes_with_its_fraction(factory, client_for):
    contest = Judged(factory, ("Một",), judges=3, readings=3, tolerance=None).judging()
    contest.marked({"Một": [("5", "5"), ("5", "5"), ("5", "5.5")]}).closed()

    page = client_for(contest.chair_id).get(path(contest))
    assert '<abbr title="exactly 152/3">50.67</abbr>' in page.text


def test_before_a_round_is_ranked_the_page_says_so(factory, client_for):
    contest = Judged(factory, ("Một",)).judging()
    chair = client_for(contest.chair_id)

    assert "Nothing is ranked yet" in text(chair.get(path(contest)))
    assert chair.get(f"{path(contest)}/{contest.code('Một')}").status_code == 404
    assert chair.get(f"{path(contest)}?round=1").status_code == 404


def test_who_may_see_scores(contest, factory, client_for):
    observer, secretary = factory.person(), contest.secretary_id
    factory.appoint(contest.edition_id, observer, Duty.OBSERVER)
    at, code = path(contest), contest.code("Một")
    people = (
        contest.chair_id,
        contest.organiser_id,
        secretary,
        observer,
        contest.judges[0],
        contest.authors["Một"],
    )

    assert [client_for(p).get(at).status_code for p in people] == [200, 200, 403, 403, 403, 404]
    assert [client_for(p).get(f"{at}/{code}").status_code for p in people] == [200, 200, 403, 403, 403, 404]


def test_while_judging_runs_an_organiser_sees_no_scores(factory, client_for):
    contest = Judged(factory, ("Một",), rounds=2).judging().marked({"Một": MARKS["Một"]}).closed()

    assert client_for(contest.organiser_id).get(path(contest)).status_code == 403
    assert "This is not the last round." in text(client_for(contest.chair_id).get(path(contest)))


def test_it_asks_the_database_equally_often_however_many_works(factory, app, client_for):
    counts = []
    for titles in (("Một",), ("Một", "Hai", "Ba", "Bốn")):
        contest = Judged(factory, titles, title=f"Cuộc thi {len(titles)}").judging()
        contest.marked({title: MARKS[title] for title in titles}).closed().awarded()
        browser, at = client_for(contest.chair_id), path(contest)
        with app.app_context(), asked() as statements:
            browser.get(at)
        counts.append(len(statements))

    assert counts[0] == counts[1]


# --- one work -----------------------------------------------------------------------------------------------


def test_the_readings_of_a_code_are_shown_without_their_judges(factory, client_for):
    contest = Judged(factory, ("Một",), judges=3).judging()
    contest.marked({"Một": [("5", "5"), ("8", "8.5"), ("7.5", "7.5")]}).closed()

    page = client_for(contest.chair_id).get(f"{path(contest)}/{contest.code('Một')}")

    shown = text(page)
    assert {f"Judge {number}" in shown for number in (1, 2, 3)} == {True}
    assert "82" in shown
    assert "8.5 / 10" in shown
    assert "third reading" in shown
    assert "Giám Khảo" not in shown
    assert "Tác Giả" not in shown


def test_a_code_of_nobody_is_not_found(contest, chair):
    assert chair.get(f"{path(contest)}/CCCCCCC").status_code == 404
    assert chair.get(f"{path(contest)}/{contest.code('Một')}?round=2").status_code == 404
    assert post(chair, contest, "CCCCCCC", prize_id="none", reason="Không có ai.").status_code == 404


# --- awards -------------------------------------------------------------------------------------------------


def apply(contest, chair):
    return send(chair, path(contest), action=f"{path(contest)}/awards")


def test_the_chair_applies_the_table_and_sees_ties_at_its_border(contest, chair):
    answer = apply(contest, chair)

    assert answer.status_code == 303
    shown = text(chair.get(answer.location))
    assert "The prize table has been applied." in shown
    assert "A tie at the border of a prize" in shown
    assert contest.prizes()["Một"] == "Nhất"


def test_prizes_that_nobody_gets_and_prizes_beyond_the_table_are_named(factory, client_for):
    contest = Judged(factory, ("Một", "Hai"), categories=(CategorySpec("Bài viết", 5, 3000, prizes=PRIZES),))
    contest.judging().marked({title: MARKS[title] for title in ("Một", "Hai")}).closed()
    chair = client_for(contest.chair_id)
    assert "Tư, not given: 5. No entry is left in this category." in text(chair.get(path(contest)))

    apply(contest, chair)
    change(contest, chair, "Hai", "Nhất")

    shown = text(chair.get(path(contest)))
    assert "Nhì, not given: 2." in shown
    assert "Nhất, given beyond the prize table: 1." in shown


def change(contest, chair, title, prize, reason="Hội đồng đã bàn."):
    at = f"{path(contest)}/{contest.code(title)}"
    chosen = str(contest.prize(prize)) if prize else "none"
    return send(chair, at, {"prize_id": chosen, "reason": reason}, action=at)


def test_the_chair_changes_an_award_and_the_reason_is_shown(contest, chair):
    apply(contest, chair)

    answer = change(contest, chair, "Một", "Nhì", "Cùng mức với bài Hai.")

    assert answer.status_code == 303
    assert contest.prizes()["Một"] == "Nhì"
    shown = text(chair.get(answer.location))
    assert "The prize table proposed: Nhất." in shown
    assert "Reason: Cùng mức với bài Hai." in shown
    assert "Cùng mức với bài Hai." in text(chair.get(path(contest)))


def test_a_change_without_a_reason_is_refused_and_what_was_chosen_stays(contest, chair):
    apply(contest, chair)

    answer = change(contest, chair, "Một", "Nhì", "ừ")

    assert answer.status_code == 422
    assert errors(answer) == [
        "Reason: Say why the award differs from the prize table. Whoever approves it reads this."
    ]
    held = fields(answer, f"{path(contest)}/{contest.code('Một')}")
    assert (held["prize_id"], held["reason"]) == ([str(contest.prize("Nhì"))], ["ừ"])
    assert contest.prizes()["Một"] == "Nhất"


@pytest.mark.parametrize("prize_id", ["999999", "x", "", "-1"])
def test_what_is_no_prize_of_the_category_is_refused(contest, chair, prize_id):
    apply(contest, chair)

    answer = post(chair, contest, contest.code("Một"), prize_id=prize_id, reason="Hội đồng đã bàn.")

    assert answer.status_code == 422
    assert errors(answer) == ["Prize: Choose a prize of this category."]


def test_an_organiser_decides_no_award(contest, organiser):
    assert post(organiser, contest, "awards").status_code == 403
    code = contest.code("Một")
    assert post(organiser, contest, code, prize_id="none", reason="Không thích.").status_code == 403
    assert fields(organiser.get(f"{path(contest)}/{code}"), f"{path(contest)}/{code}") == {}
    assert contest.prizes() == {}


# --- approval and publication -------------------------------------------------------------------------------


def approve(contest, browser):
    return send(browser, path(contest), action=f"{path(contest)}/approve")


def test_two_people_approve_and_then_an_organiser_may_publish(contest, chair, organiser):
    apply(contest, chair)
    assert "I approve these results" in text(organiser.get(path(contest)))

    assert approve(contest, chair).status_code == 303
    shown = text(chair.get(path(contest)))
    assert "Another person must approve too." in shown
    assert "I approve these results" not in shown
    assert "Publish the results" not in text(organiser.get(path(contest)))
    assert approve(contest, organiser).status_code == 303

    assert "Publish the results" in text(organiser.get(path(contest)))
    assert "An organiser can publish them now." in text(chair.get(path(contest)))


def test_an_approval_of_what_has_changed_is_refused(contest, chair, organiser):
    apply(contest, chair)
    seen = fields(organiser.get(path(contest)), f"{path(contest)}/approve")["seen"][0]
    change(contest, chair, "Một", None)

    answer = post(organiser, contest, "approve", seen=seen)

    assert answer.status_code == 422
    assert "The results were changed meanwhile." in text(answer)
    assert contest.factory.read(queries.approvals, contest.edition_id) == ()


def test_publishing_says_what_it_means_asks_once_more_and_does_it(contest, chair, organiser):
    apply(contest, chair)
    approve(contest, chair)
    approve(contest, organiser)
    at = f"{path(contest)}/publish"
    shown = text(organiser.get(at))
    assert "The sealed links between codes and authors are opened" in shown
    assert "None of this can be taken back." in shown

    refused = post(organiser, contest, "publish")
    assert (refused.status_code, contest.factory.read(queries.publication, contest.edition_id)) == (422, None)
    assert "Tick the box" in text(refused)
    answer = send(organiser, at, {"confirmed": "yes"})

    assert answer.status_code == 303
    shown = text(organiser.get(answer.location))
    assert "The results are published" in shown
    assert "Apply the prize table" not in text(chair.get(path(contest)))
    assert (
        fields(chair.get(f"{path(contest)}/{contest.code('Một')}"), f"{path(contest)}/{contest.code('Một')}")
        == {}
    )
    assert "have been published" in text(organiser.get(at))


def test_publishing_without_two_approvals_is_refused(contest, chair, organiser):
    apply(contest, chair)
    approve(contest, chair)
    assert "Two different people must approve" in text(organiser.get(f"{path(contest)}/publish"))

    answer = post(organiser, contest, "publish", confirmed="yes")

    assert answer.status_code == 422
    assert contest.factory.read(queries.publication, contest.edition_id) is None


def test_only_an_organiser_publishes_and_only_once_the_last_round_is_ranked(
    contest, chair, factory, client_for
):
    assert chair.get(f"{path(contest)}/publish").status_code == 403
    assert post(chair, contest, "publish", confirmed="yes").status_code == 403
    early = factory.edition(phase="deliberation", title="Chưa xếp hạng", organiser_id=contest.organiser_id)
    slug = factory.read(editions.by_id, early, now=contest.now).slug
    assert client_for(contest.organiser_id).get(f"/office/{slug}/results/publish").status_code == 404


def test_after_publication_the_secretary_sees_the_scores_and_changes_nothing(contest, client_for):
    contest.awarded().approved().published()
    secretary = client_for(contest.secretary_id)

    page = secretary.get(path(contest))
    assert page.status_code == 200
    assert "Apply the prize table" not in text(page)
    assert post(secretary, contest, "awards").status_code == 403


def test_both_rounds_can_be_looked_at(factory, client_for):
    contest = Judged(factory, ("Một", "Hai"), rounds=2)
    factory.do(lambda: setattr(db.session.get_one(Round, contest.round_id), "advancing", 1))
    contest.judging().marked({t: MARKS[t] for t in ("Một", "Hai")}).closed().advanced()
    contest.rubric(1).given_out(1).marked({"Một": MARKS["Một"]}, 1).closed(1)
    chair = client_for(contest.chair_id)

    first, last = text(chair.get(f"{path(contest)}?round=1")), text(chair.get(path(contest)))
    assert contest.code("Hai") in first
    assert contest.code("Một", 1) not in first
    assert contest.code("Một", 1) in last
    assert contest.code("Hai") not in last
    page = chair.get(f"{path(contest)}/{contest.code('Hai')}?round=1")
    assert (page.status_code, "Change the award" in text(page)) == (200, False)
