"""An organiser designs the rubric of each round, sees it as a judge will, and loses nothing that was typed."""

from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.judging import queries
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.kernel import clock
from tests.judged import Judged
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Lan", language="en")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


def make(factory, organiser, **how):
    edition_id = factory.edition(organiser_id=organiser, phase="draft", **how)
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug
    rounds = [each.id for each in factory.read(editions.rounds, edition_id)]
    return f"/office/{slug}/rubric", rounds


ONE = {
    "full_score": "100",
    "criteria-0-name": "Nội dung",
    "criteria-0-kind": "steps",
    "criteria-0-weight": "60",
    "criteria-0-minimum": "0",
    "criteria-0-maximum": "10",
    "criteria-0-step": "0,5",
    "criteria-0-description": "Đúng đề tài?",
    "criteria-0-descriptors": "8,5: sâu sắc\n\n5 - tạm được",
}
TWIN = {name.replace("-0-", "-1-"): typed for name, typed in ONE.items() if "-0-" in name} | {
    "criteria-1-name": "nội dung"
}
KEPT = Settings(
    "Nội dung", Decimal(60), Decimal(0), Decimal(10), Decimal("0.5"),
    (Descriptor(Decimal("8.5"), "sâu sắc"), Descriptor(Decimal(5), "tạm được")), "Đúng đề tài?",
)  # fmt: skip


def saved(factory, round_id):
    kept = factory.read(queries.rubric, round_id)
    return None if kept is None else (kept.full_score, [(line.kind, line.settings) for line in kept.criteria])


# --- saving -------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_shown_again(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)

    answer = browser.post(path, data=ONE | {"csrf_token": token(browser, path), "seen": ""})

    assert (answer.status_code, answer.location) == (303, f"{path}?round=1")
    assert saved(factory, round_id) == (Decimal(100), [("steps", KEPT)])
    shown = fields(browser.get(answer.location), f"{path}?round=1")
    expected = ONE | {"criteria-0-step": "0.5", "criteria-0-descriptors": "8.5: sâu sắc\n5: tạm được"}
    assert {name: shown[name][0] for name in ONE} == expected


def test_headings_and_bonuses_need_no_weight_and_are_kept(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)
    row = {
        "criteria-1-name": "Thưởng", "criteria-1-kind": "bonus", "criteria-1-weight": "",
        "criteria-1-minimum": "3", "criteria-1-maximum": "5", "criteria-1-step": "1",
        "criteria-2-name": "Phần cuối", "criteria-2-kind": "heading", "criteria-2-weight": "",
        "criteria-2-minimum": "", "criteria-2-maximum": "", "criteria-2-step": "",
    }  # fmt: skip

    answer = browser.post(path, data=ONE | row | {"csrf_token": token(browser, path), "seen": ""})

    assert answer.status_code == 303
    assert saved(factory, round_id)[1][1:] == [
        ("bonus", Settings("Thưởng", maximum=Decimal(5), step=Decimal(1))),
        ("heading", Settings("Phần cuối")),
    ]
    assert "Extra points, added to the total." in text(browser.get(answer.location))


def test_a_weight_that_is_left_empty_is_the_most_points(factory, browser, organiser):
    path, [round_id] = make(factory, organiser, tolerance=None)
    by_points = ONE | {"criteria-0-weight": "", "full_score": "10", "weighing": "points"}

    answer = send(browser, path, by_points, action=f"{path}?round=1")

    assert answer.status_code == 303
    assert [s.weight for _, s in saved(factory, round_id)[1]] == [Decimal(10)]
    assert fields(browser.get(path), f"{path}?round=1")["weighing"] == ["points"]


def test_a_bonus_without_its_most_points_is_asked_for_them(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)
    row = {
        "criteria-1-name": "Thưởng",
        "criteria-1-kind": "bonus",
        "criteria-1-maximum": "",
        "criteria-1-step": "1",
    }

    refused = browser.post(path, data=ONE | row | {"csrf_token": token(browser, path), "seen": ""})

    assert (refused.status_code, errors(refused)) == (422, ["Most points: Please fill in this field."])
    assert saved(factory, round_id) is None


def token(browser, path):
    return fields(browser.get(path), f"{path}?round=1")["csrf_token"][0]


def test_the_empty_page_offers_rubrics_to_start_from_and_saves_nothing_by_itself(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)

    page = browser.get(path)
    assert "no rubric yet" in text(page)
    started = browser.get(f"{path}?round=1&start=essay")
    assert "Content" in started.text
    assert saved(factory, round_id) is None

    answer = send(browser, f"{path}?round=1&start=essay", action=f"{path}?round=1")
    assert answer.status_code == 303
    full, lines = saved(factory, round_id)
    assert (full, [(kind, str(s.weight)) for kind, s in lines]) == (
        Decimal(100), [("steps", "40"), ("steps", "30"), ("steps", "20"), ("steps", "10")],
    )  # fmt: skip


@pytest.mark.parametrize("start", ["essay", "study"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_rubric_to_start_from_is_sound(factory, client_for, start, language):
    organiser = factory.person(language=language)
    path, [round_id] = make(factory, organiser)

    answer = send(client_for(organiser), f"{path}?round=1&start={start}", action=f"{path}?round=1")

    assert answer.status_code == 303
    assert sum(s.weight for _, s in saved(factory, round_id)[1]) == 100


def test_a_row_ticked_for_removal_goes(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)
    send(browser, f"{path}?round=1&start=essay", action=f"{path}?round=1")

    send(browser, path, {"criteria-1-remove": "y"}, action=f"{path}?round=1")

    assert [s.name for _, s in saved(factory, round_id)[1]] == ["Content", "Language", "Form"]


def test_the_second_round_can_start_from_the_first(factory, browser, organiser):
    path, [first, second] = make(factory, organiser, rounds=2)
    assert "start=first" not in browser.get(f"{path}?round=2").text
    send(browser, path, ONE, action=f"{path}?round=1")

    assert "start=first" in browser.get(f"{path}?round=2").text
    send(browser, f"{path}?round=2&start=first", {"full_score": "50"}, action=f"{path}?round=2")

    assert saved(factory, second) == (Decimal(50), [("steps", KEPT)])
    assert saved(factory, first) == (Decimal(100), [("steps", KEPT)])


def test_a_round_that_is_not_there_is_not_found(factory, browser, organiser):
    path, _ = make(factory, organiser)

    assert [browser.get(f"{path}?round={n}").status_code for n in ("2", "x", "", "0")] == [404] * 4


# --- what is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"full_score": ""}, "Full score: Please fill in this field."),
        ({"full_score": "10"}, "Full score: This round asks for a third reading where two are more than 20"),
        ({"full_score": "-5"}, "Full score: Write a full score above 0"),
        ({"full_score": "nhiều"}, "Full score: Write points like 12 or 12.5."),
        ({"criteria-0-name": ""}, "Name: Write something here."),
        ({"criteria-0-name": "x" * 121}, "Name: This has 121 characters; there is room for 120."),
        (
            {"criteria-0-weight": "", "weighing": "percent"},
            "What the weights mean: The weights are to be per cent",
        ),
        ({"weighing": "points"}, "What the weights mean: The points are to count as they are"),
        ({"criteria-0-weight": "", "weighing": "points"}, "Full score: The points are to count as they are"),
        ({"weighing": "stars"}, "What the weights mean: Choose from the list what the weights mean."),
        ({"criteria-0-weight": "0"}, "Weight: Give the criterion a weight above 0."),
        ({"criteria-0-maximum": "0"}, "Most points: The maximum must be above the minimum."),
        ({"criteria-0-step": "3"}, "Step: The step must divide the way"),
        ({"criteria-0-kind": "oral"}, 'Kind: There is no kind of criterion "oral".'),
        (
            {"criteria-0-descriptors": "hay"},
            "What the points mean: Write each line as points, a colon and words",
        ),
        (
            {"criteria-0-descriptors": "11: hay"},
            "What the points mean: The points 11 lie outside this criterion",
        ),
        ({"criteria-0-kind": "comment"}, "A rubric needs at least one criterion that is marked in points."),
        (TWIN, "Name: Two criteria are called"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_everything_typed_stays(
    factory, browser, organiser, changed, said
):
    path, [round_id] = make(factory, organiser)

    answer = send(browser, path, ONE | changed, action=f"{path}?round=1")

    assert answer.status_code == 422
    assert [error for error in errors(answer) if error.startswith(said)]
    shown = fields(answer, f"{path}?round=1")
    for name, typed in (ONE | changed).items():
        if typed not in {"oral", "stars"}:  # no choice of the list: it cannot be shown as chosen
            assert shown[name][0].replace("\r\n", "\n") == typed
    assert saved(factory, round_id) is None


def test_one_more_row_keeps_all_that_is_typed(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)

    answer = send(browser, path, ONE | {"criteria-0-weight": "sai", "add": "1"}, action=f"{path}?round=1")

    shown = fields(answer, f"{path}?round=1")
    assert (answer.status_code, shown["criteria-0-weight"], shown["criteria-1-name"]) == (200, ["sai"], [""])
    assert {name: shown[name][0] for name in ONE} == ONE | {"criteria-0-weight": "sai"}
    assert saved(factory, round_id) is None


def test_a_preview_shows_what_a_judge_sees_and_saves_nothing(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)

    answer = send(browser, path, ONE | {"preview": "1"}, action=f"{path}?round=1")

    assert answer.status_code == 200
    assert "it is not saved yet" in answer.text
    assert answer.text.count('name="preview-1"') == 21
    assert "sâu sắc" in text(answer)
    assert saved(factory, round_id) is None
    assert (
        send(browser, path, ONE | {"preview": "1", "full_score": ""}, action=f"{path}?round=1").status_code
        == 422
    )


def test_another_organisers_rubric_is_not_overwritten_unseen(factory, browser, organiser, client_for):
    path, [round_id] = make(factory, organiser)
    opened = fields(browser.get(path), f"{path}?round=1")
    send(browser, path, ONE, action=f"{path}?round=1")

    answer = browser.post(path, data=opened | ONE | {"full_score": "70"})

    assert answer.status_code == 422
    assert "Somebody else changed this rubric meanwhile" in errors(answer)[0]
    assert fields(answer, f"{path}?round=1")["full_score"] == ["70"]
    assert saved(factory, round_id)[0] == 100


def test_a_hundred_rows_are_no_server_error(factory, browser, organiser):
    path, [round_id] = make(factory, organiser)
    many = {
        f"criteria-{n}-{name}": value
        for n in range(100)
        for name, value in (
            ("name", f"N{n}"),
            ("weight", "1"),
            ("minimum", "0"),
            ("maximum", "1"),
            ("step", "1"),
        )
    }

    assert send(browser, path, many, action=f"{path}?round=1").status_code == 422
    assert saved(factory, round_id) is None


# --- frozen -------------------------------------------------------------------------------------------------


def test_after_the_first_mark_the_rubric_can_be_read_and_not_changed(factory, client_for):
    contest = Judged(factory, ("Một",)).judging()
    browser = client_for(contest.organiser_id)
    path = f"/office/{factory.read(editions.by_id, contest.edition_id, now=contest.now).slug}/rubric"
    opened = fields(browser.get(path), f"{path}?round=1")
    contest.save_marks(contest.readings("Một")[0].id, ("7",))
    before = saved(factory, contest.round_id)

    page = browser.get(f"{path}?round=1&start=essay")
    assert "The rubric is fixed" in text(page)
    assert fields(page, f"{path}?round=1") == {}
    assert "Nội dung" in page.text
    answer = browser.post(path, data=opened | {"full_score": "50"})
    assert answer.status_code == 422
    assert "the rubric cannot be changed any more" in answer.text
    assert saved(factory, contest.round_id) == before


# --- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("duty", [Duty.SECRETARY, Duty.CHAIR, Duty.JUDGE, Duty.OBSERVER])
def test_only_organisers_may_open_it(factory, client_for, organiser, duty):
    path, _ = make(factory, organiser)
    edition_id = 1
    person = factory.person()
    factory.appoint(edition_id, person, duty)

    assert client_for(person).get(path).status_code == 403
    assert client_for(factory.person()).get(path).status_code == 404
