"""Who may enter: set by the organiser, told to everybody, checked when a work is submitted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contest.editions import queries, service
from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions
from contest.editions.rules.copying import following
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import units
from contest.people.rules.unit_tree import Unit
from tests.web.office.office_browsing import errors, fields, send, text
from tests.worlds import world


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.edition(organiser_id=organiser, phase="draft")


def page_of(factory, edition):
    return f"/office/{factory.read(queries.by_id, edition, now=clock.now()).slug}/settings/conditions"


def opened(factory, organiser, conditions):
    """An edition with these conditions that takes works in."""
    now = clock.now()
    edition = factory.edition(organiser_id=organiser, phase="draft")
    spec = factory.read(queries.spec, edition)
    spec = replace(spec, opens_at=now - timedelta(days=1), conditions=conditions)
    factory.do(service.change_edition, edition, spec, actor_id=organiser, now=now)
    factory.do(service.announce, edition, actor_id=organiser, now=now)
    return edition


def test_conditions_are_set_and_told_on_the_public_page(factory, client_for, client, organiser, draft):
    top = factory.unit("Tỉnh Mẫu")
    code = factory.read(units.one, top).code
    path = page_of(factory, draft)
    typed = {"works_in_all": "2", "born_from": "1990", "born_until": "2009", "units": code}

    done = send(client_for(organiser), path, typed)

    assert done.status_code == 303
    assert factory.read(queries.spec, draft).conditions == Conditions(2, 1990, 2009, (code,))
    shown = fields(client_for(organiser).get(path))
    assert {name: shown[name] for name in typed} == {name: [value] for name, value in typed.items()}
    factory.do(service.announce, draft, actor_id=organiser, now=clock.now())
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    public = text(client.get(f"/editions/{path.split('/')[2]}/"))
    assert (
        "Who may enter People born from 1990 to 2009. People of these units and of all units below them: Tỉnh Mẫu."
        " With at most 2 works in all categories together."
    ) in public


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"born_from": "1990", "born_until": "1989"},
            (
                "Born in this year or earlier: The first year of birth is later than the last. Correct one of the"
                " two."
            ),
        ),
        (
            {"units": "TM\nKHÔNG CÓ"},
            "Units whose people may enter: There is no unit “KHÔNG CÓ”. Check its spelling.",
        ),
        (
            {"works_in_all": "nhiều"},
            "Works of one author in all categories together, at most: Write a whole number, with digits only.",
        ),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_is_named_and_kept(factory, client_for, organiser, draft, typed, expected):
    factory.do(units.save, Unit("TM", "Tỉnh Mẫu"), seen=None, actor_id=None, now=clock.now())

    refused = send(client_for(organiser), page_of(factory, draft), typed)

    assert (refused.status_code, errors(refused)) == (422, [expected])
    kept = fields(refused)
    assert {name: [each.replace("\r\n", "\n") for each in kept[name]] for name in typed} == {
        name: [value] for name, value in typed.items()
    }
    assert factory.read(queries.spec, draft).conditions == OPEN_TO_ALL


def test_the_next_edition_asks_for_the_same(factory, organiser):
    edition = opened(factory, organiser, Conditions(2, 1990, 2009))

    assert following(factory.read(queries.spec, edition)).conditions == Conditions(2, 1990, 2009)


def test_who_was_born_too_early_is_told_before_writing_and_cannot_submit(factory, client_for, organiser):
    edition = opened(factory, organiser, Conditions(born_from=2000))
    author = factory.person("Nguyễn Văn Già", birth_year=1955)
    slug = factory.read(queries.by_id, edition, now=clock.now()).slug
    key = factory.entry(edition, author, submit=False)

    begin = text(client_for(author).get(f"/author/{slug}/new"))
    check = text(client_for(author).get(f"/author/entries/{key}/submit"))

    said = "This contest is for people born in 2000 or later; your account says 1955."
    assert (said in begin, said in check, "Submit now" in check) == (True, True, False)
    with pytest.raises(RuleBroken, match="born in"):
        factory.submit(key, author)


def test_people_of_the_units_named_of_those_below_and_of_their_successors_may_enter(factory, organiser):
    now, today = clock.now(), clock.now().date()
    yesterday = today - timedelta(days=1)
    old = Unit("CU", "Huyện Cũ", valid_until=yesterday, successors=("MOI",))
    for unit in (
        Unit("TM", "Tỉnh Mẫu"),
        Unit("MOI", "Xã Mới", valid_from=today),
        old,
        Unit("XA", "Xã Ven Sông", parent="TM"),
    ):
        factory.do(units.save, unit, seen=None, actor_id=None, now=now)
    known = factory.read(units.ids, ("TM", "XA", "MOI"))
    edition = opened(factory, organiser, Conditions(units=("TM", "CU")))
    may = {}
    for name, unit in {**known, "elsewhere": factory.unit("Nơi khác"), "none": None}.items():
        author = factory.person(f"Người {name}", unit_id=unit)
        key = factory.entry(edition, author, submit=False)
        try:
            may[name] = bool(factory.submit(key, author))
        except RuleBroken as error:
            may[name] = error.message
    refused = (
        "This contest is for certain units, and the unit in your account is none of them. If it is wrong,"
        " correct it under “Your account”."
    )
    assert may == {"TM": True, "XA": True, "MOI": True, "elsewhere": refused, "none": refused}


def test_works_in_all_categories_are_counted_together(factory, organiser):
    edition = opened(factory, organiser, Conditions(works_in_all=2))
    author = factory.person("Trần Thị Chăm Chỉ")
    for title in ("Một", "Hai"):
        factory.entry(edition, author, title=title)
    third = factory.entry(edition, author, title="Ba", submit=False)

    with pytest.raises(RuleBroken, match="all categories together"):
        factory.submit(third, author)
