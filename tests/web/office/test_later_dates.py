import hashlib
import json
from datetime import timedelta

import pytest

from contest.editions import queries, rulebook
from contest.editions.rules.milestones import Milestone
from contest.kernel import clock
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def make(factory, organiser):
    def edition(phase, **how):
        made = factory.edition(organiser_id=organiser, phase=phase, **how)
        return made, factory.read(queries.by_id, made, now=clock.now())

    return edition


def typed(edition, **days):
    """Later dates so many days after the closing time, as they are typed; and what is stored of them."""
    closes = edition.closes_at.astimezone(edition.zone).replace(second=0, microsecond=0)
    moments = {kind: closes + timedelta(days=after) for kind, after in days.items()}
    form = {f"milestone_{kind}": f"{moment:%Y-%m-%dT%H:%M}" for kind, moment in moments.items()}
    return form, tuple(Milestone(kind, moment) for kind, moment in moments.items())


def test_later_dates_are_seen_by_everybody_and_in_the_calendar(factory, browser, client, make):
    edition, view = make("draft")
    form, stored = typed(view, rubric=-1, screening=10, round_1=20, publication=30, ceremony=31)

    done = send(browser, f"/office/{view.slug}/settings/dates", form)

    assert done.status_code == 303
    assert factory.read(queries.milestones, edition) == stored
    shown = fields(browser.get(f"/office/{view.slug}/settings/dates"))
    assert {name: shown[name] for name in form} == {name: [value] for name, value in form.items()}
    send(browser, f"/office/{view.slug}/schedule", action=f"/office/{view.slug}/schedule/advance")
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{view.slug}/"))
    for words in ("The rubric is fixed", "Judges read the works without names", "Ceremony"):
        assert words in public
    assert (
        "What you send off before the closing time counts, even if it takes up to 5 minutes to arrive"
        in public
    )
    calendar = client.get(f"/editions/{view.slug}/dates.ics").text
    assert [calendar.count(f"UID:{view.slug}-{m.kind}@contest") for m in stored] == [1] * len(stored)


def test_dates_that_contradict_each_other_are_named_beside_their_fields(factory, browser, make):
    edition, view = make("draft")
    form, _ = typed(view, screening=-1, publication=30, ceremony=29)

    refused = send(browser, f"/office/{view.slug}/settings/dates", form)

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "Screening until: This would be before the closing time. Choose a later date.",
            "Ceremony: This would be before the results are published. Correct one of the two.",
        ],
    )
    kept = fields(refused)
    assert {name: kept[name] for name in form} == {name: [value] for name, value in form.items()}
    assert factory.read(queries.milestones, edition) == ()


def test_a_date_that_cannot_be_read_is_kept_and_named(browser, make):
    _, view = make("draft")

    refused = send(browser, f"/office/{view.slug}/settings/dates", {"milestone_ceremony": "mai"})

    assert (refused.status_code, errors(refused)) == (
        422,
        ["Ceremony: Write the date and time like 31/12/2026 17:00."],
    )
    assert fields(refused)["milestone_ceremony"] == ["mai"]


def test_putting_the_closing_time_off_moves_the_later_dates_too(factory, browser, make):
    edition, view = make("draft")
    form, stored = typed(view, rubric=1, screening=10, ceremony=31)
    send(browser, f"/office/{view.slug}/settings/dates", form)
    schedule = f"/office/{view.slug}/schedule"
    send(browser, schedule, action=f"{schedule}/advance")
    later = view.closes_at.astimezone(view.zone).replace(second=0, microsecond=0) + timedelta(days=3)

    put_off = {"closes_at": f"{later:%Y-%m-%dT%H:%M}", "reason": "Bão số 5"}
    done = send(browser, f"{schedule}/extend", put_off, page=schedule, action=f"{schedule}/extend")

    assert done.status_code == 303
    by = later - view.closes_at
    assert factory.read(queries.milestones, edition) == (
        stored[0],
        *(Milestone(each.kind, each.at + by) for each in stored[1:]),
    )
    latest = factory.read(rulebook.fixed, edition)[0]
    assert (latest.number, latest.reason, [d.setting for d in latest.differences]) == (
        2,
        "Bão số 5",
        ["closes_at", "milestones"],
    )


def test_later_dates_that_would_come_too_early_must_move(factory, browser, make):
    edition, view = make("draft")
    form, stored = typed(view, screening=2)
    send(browser, f"/office/{view.slug}/settings/dates", form)
    schedule = f"/office/{view.slug}/schedule"
    send(browser, schedule, action=f"{schedule}/advance")
    later = view.closes_at.astimezone(view.zone) + timedelta(days=3)

    stay = {"closes_at": f"{later:%Y-%m-%dT%H:%M}", "reason": "Bão số 5", "with_later": []}
    refused = send(browser, f"{schedule}/extend", stay, page=schedule, action=f"{schedule}/extend")

    assert (refused.status_code, errors(refused)) == (
        422,
        [
            "A later date would then come before the closing time. Let the later dates move as well.",
        ],
    )
    assert factory.read(queries.by_id, edition, now=clock.now()).closes_at == view.closes_at
    assert factory.read(queries.milestones, edition) == stored


# --- the fixed rules ------------------------------------------------------------------------------------------


def test_the_rules_are_fixed_at_the_announcement_for_everybody_to_check(factory, browser, client, make):
    edition, view = make("draft")
    public = f"/editions/{view.slug}/rules/fixed"
    assert "The rules are fixed when the contest is announced." in text(browser.get(public))
    assert (client.get(public).status_code, factory.read(rulebook.fixed, edition)) == (404, ())

    send(browser, f"/office/{view.slug}/schedule", action=f"/office/{view.slug}/schedule/advance")

    (fixed,) = factory.read(rulebook.fixed, edition)
    page = client.get(public)
    document = client.get(f"{public}/1.json")
    assert (document.status_code, hashlib.sha256(document.data).hexdigest()) == (200, fixed.sha256)
    assert fixed.sha256 in page.text
    assert json.loads(document.data)["title"] == view.title
    assert client.get(f"{public}/2.json").status_code == 404


def test_every_change_after_the_announcement_is_told_with_its_reason(factory, browser, client, make):
    edition, view = make("announced")
    settings = f"/office/{view.slug}/settings"
    before = factory.read(queries.rules_text, edition)

    send(
        browser,
        f"{settings}/rules",
        {"rules_text": f"{before}\n\nNộp bản giấy cũng được.", "reason": "Nhiều nơi mất điện"},
    )
    send(browser, settings, {"second_factor": ["secretary"]})  # nobody outside the office is concerned

    changed, first = factory.read(rulebook.fixed, edition)
    assert (changed.reason, first.reason, changed.sha256 == first.sha256) == ("Nhiều nơi mất điện", "", False)
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    page = text(client.get(f"/editions/{view.slug}/rules/fixed"))
    assert "The reason: Nhiều nơi mất điện Rules From then on: Nộp bản giấy cũng được." in page
    assert page.index("Change 1:") < page.index("Fixed at the announcement:")


def test_a_date_that_was_changed_is_told_in_the_zone_of_the_contest(factory, browser, client, make):
    _, view = make("announced", time_zone="Asia/Tokyo")
    ceremony = (view.closes_at + timedelta(days=40)).astimezone(view.zone).replace(hour=9, minute=30)
    form = {"milestone_ceremony": f"{ceremony:%Y-%m-%dT%H:%M}", "reason": "Hội trường đã đặt"}

    assert send(browser, f"/office/{view.slug}/settings/dates", form).status_code == 303

    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    page = text(client.get(f"/editions/{view.slug}/rules/fixed"))
    assert f"From then on: Ceremony: 09:30, {ceremony.day} {ceremony:%B %Y}" in page
