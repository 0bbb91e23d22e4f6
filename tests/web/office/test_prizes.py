"""Amounts, how many may win, what decides ties: set, told, kept to; the chair says why one stays empty."""

import re

import pytest

from contest.editions import queries, service
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.prizes import Caps
from contest.kernel import clock
from contest.results import queries as results
from tests.judged import Judged
from tests.web.office.office_browsing import errors, fields, send, text

PRIZES = (PrizeSpec("Nhất", 1, None, 10_000_000), PrizeSpec("Nhì", 2, None, 5_000_000))
CATEGORY = CategorySpec("Bài viết", 5, 3000, prizes=PRIZES)
MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("7", "7")] * 2, "Bốn": [("5", "5")] * 2}


@pytest.fixture
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft")


def slug(factory, edition):
    return factory.read(queries.by_id, edition, now=clock.now()).slug


def decided(factory, **settings):
    contest = Judged(factory, tuple(MARKS), categories=(CATEGORY,), settings=settings)
    return contest.judging().marked(MARKS).closed().awarded()


def path(contest):
    return f"/office/{slug(contest.factory, contest.edition_id)}/results"


def say(contest, browser, prize, about, reason):
    """Send the form in which the chair says something about a prize."""
    action = f"{path(contest)}/reasons"
    changes = {"prize_id": str(contest.prize(prize)), "about": about, "reason": reason}
    return send(browser, action, changes, page=path(contest), action=action)


def award(contest, browser, title, prize_id):
    """Give the work that prize, "none" for no prize."""
    action = f"{path(contest)}/{contest.code(title)}"
    done = send(browser, action, {"prize_id": prize_id, "reason": "Hội đồng quyết định."}, action=action)
    assert done.status_code == 303


def approve(contest, browser):
    return send(browser, f"{path(contest)}/approve", page=path(contest), action=f"{path(contest)}/approve")


# --- settings -----------------------------------------------------------------------------------------------


def test_amounts_are_written_as_people_write_them_and_told_to_everybody(
    factory, client_for, client, organiser, draft
):
    browser, settings = client_for(organiser), f"/office/{slug(factory, draft)}/settings/prizes"
    done = send(
        browser,
        settings,
        {
            "categories-0-prizes-0-amount": "10.000.000 đ",
            "categories-0-prizes-1-amount": "5,000,000 VND",
            "categories-0-prizes-2-name": "Ba",
            "categories-0-prizes-2-count": "3",
            "categories-0-prizes-2-amount": "500000",
        },
    )

    assert done.status_code == 303
    prizes = factory.read(queries.spec, draft).categories[0].prizes
    assert [(prize.name, prize.amount) for prize in prizes] == [
        ("Giải Nhất", 10_000_000), ("Giải Nhì", 5_000_000), ("Ba", 500_000),
    ]  # fmt: skip
    page = browser.get(settings)
    assert fields(page)["categories-0-prizes-0-amount"] == ["10.000.000"]
    assert "all prizes together: 21,500,000 VND" in text(page)
    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{slug(factory, draft)}/"))
    assert "Giải Nhì 2 5,000,000 VND" in public
    assert "All prizes together: 21,500,000 VND." in public


@pytest.mark.parametrize("typed", ["5.5", "1.000.00", "-3", "năm triệu", "1.000,000", "9" * 30])
def test_what_is_no_amount_is_named_and_kept(factory, client_for, organiser, draft, typed):
    settings = f"/office/{slug(factory, draft)}/settings/prizes"
    refused = send(client_for(organiser), settings, {"categories-0-prizes-0-amount": typed})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Money for each (đồng): Write a whole amount, like 5.000.000."],
    )
    assert fields(refused)["categories-0-prizes-0-amount"] == [typed]


def test_limits_and_the_order_of_the_rules_are_set_and_fixed_in_words(
    factory, client_for, client, organiser, draft
):
    browser, settings = client_for(organiser), f"/office/{slug(factory, draft)}/settings/limits"
    shown = fields(browser.get(settings))
    assert [shown[f"ties-{n}-rule"] for n in range(4)] == [["criteria"], ["lowest"], [""], [""]]

    typed = {"share": "50", "share_of": "authors", "share_in": "edition"}
    rules = {"ties-0-rule": "lowest", "ties-1-rule": "heaviest", "ties-2-rule": "shared"}
    done = send(browser, settings, {**typed, **rules})

    assert done.status_code == 303
    spec = factory.read(queries.spec, draft)
    assert (spec.caps, spec.ties) == (Caps(50, "authors", "edition"), ("lowest", "heaviest", "shared"))
    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{slug(factory, draft)}/"))
    assert "The works with a prize are at most 50 percent of all authors in number, rounded down." in public
    assert (
        "in this order: the higher lowest mark the criterion with the most weight the place is shared: all of them get"
        " the same prize"
    ) in public
    locked = browser.get(settings)
    assert re.search(r'<fieldset class="stack"\s+disabled', locked.text)


def test_a_rule_after_a_shared_place_is_named_beside_its_field(factory, client_for, organiser, draft):
    settings = f"/office/{slug(factory, draft)}/settings/limits"
    refused = send(client_for(organiser), settings, {"share": "0", "ties-0-rule": "shared"})

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "At most so many percent win a prize: Write a share from 1 to 100 percent, or nothing.",
            (
                "Rule: After a shared place or a vote of the committee nothing more is compared. Move this rule up, or"
                " take it out."
            ),
        ],
    )


# --- what the chair says ------------------------------------------------------------------------------------


def test_a_prize_that_the_chair_leaves_empty_is_explained_and_the_reason_published(
    factory, client_for, client
):
    contest = decided(factory)
    chair, organiser = client_for(contest.chair_id), client_for(contest.organiser_id)
    assert (
        "20,000,000 VND if every prize of the tables is given; 20,000,000 VND as it is decided now"
        in text(chair.get(path(contest)))
    )
    award(contest, chair, "Một", "none")

    refused = approve(contest, chair)
    assert refused.status_code == 422
    assert "“Nhất” (Bài viết) is not awarded: 1. The chair says why" in text(refused)
    assert say(contest, chair, "Nhất", "empty", "").status_code == 422
    assert f"{path(contest)}/reasons" not in organiser.get(path(contest)).text
    assert say(contest, chair, "Nhất", "empty", "Không bài nào đạt tầm giải Nhất.").status_code == 303

    seen = text(organiser.get(path(contest)))
    assert "“Nhất”, not awarded: 1 Reason: Không bài nào đạt tầm giải Nhất." in seen
    assert "10,000,000 VND as it is decided now" in seen
    contest.approved().published()
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{slug(factory, contest.edition_id)}/results"))
    assert "Nhất, not awarded: 1. Không bài nào đạt tầm giải Nhất." in public
    assert "Hai Nhì 5,000,000 VND" in public
    assert factory.read(results.faults) == []


def test_a_shared_place_gets_one_prize_and_is_settled_before_approval(factory, client_for):
    prizes = (PrizeSpec("Nhất", 2), PrizeSpec("Nhì", 1))
    contest = Judged(
        factory,
        tuple(MARKS),
        categories=(CategorySpec("Bài viết", 5, 3000, prizes=prizes),),
        settings={"ties": ("criteria", "lowest", "shared")},
    )
    contest.judging().marked(MARKS).closed().awarded()
    assert contest.prizes() == {"Một": "Nhất", "Hai": "Nhất", "Ba": "Nhất"}
    assert contest.places() == {"Một": 1, "Hai": 2, "Ba": 2, "Bốn": 4}
    chair = client_for(contest.chair_id)

    page = text(chair.get(path(contest)))
    assert "“Nhất”: a tie for the jury to settle" in page
    assert "“Nhì”, not awarded: 1 A place above it is shared." in page
    assert "is not settled" in text(approve(contest, chair))
    assert say(contest, chair, "Nhất", "tie", "Hội đồng nhất trí trao đồng giải.").status_code == 303
    assert approve(contest, chair).status_code == 303
    contest.approved(contest.organiser_id).published()
    assert factory.read(results.faults) == []


def test_no_more_works_win_than_the_rules_allow(factory, client_for):
    contest = decided(factory, caps=Caps(50))
    chair = client_for(contest.chair_id)
    assert sorted(contest.prizes().values()) == ["Nhì", "Nhất"]
    assert "By the rules no more works may have a prize." in text(chair.get(path(contest)))
    left_out = next(title for title in ("Hai", "Ba") if title not in contest.prizes())
    award(contest, chair, left_out, str(contest.prize("Nhì")))

    refused = approve(contest, chair)
    assert refused.status_code == 422
    assert "3 works have a prize in “Bài viết”; by the rules at most 2 may." in text(refused)
