"""A judge's pages: the desk, an essay with its rubric, giving back, conflicts; in a browser's words."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contest.assignment import queries as assignment
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.rules.milestones import Milestone
from contest.judging import queries as judging
from contest.judging.rules.criteria.kind import Settings
from contest.judging.rules.design import Line
from contest.kernel import clock
from tests.judged import CONTENT, LINES, Judged
from tests.web.office.office_browsing import fields, send, text
from tests.worlds import world

pytestmark = pytest.mark.both_databases  # on PostgreSQL under the role of judges: each page needs its rights
JSON = {"Accept": "application/json"}


@world
def contest(factory):
    return Judged(factory).judging()


@pytest.fixture
def browser(contest, client_for):
    return client_for(contest.judges[0])


@pytest.fixture
def desk(contest):
    slug = contest.factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    return f"/judge/{slug}/"


def codes(contest, judge=0):
    """The essays of a judge in the order of the desk."""
    return [r.code for r in contest.factory.read(assignment.desk, contest.judges[judge], contest.round_id)]


def names(contest):
    """The fields of the rubric: content, form, remarks."""
    kept = contest.factory.read(judging.needed_rubric, contest.round_id)
    return [f"mark_{line.id}" for line in kept.criteria]


def sheet(contest, code):
    reading = contest.factory.read(assignment.reading, contest.judges[0], code, round_id=contest.round_id)
    return contest.factory.read(judging.sheet, reading.reading_id)


def marks(contest, code):
    """What is kept of the marks: points, points, words."""
    kept = sheet(contest, code).marks
    return [(str(kept[i].points) if kept[i].points is not None else kept[i].text) for i in sorted(kept)]


def full(contest):
    content, form, _ = names(contest)
    return {content: "8", form: "7.5"}


# --- the desk -------------------------------------------------------------------------------------------------


def test_the_desk_lists_the_own_essays_by_code_and_says_which_is_next(contest, browser, desk):
    first, second, third = codes(contest)
    send(browser, f"{desk}essays/{first}", {**full(contest), "act": "submit"})
    send(browser, f"{desk}essays/{second}", {names(contest)[0]: "5", "act": "save"})

    page = browser.get(desk)

    rows = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</tr>", page.text, flags=re.DOTALL)
    states = [next(s for s in ("not begun", "begun", "submitted") if s in row) for row in rows]
    assert (re.findall(r"essays/(\w+)\">\w+</a>\s*</th>", page.text), states) == (
        [first, second, third],
        ["submitted", "begun", "not begun"],
    )
    assert f"Go on with {second}" in text(page)


def test_the_desk_says_by_when_the_essays_are_to_be_read(contest, browser, desk, factory):
    assert "Please submit all of them by" not in text(browser.get(desk))
    spec = factory.read(editions.spec, contest.edition_id)
    until = Milestone("round_1", datetime(2099, 3, 7, 10, tzinfo=UTC))
    factory.do(
        editing.change_edition, contest.edition_id, replace(spec, milestones=(until,)),
        actor_id=contest.organiser_id, now=clock.now(), reason="Đã xếp lịch",
    )  # fmt: skip

    assert "Please submit all of them by 17:00, 7 March 2099." in text(browser.get(desk))


def test_an_empty_desk_says_that_a_mail_will_come(factory, client_for):
    contest = Judged(factory).coded()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug

    assert "When the essays are handed out, you get a mail." in text(
        client_for(contest.judges[0]).get(f"/judge/{slug}/")
    )


def test_the_only_desk_opens_by_itself(browser, desk):
    led = browser.get("/judge/")

    assert (led.status_code, led.location) == (302, desk)


# --- reading and marking --------------------------------------------------------------------------------------


def test_an_essay_shows_its_code_and_rubric_and_the_way_to_its_neighbours(contest, browser, desk):
    first, second, third = codes(contest)

    page = browser.get(f"{desk}essays/{second}")

    assert "Essay 2 of 3, 0 submitted" in text(page)
    assert re.findall(r'rel="(prev|next)" href="[^"]*/(\w+)"', page.text) == [
        ("prev", first),
        ("next", third),
    ]
    assert [name for name in fields(page) if name.startswith("mark_")] == names(contest)[
        2:
    ]  # nothing is ticked yet
    assert page.headers["Cache-Control"] == "no-store"


def test_saved_marks_are_there_again_and_can_be_changed_until_they_are_submitted(contest, browser, desk):
    code = codes(contest)[0]
    at = f"{desk}essays/{code}"
    content, form, remarks = names(contest)

    saved = send(browser, at, {content: "8", form: "7.5", remarks: "Giọng văn riêng.", "act": "save"})
    changed = send(browser, at, {content: "9", "act": "save"})

    assert (saved.status_code, saved.location, changed.status_code) == (303, at, 303)
    shown = fields(browser.get(at))
    assert [shown[name] for name in (content, form, remarks)] == [["9"], ["7.5"], ["Giọng văn riêng."]]
    assert marks(contest, code) == ["9", "7.5", "Giọng văn riêng."]


def test_submitting_locks_the_sheet_and_opens_the_next_essay(contest, browser, desk):
    first, second, _ = codes(contest)
    at = f"{desk}essays/{first}"

    led = send(browser, at, {**full(contest), "act": "submit"})
    shown = browser.get(led.location)
    late = browser.post(at, data={**fields(shown), names(contest)[0]: "1", "act": "save"})

    assert (led.status_code, led.location) == (303, f"{desk}essays/{second}")
    assert f"The marks for {first} have been submitted." in text(shown)
    assert (late.status_code, marks(contest, first)) == (422, ["8", "7.5"])
    assert "You have submitted these marks; they are locked." in text(browser.get(at))


def test_the_last_essay_leads_back_to_the_desk(contest, browser, desk):
    for code in codes(contest):
        led = send(browser, f"{desk}essays/{code}", {**full(contest), "act": "submit"})

    assert led.location == desk
    assert "You have submitted all your essays. Thank you." in text(browser.get(desk))


def test_a_missing_mark_is_named_beside_its_criterion_and_what_was_given_stays(contest, browser, desk):
    code = codes(contest)[0]
    content, _, remarks = names(contest)

    refused = send(browser, f"{desk}essays/{code}", {content: "8", remarks: "Ghi chú", "act": "submit"})

    shown = fields(refused)
    assert (refused.status_code, shown[content], shown[remarks]) == (422, ["8"], ["Ghi chú"])
    assert "Hình thức" in re.search(r'class="notice tone-bad".*?</div>', refused.text, flags=re.DOTALL)[0]
    assert sheet(contest, code).state == "draft"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("11", "Nội dung: give points from 0 to 10."),
        ("-1", "Nội dung: give points from 0 to 10."),
        ("7.3", "Nội dung: points go in steps of 0.5. Write 7 or 7.5."),
        ("tám", "Nội dung: write points as a number, like 9.5."),
        ("٣", "Nội dung: write points as a number, like 9.5."),
        ("9" * 400, "Nội dung: write points as a number, like 9.5."),
    ],
)
def test_a_wrong_mark_is_refused_with_the_mend_and_nothing_is_kept_of_it(
    contest, browser, desk, typed, sentence
):
    code = codes(contest)[0]

    refused = send(browser, f"{desk}essays/{code}", {names(contest)[0]: typed, "act": "save"})

    assert (refused.status_code, marks(contest, code)) == (422, [])
    assert sentence in text(refused)


def test_two_tabs_are_told_apart_and_nothing_is_overwritten(contest, browser, desk):
    code = codes(contest)[0]
    at = f"{desk}essays/{code}"
    old = fields(browser.get(at))
    send(browser, at, {**full(contest), "act": "save"})

    refused = browser.post(at, data={**old, names(contest)[0]: "1", "act": "save"})
    silently = browser.post(f"{at}/autosave", data={**old, names(contest)[0]: "1"}, headers=JSON)

    assert (refused.status_code, silently.status_code) == (422, 409)
    assert silently.json["message"] in text(refused)
    assert marks(contest, code) == ["8", "7.5"]


# --- autosave -------------------------------------------------------------------------------------------------


def test_autosave_answers_total_version_and_how_many_marks_are_missing(contest, browser, desk):
    code = codes(contest)[0]
    at = f"{desk}essays/{code}"
    held = fields(browser.get(at))
    content, form, _ = names(contest)

    one = browser.post(f"{at}/autosave", data={**held, content: "8"}, headers=JSON).json
    two = browser.post(
        f"{at}/autosave", data={**held, "version": one["version"], content: "8", form: "7,5"}, headers=JSON
    ).json

    assert [(a["total"], a["missing"], a["version"]) for a in (one, two)] == [(None, 1, 1), ("78", 0, 2)]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", two["saved_at"])
    assert marks(contest, code) == ["8", "7.5"]


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 12, "٢"])
def test_a_version_that_no_page_of_ours_wrote_saves_nothing(contest, browser, desk, version):
    code = codes(contest)[0]
    held = fields(browser.get(f"{desk}essays/{code}"))

    answer = browser.post(
        f"{desk}essays/{code}/autosave",
        data={**held, "version": version, names(contest)[0]: "8"},
        headers=JSON,
    )

    assert (answer.status_code, marks(contest, code)) == (409, [])


# --- what is not one's own ------------------------------------------------------------------------------------


def _timeless(words):
    return re.sub(r"Server time: [\d:]+", "", words)


def test_essays_of_others_and_none_at_all_answer_alike(factory, client_for):
    contest = Judged(factory, ("Một", "Hai", "Ba", "Bốn"), judges=3).judging()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    mine = set(codes(contest))
    others = next(contest.code(title) for title in contest.titles if contest.code(title) not in mine)
    browser = client_for(contest.judges[0])

    def answers(code):
        paths = [f"/judge/{slug}/essays/{code}{end}" for end in ("", "/recuse", "/pages/1")]
        return [(a.status_code, _timeless(text(a)).replace(code, "")) for a in map(browser.get, paths)]

    assert answers(others) == answers("AAAAAAA")
    assert [status for status, _ in answers(others)] == [404] * 3


@pytest.mark.parametrize("who", ["secretary_id", "organiser_id", "chair_id"])
def test_nobody_else_has_a_desk(contest, client_for, desk, who):
    browser = client_for(getattr(contest, who))
    code = codes(contest)[0]

    assert [browser.get(path).status_code for path in (desk, f"{desk}essays/{code}")] == [403, 403]


# --- giving back, conflicts -----------------------------------------------------------------------------------


def test_an_essay_is_given_back_with_a_reason_and_leaves_the_desk(contest, browser, desk):
    code = codes(contest)[0]
    at = f"{desk}essays/{code}"

    refused = send(browser, f"{at}/recuse", {"reason": ""})
    given = send(browser, f"{at}/recuse", {"reason": "Tôi biết người viết."})

    assert (refused.status_code, given.status_code, given.location) == (422, 303, desk)
    assert (browser.get(at).status_code, code in browser.get(desk).text) == (404, False)


def test_a_unit_is_declared_before_essays_are_handed_out_and_then_no_more(factory, client_for):
    contest = Judged(factory).coded()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    at, browser = f"/judge/{slug}/conflicts", client_for(contest.judges[0])
    near, far = factory.unit("Xã Suối Mơ"), factory.unit("Xã Rừng Cọ")

    declared = send(browser, at, {"unit_id": str(near)})
    strange = send(browser, at, {"unit_id": "999999"})
    contest.rubric().given_out()
    late = send(browser, at, {"unit_id": str(far)})

    assert (declared.status_code, strange.status_code, late.status_code) == (303, 422, 422)
    assert "Choose a unit from the list." in text(strange)
    assert factory.read(assignment.declared, contest.edition_id, contest.judges[0]) == (near,)


# --- many steps -----------------------------------------------------------------------------------------------


def test_marks_of_many_steps_are_typed_and_shown_with_the_comma_of_vietnamese(factory, client_for):
    fine = Settings("Nội dung", CONTENT.weight, CONTENT.minimum, CONTENT.maximum, CONTENT.step / 5)
    contest = Judged(factory).coded().rubric(lines=(Line("steps", fine), *LINES[1:])).given_out()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    browser, at = client_for(contest.judges[0]), f"/judge/{slug}/essays/{codes(contest)[0]}"
    name = names(contest)[0]

    send(browser, at, {name: "8,1", "act": "save"})
    english = fields(browser.get(at))[name]
    token = fields(browser.get(at), "/language")["csrf_token"]
    browser.post("/language", data={"csrf_token": token, "language": "vi"})
    vietnamese = fields(browser.get(at))[name]

    assert (english, vietnamese, marks(contest, codes(contest)[0])) == (["8.1"], ["8,1"], ["8.1"])


def test_groups_stand_under_their_headings_and_a_bonus_is_added_or_left_out(factory, client_for):
    lines = (
        Line("heading", Settings("Phần nội dung")),
        LINES[0],
        Line("heading", Settings("Phần hình thức")),
        LINES[1],
        Line("bonus", Settings("Hài hước", maximum=Decimal(5), step=Decimal(1))),
    )
    contest = Judged(factory).coded().rubric(lines=lines).given_out()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    browser = client_for(contest.judges[0])
    first, second = (f"/judge/{slug}/essays/{code}" for code in codes(contest)[:2])
    kept = factory.read(judging.needed_rubric, contest.round_id)
    content, form, extra = (f"mark_{line.id}" for line in kept.criteria if line.kind != "heading")

    page = browser.get(first)
    send(browser, first, {content: "10", form: "10", extra: "4", "act": "submit"})
    send(browser, second, {content: "10", form: "10", "act": "submit"})

    assert "Phần nội dung 60 % of the whole Nội dung" in text(page)
    assert "Phần hình thức 40 % of the whole Hình thức" in text(page)
    assert "Extra points, added to the total. Leave it empty for none." in text(page)
    totals = [sheet(contest, code).total for code in codes(contest)[:2]]
    assert totals == [Decimal(104), Decimal(100)]


# --- a third reading ------------------------------------------------------------------------------------------


def test_who_submits_marks_far_from_the_others_sees_nothing_of_the_third_reading_that_follows(
    factory, client_for
):
    """On PostgreSQL under the role of judges, which may ask for neither the panel nor the keys of conflicts."""
    contest = Judged(factory, ("Một",), judges=4, tolerance="10").judging()
    slug = factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug
    first, second = contest.readings("Một")
    contest.submit_marks(first.id, ("2", "2"))
    path = f"/judge/{slug}/essays/{contest.code('Một')}"
    browser = client_for(second.judge_id)
    content, form, _ = names(contest)
    answer = send(browser, path, {content: "9", form: "9", "act": "submit"})
    assert answer.status_code == 303
    third = contest.readings("Một")[-1]
    assert (third.kind, third.judge_id in {first.judge_id, second.judge_id}) == ("third", False)
