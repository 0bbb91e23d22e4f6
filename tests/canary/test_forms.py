"""What judges send is answered without a canary, too: marks well and badly given, essays given back, conflicts."""

import json

import pytest

from contest.kernel import clock
from tests.canary import checks, roles
from tests.canary.browser import JSON, Browser
from tests.canary.conftest import Walks
from tests.canary.facts import Facts
from tests.canary.walk import UNKNOWN_CODE

GOOD = {"mark_1": "80", "mark_2": "70", "mark_3": "Có ý", "comment": "Đọc được."}


def send_everything(browser: Browser, facts: Facts, desk: frozenset[str]) -> None:
    """Send each form of the judges well and badly, about own and others' essays."""
    judge = f"/judge/{facts.slugs[0]}"
    for code in sorted({*facts.all_codes(), UNKNOWN_CODE}):
        essay = f"{judge}/essays/{code}"
        token = {"csrf_token": browser.token(f"{judge}/conflicts")}
        version = {"version": _version(browser, essay)}
        for marks in ({"mark_1": "eight"}, {"version": "99", **GOOD}, {**version, **GOOD}):
            browser.ask(f"{essay}/autosave", "POST", JSON, {**token, **version, **marks})
        browser.ask(essay, "POST", data={**token, **version, "mark_1": "1000", "act": "submit"})
        browser.ask(essay, "POST", data={**token, "version": _version(browser, essay), **GOOD, "act": "save"})
        browser.ask(f"{essay}/recuse", "POST", data={**token, "reason": ""})
        for said in ("Bài viết nói tác giả dạy ở đâu.", "x" * 501):
            browser.ask(f"{essay}/visible", "POST", data={**token, "said": said})
        browser.ask(essay, "POST", data={"version": "1", **GOOD})
    _finish(browser, judge, sorted(desk))
    for unit_id in ("", "1", "5", "999"):
        browser.ask(f"{judge}/conflicts", "POST", data={**token, "unit_id": unit_id})


def _finish(browser: Browser, judge: str, desk: list[str]) -> None:
    """Give one essay back and submit the others."""
    token = {"csrf_token": browser.token(f"{judge}/conflicts")}
    given_back = 0
    for code in desk:
        essay = f"{judge}/essays/{code}"
        if not given_back:
            reason = {"reason": "Tôi biết ai viết bài này."}
            given_back = browser.ask(f"{essay}/recuse", "POST", data={**token, **reason}).status == 303
            continue
        act = {**token, "version": _version(browser, essay), **GOOD, "act": "submit"}
        browser.ask(essay, "POST", data=act)
    browser.ask(f"{judge}/")


def _version(browser: Browser, essay: str) -> str:
    page = browser.ask(essay).body.decode()
    return page.partition('name="version" value="')[2].partition('"')[0] or "0"


@pytest.fixture(scope="module")
def sent(walks: Walks) -> dict[str, Browser]:
    """The browsers of both judges after they have sent everything."""
    snapshot = walks.stages["judging"]
    found = {}
    for role in (roles.READER, roles.OTHER):
        with snapshot.running() as app, clock.fixed(snapshot.now):
            browser = Browser(app, roles.account(role, snapshot.facts))
            send_everything(
                browser, snapshot.facts, snapshot.facts.desks[roles.official(role, snapshot.facts)]
            )
            found[role] = browser
    return found


@pytest.mark.parametrize("role", [roles.READER, roles.OTHER])
def test_answers_to_what_a_judge_sends_tell_nothing(sent, walks, role):
    facts = walks.stages["judging"].facts
    answers = sent[role].answers

    assert checks.told(answers, role, "judging", facts) == []
    assert checks.joined(answers, facts) == []
    assert checks.strange_headers(answers) == set()


def test_every_route_of_the_judges_answered_well_at_least_once(sent, walks):
    answers = [answer for browser in sent.values() for answer in browser.answers]
    answers += [answer for role in roles.JUDGES for answer in walks.of("judging", role)]
    served = {(a.endpoint, a.method) for a in answers if a.status in {200, 302, 303} and checks.is_judges(a)}
    rules = [r for r in next(iter(sent.values())).app.url_map.iter_rules() if r.endpoint.startswith("judge.")]
    wanted = {(r.endpoint, m) for r in rules for m in (r.methods or set()) & {"GET", "POST"}}

    assert len(wanted) >= 10
    # Conflicts cannot be declared once the essays lie on the desk; that this is said is asked below. The look at a
    # judge's page before there is an essay is for organisers.
    unserved = {("judge.conflicts", "POST"), ("judge.preview", "GET")}
    assert wanted - served == unserved


def test_what_was_sent_met_every_kind_of_answer(sent):
    answers = [answer for browser in sent.values() for answer in browser.answers if answer.method == "POST"]

    assert {(a.endpoint, a.status) for a in answers} >= {
        ("judge.autosave", 200), ("judge.autosave", 404), ("judge.autosave", 409), ("judge.autosave", 422),
        ("judge.mark_essay", 303), ("judge.mark_essay", 400), ("judge.mark_essay", 404), ("judge.mark_essay", 422),
        ("judge.recuse", 303), ("judge.recuse", 404), ("judge.recuse", 422), ("judge.conflicts", 422),
        ("judge.tell_visible", 303), ("judge.tell_visible", 404), ("judge.tell_visible", 422),
    }  # fmt: skip


def test_the_answer_to_an_autosave_says_four_things_and_no_more(sent):
    answers = [answer for browser in sent.values() for answer in browser.answers]
    saved = [a for a in answers if (a.endpoint, a.status) == ("judge.autosave", 200)]

    assert {frozenset(json.loads(answer.body)) for answer in saved} == {
        frozenset({"saved_at", "version", "total", "missing"})
    }
    assert {json.loads(answer.body)["saved_at"] for answer in saved} == {
        "10:08:00"
    }  # the server's clock, in Hanoi
