"""The guided set-up of a draft, what a contest may start with, and looking at it as others will see it."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from wtforms import FieldList, HiddenField
from wtforms.fields.core import UnboundField

from contest.access.duties import Duty
from contest.editions import queries
from contest.kernel import clock
from contest.web.office import (
    condition_forms,
    edition_forms,
    guide_plan,
    identity_forms,
    level_forms,
    own_field_forms,
    paper_settings,
    prize_forms,
    round_forms,
    sealing_forms,
    unit_prize_forms,
    works_forms,
)
from tests.web.office.office_browsing import send, text
from tests.worlds import world

STEPS = ["settings", "settings/categories", "settings/prizes", "settings/rounds", "rubric",
         "settings/declarations", "settings/rules", "people"]  # fmt: skip
PARTS = [
    "dates",
    "level",
    "paper",
    "works",
    "own-fields",
    "conditions",
    "extra-prizes",
    "unit-prizes",
    "limits",
    "sealing",
    "identity",
]


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft", title="Cuộc thi viết")


@pytest.fixture
def browser(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def office(factory, draft, browser):
    path = f"/office/{factory.read(queries.by_id, draft, now=clock.now()).slug}"
    send(browser, f"{path}/settings/rules", {"rules_text": ""})
    return path


def test_each_step_leads_on_to_the_next_one(browser, office):
    seen = []
    for number, step in enumerate(STEPS, 1):
        page = browser.get(f"{office}/{step}")
        assert page.status_code == 200
        seen.append(
            (
                f"Step {number} of 8:" in text(page),
                f'rel="next" href="{office}/' in page.text.replace("\n", " "),
            )
        )
        following = f"{office}/{STEPS[number]}" if number < 8 else f"{office}/"
        assert f'href="{following}"' in page.text

    assert seen == [(True, True)] * 8


def test_a_step_can_be_saved_and_left_for_the_next_one_at_once(browser, office):
    went_on = send(browser, f"{office}/settings/categories", {"go": "on"})
    stayed = send(browser, f"{office}/settings/categories")

    assert (went_on.status_code, went_on.location) == (303, f"{office}/settings/prizes")
    assert (stayed.status_code, stayed.location) == (303, f"{office}/settings/categories")


def test_a_part_of_a_step_leads_on_to_the_next_part_and_the_last_one_to_the_next_step(browser, office):
    seen = []
    for part in PARTS:
        page = browser.get(f"{office}/settings/{part}")
        went_on = send(browser, f"{office}/settings/{part}", {"go": "on"})
        back = re.search(r'rel="prev" href="([^"]*)"', page.text)
        seen.append((part, re.search(r"Step \d", text(page))[0], back[1], went_on.location))

    step = f"{office}/settings"
    assert seen == [
        ("dates", "Step 1", step, f"{step}/level"),
        ("level", "Step 1", step, f"{step}/paper"),
        ("paper", "Step 1", step, f"{step}/categories"),
        ("works", "Step 2", f"{step}/categories", f"{step}/own-fields"),
        ("own-fields", "Step 2", f"{step}/categories", f"{step}/conditions"),
        ("conditions", "Step 2", f"{step}/categories", f"{step}/prizes"),
        ("extra-prizes", "Step 3", f"{step}/prizes", f"{step}/unit-prizes"),
        ("unit-prizes", "Step 3", f"{step}/prizes", f"{step}/limits"),
        ("limits", "Step 3", f"{step}/prizes", f"{step}/rounds"),
        ("sealing", "Step 4", f"{step}/rounds", f"{office}/rubric"),
        ("identity", "Step 6", f"{step}/declarations", f"{step}/rules"),
    ]


def test_the_first_page_names_what_need_not_be_set_and_says_what_is(browser, office):
    send(browser, f"{office}/settings/conditions", {"works_in_all": "3"})

    page = browser.get(f"{office}/")
    shown = text(page)

    assert [part for part in PARTS if f'href="{office}/settings/{part}"' not in page.text] == []
    assert "Own questions : as preset (no questions) Who may enter : set" in shown
    assert "Who may enter (set)" in text(browser.get(f"{office}/settings/categories"))


def test_there_is_one_list_of_what_is_to_be_done(browser, office):
    shown = text(browser.get(f"{office}/"))

    assert "What comes next" not in shown
    assert shown.count("Find the officials") == 0
    assert "What comes after the announcement Take in works" in shown


def test_before_the_announcement_one_reads_what_is_not_there_yet(browser, office):
    send(browser, f"{office}/settings/rules", {"rules_text": "Mọi người đều được dự thi."})

    page = browser.get(f"{office}/schedule")

    assert "Not there yet; it can wait Rubric : No rubric yet for: Chung khảo." in text(page)
    assert f'href="/author/{office.rsplit("/", 1)[1]}/preview"' in page.text


def paths(form, before=""):
    """The paths of all fields of a form, with row 0 for its lists."""
    found = []
    for name in sorted(vars(form) | {n: None for base in form.__mro__ for n in vars(base)}):
        unbound = getattr(form, name, None)
        if not isinstance(unbound, UnboundField) or issubclass(unbound.field_class, HiddenField):
            continue
        if issubclass(unbound.field_class, FieldList):
            found += paths(unbound.args[0].args[0], f"{before}{name}-0-")
        elif name not in {"reason", "remove"}:
            found.append(before + name)
    return found


FORMS = {
    "office.settings": edition_forms.BasicsForm,
    "office.settings_dates": condition_forms.DatesForm,
    "office.settings_level": level_forms.LevelForm,
    "office.settings_paper": paper_settings.PaperForm,
    "office.settings_categories": edition_forms.CategoriesForm,
    "office.settings_works": works_forms.WorksForm,
    "office.settings_own_fields": own_field_forms.OwnFieldsForm,
    "office.settings_conditions": condition_forms.ConditionsForm,
    "office.settings_prizes": edition_forms.PrizesForm,
    "office.settings_extra_prizes": prize_forms.ExtraPrizesForm,
    "office.settings_unit_prizes": unit_prize_forms.UnitPrizesForm,
    "office.settings_limits": prize_forms.LimitsForm,
    "office.settings_rounds": round_forms.RoundsForm,
    "office.settings_sealing": sealing_forms.SealingForm,
    "office.settings_declarations": edition_forms.DeclarationsForm,
    "office.settings_identity": identity_forms.IdentityForm,
    "office.settings_rules": edition_forms.RulesTextForm,
}


def test_every_field_of_the_settings_belongs_to_one_page():
    pages = guide_plan.settings(collects_only=False)
    owners = {
        (endpoint, path): [page.endpoint for page in pages if page.owns(path)]
        for endpoint, form in FORMS.items()
        for path in paths(form)
    }

    assert [page.endpoint for page in pages] == list(FORMS)
    assert len(owners) > 80
    assert {place: found for place, found in owners.items() if found != [place[0]]} == {}


def test_the_first_page_says_what_is_missing_and_what_can_wait(browser, office):
    page = text(browser.get(f"{office}/"))

    assert "Rules Something is missing The rules of the contest are not written yet." in page
    assert "Rubric Can wait No rubric yet for: Chung khảo." in page
    assert "People Can wait No secretary yet. No chair yet. Judges: 0 of at least 2." in page
    assert "Not ready to be announced" in page
    assert "Go to: Rules" in page


def test_when_nothing_is_missing_it_can_be_announced(browser, office):
    send(browser, f"{office}/settings/rules", {"rules_text": "Mọi người đều được dự thi."})

    page = text(browser.get(f"{office}/"))

    assert "Ready to be announced" in page
    assert "Something is missing" not in page


def test_a_problem_is_said_at_the_step_whose_settings_it_is_about(factory, client_for, organiser):
    late = factory.edition(organiser_id=organiser, phase="draft", now=clock.now() - timedelta(days=300))
    slug = factory.read(queries.by_id, late, now=clock.now()).slug

    page = text(client_for(organiser).get(f"/office/{slug}/"))

    assert "Title and dates Something is missing The closing time has passed already." in page


def test_after_the_announcement_there_is_no_guide_but_the_parts_of_the_settings(
    factory, client_for, organiser
):
    announced = factory.edition(organiser_id=organiser, phase="announced")
    slug = factory.read(queries.by_id, announced, now=clock.now()).slug
    browser = client_for(organiser)

    assert "Step 1 of 8" not in text(browser.get(f"/office/{slug}/settings"))
    assert "Parts of the settings" in browser.get(f"/office/{slug}/settings").text
    assert "Setting the contest up" not in text(browser.get(f"/office/{slug}/"))


def test_an_observer_of_a_draft_is_not_led_through_settings(factory, client_for, draft, office):
    observer = factory.person("Lê Văn Quan Sát")
    factory.appoint(draft, observer, Duty.OBSERVER)

    assert "Setting the contest up" not in text(client_for(observer).get(f"{office}/"))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("essays", [("Essay", 500, 3000, 0)]),
        ("letters", [("Letter", 300, 1000, 4)]),
        (
            "five",
            [
                ("Magazine articles", 2500, 6000, 4),
                ("Newspaper articles", 800, 3000, 4),
                ("Radio scripts", 300, 3000, 4),
                ("Television scripts", 300, 3000, 4),
                ("Video scripts", 300, 3000, 4),
            ],
        ),
    ],
)
def test_a_new_contest_starts_as_chosen(factory, client_for, start, expected):
    browser = client_for(factory.administrator())

    made = send(
        browser,
        "/office/new",
        {"title": "Cuộc thi mới", "number": "1", "start": start, "second_factor": []},
    )

    edition = factory.read(queries.by_slug, made.location.strip("/").split("/")[1], now=clock.now())
    spec = factory.read(queries.spec, edition.id)
    assert [(c.name, c.length_minimum, c.length_maximum, len(c.prizes)) for c in spec.categories] == expected
    assert [r.tolerance for r in spec.rounds] == [Decimal(20)] * (1 if start == "essays" else 2)
    assert (spec.rules_text.count("[…]"), "[…]: 4" in text(browser.get(made.location))) == (
        (0, False) if start == "essays" else (4, True)
    )


def test_the_page_of_a_new_contest_offers_to_copy_ones_own(factory, client_for):
    administrator = factory.administrator()
    factory.edition(organiser_id=administrator, title="Cuộc thi năm ngoái")

    page = client_for(administrator).get("/office/new")

    assert "/copy" in page.text
    assert "Cuộc thi năm ngoái" in text(page)


def test_an_organiser_sees_the_writing_page_before_there_is_an_entry(browser, office):
    slug = office.rsplit("/", 1)[1]

    page = browser.get(f"/author/{slug}/preview")

    assert page.status_code == 200
    assert "Only a look" in text(page)
    assert "data-autosave-url" not in page.text
    assert 'value="check"' not in page.text


def test_a_draft_is_seen_as_everybody_an_author_and_a_judge_will_see_it_and_each_leads_back(browser, office):
    slug = office.rsplit("/", 1)[1]
    seen_as = (f"/editions/{slug}/", f"/author/{slug}/preview", f"/judge/{slug}/preview")
    offered = browser.get(f"{office}/").text
    send(
        browser,
        f"{office}/rubric?round=1",
        page=f"{office}/rubric?round=1&start=essay",
        action=f"{office}/rubric?round=1",
    )

    pages = [browser.get(path) for path in seen_as]

    assert [path for path in seen_as if f'href="{path}"' not in offered] == []
    assert [(page.status_code, f'href="{office}/"' in page.text) for page in pages] == [(200, True)] * 3
    assert "Scoresheet" in text(pages[2])


def test_who_is_invited_is_told_from_who_is_missing(browser, office):
    people = f"{office}/people"
    for name, duty in (("Lê Văn Thư", "secretary"), ("Đỗ Thị Bích", "judge")):
        send(browser, people, {"full_name": name, "email": f"{duty}@example.org", "duty": duty})

    assert (
        "A secretary is invited and has not accepted yet. No chair yet. Judges: 0 of at least 2. Judges who are invited"
        " and have not accepted yet: 1."
    ) in text(browser.get(people))


def test_who_invites_is_told_that_letters_stay_on_the_machine(browser, office):
    said = [
        "Letters do not leave this machine" in browser.get(f"{office}/{page}").text
        for page in ("people", "people/list")
    ]

    assert said == [True, True]


def test_nobody_else_sees_the_writing_page_of_a_draft(client_for, factory, office):
    slug = office.rsplit("/", 1)[1]

    assert client_for(factory.person("Người Lạ")).get(f"/author/{slug}/preview").status_code == 404
