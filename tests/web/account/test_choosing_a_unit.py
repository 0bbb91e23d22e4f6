"""Choosing one's unit where there are too many for a list: by words, with and without scripts."""

from datetime import date

import pytest

from contest.kernel import clock
from contest.people import queries, units
from contest.people.rules import unit_tree
from tests.web.account.browsing import details, send
from tests.web.office.office_browsing import errors, text

ROWS = (
    ("T", "Tỉnh Mẫu", "tỉnh", "", "", "", ""),
    *((f"T-{n:03}", f"Xã Đông Hòa {n}", "xã", "T", "", "", "") for n in range(301)),
    ("T-900", "Xã Suối Mơ", "xã", "T", "", "30/06/2025", "T-901"),
    ("T-901", "Phường Suối Rừng", "phường", "T", "01/07/2025", "", ""),
)
HEADER = ("Code", "Name", "Kind", "Parent code", "Valid from", "Valid until", "Successor codes")


@pytest.fixture
def many(factory):
    """More units than a list shows; gives ids by code."""
    read = unit_tree.read(list(enumerate((HEADER, *ROWS), 1)))
    plan = unit_tree.plan({}, read)
    factory.do(units.apply, plan, seen=unit_tree.digest({}), actor_id=None, now=clock.now())
    return factory.read(units.ids, [row[0] for row in ROWS])


def register(client, **unit):
    typed = {**details(), **{name.replace("_words", "-words"): value for name, value in unit.items()}}
    if "unit_id" not in unit:
        del typed["unit_id"]
    return send(client, "/account/register", typed)


def unit_of_lan(factory):
    found = factory.read(queries.by_email, "lan@example.org")
    return found and found.unit_id


def test_thousands_of_units_are_searched_and_not_listed(client, many):
    page = client.get("/account/register")

    assert "data-unit-search" in page.text
    assert "Xã Đông Hòa 7" not in page.text


def test_a_few_hundred_units_are_listed(client, factory):
    factory.unit("Xã Bình Minh")

    page = client.get("/account/register")

    assert "data-unit-search" not in page.text
    assert "Xã Bình Minh" in page.text


def test_words_that_mean_one_unit_choose_it_without_scripts(client, factory, many):
    answer = register(client, unit_id_words="suoi rung")

    assert (answer.status_code, unit_of_lan(factory)) == (302, many["T-901"])


def test_a_whole_name_chooses_its_unit_though_others_begin_alike(client, factory, many):
    answer = register(client, unit_id_words="xã đông hòa 1")

    assert (answer.status_code, unit_of_lan(factory)) == (302, many["T-001"])


def test_where_several_units_fit_they_are_offered_and_nothing_typed_is_lost(client, factory, many):
    asked = register(client, unit_id_words="Đông Hòa")

    assert asked.status_code == 422
    assert errors(asked) == ["Unit: Several units fit. Choose yours below, or write more of its name."]
    assert "Xã Đông Hòa 0 (Tỉnh Mẫu)" in text(asked)
    assert 'value="Nguyễn Thị Lan"' in asked.text

    chosen = send(
        client,
        "/account/register",
        {
            **details(),
            "unit_id": str(many["T-007"]),
            "unit_id-words": "Đông Hòa",
            "unit_id-asked": "Đông Hòa",
        },
    )
    assert (chosen.status_code, unit_of_lan(factory)) == (302, many["T-007"])


def test_words_that_were_changed_count_more_than_what_was_chosen_before(client, factory, many):
    answer = send(
        client,
        "/account/register",
        {
            **details(),
            "unit_id": str(many["T-007"]),
            "unit_id-words": "Suối Rừng",
            "unit_id-asked": "Xã Đông Hòa 7",
        },
    )

    assert (answer.status_code, unit_of_lan(factory)) == (302, many["T-901"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "Xã Suối Mơ",  # there is none of that name today
            "Unit: No unit is called “Xã Suối Mơ”. Write a part of its name, or tick “My unit is not in this list”.",
        ),
        ("", "Unit: Write a part of your unit's name, or tick “My unit is not in this list”."),
        (
            "%_\\",
            "Unit: No unit is called “%_\\”. Write a part of its name, or tick “My unit is not in this list”.",
        ),
    ],
)
def test_words_that_mean_no_unit_are_refused_with_a_way_on(client, factory, many, words, sentence):
    answer = register(client, unit_id_words=words)

    assert (answer.status_code, errors(answer), unit_of_lan(factory)) == (422, [sentence], None)


def test_a_unit_that_has_ended_cannot_be_chosen_by_its_id(client, factory, many):
    answer = register(client, unit_id=str(many["T-900"]), unit_id_words="")

    assert (answer.status_code, factory.read(queries.by_email, "lan@example.org")) == (422, None)


def test_my_unit_is_not_in_this_list(client, factory, many):
    fields = {name: value for name, value in details().items() if name != "unit_id"}

    answer = send(client, "/account/register", {**fields, "unit_id-words": "", "unit_id-none": "1"})

    assert (answer.status_code, unit_of_lan(factory)) == (302, None)


def test_the_search_answers_the_best_first_and_only_units_of_today(client, many):
    found = client.get("/units/search?q=hoa dong 30").json["units"]
    gone = client.get("/units/search?q=suoi").json["units"]

    assert [(u["name"], u["above"]) for u in found] == [
        ("Xã Đông Hòa 30", "Tỉnh Mẫu"),
        ("Xã Đông Hòa 300", "Tỉnh Mẫu"),
    ]
    assert [u["name"] for u in gone] == ["Phường Suối Rừng"]
    assert client.get("/units/search?q=").json == {"units": []}
    assert client.get("/units/search?q=%00%cc%80%cc%80").status_code == 200


def test_the_form_of_details_shows_the_unit_that_one_has(client_for, factory, many):
    person = factory.person("Trần Văn Bình", unit_id=many["T-901"])

    page = client_for(person).get("/account/details")

    assert 'value="Phường Suối Rừng"' in page.text
    assert clock.now().date() > date(2025, 7, 1)
