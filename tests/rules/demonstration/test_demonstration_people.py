"""Tests of the invented people and units."""

import random
import re
import unicodedata
from collections import Counter

import pytest

from contest.demonstration import names
from contest.demonstration.people import DOMAINS, people
from contest.demonstration.phrasebook import book
from contest.demonstration.units import Unit, units
from contest.kernel.text import fold
from contest.people.rules import details

MANY = people(random.Random(7), 3000, units=units())


def test_the_same_seed_makes_the_same_people_and_another_seed_makes_others():
    first, again, other = (people(random.Random(seed), 50, units=units()) for seed in (1, 1, 2))
    assert first == again
    assert {person.email for person in first} & {person.email for person in other} == set()


def test_addresses_and_phones_never_repeat():
    phones = [person.phone for person in MANY if person.phone]
    assert len({person.email for person in MANY}) == 3000
    assert len(set(phones)) == len(phones)
    assert 2400 < len(phones) < 2700


def test_addresses_are_ascii_at_reserved_domains_and_fit_the_person():
    for person in MANY:
        local, _, domain = person.email.partition("@")
        assert re.fullmatch(r"[a-z.]+\d+", local), person.email
        assert domain in DOMAINS
        last = re.sub(r"[^a-z]", "", fold(person.name.split()[-1]))
        assert last in local
    assert all(domain == "example.org" or domain.endswith(".example") for domain in DOMAINS)


def test_every_person_passes_the_rules_of_registration():
    for person in MANY:
        assert details.full_name(person.name) == person.name
        assert details.birth_year(person.birth_year, this_year=2026) == person.birth_year
        assert 1961 <= person.birth_year <= 2004
        if person.phone:
            assert re.fullmatch(r"090000\d{4}", details.phone(person.phone) or "")


def test_names_have_two_to_five_words_and_the_common_families_lead():
    lengths = Counter(len(person.name.split()) for person in MANY)
    assert set(lengths) == {2, 3, 4, 5}
    assert lengths.most_common(1)[0][0] == 3
    families = Counter(person.name.split()[0] for person in MANY)
    assert [name for name, _ in families.most_common(3)] == ["Nguyễn", "Trần", "Lê"]
    assert 0.28 < families["Nguyễn"] / 3000 < 0.40
    assert all(unicodedata.is_normalized("NFC", person.name) for person in MANY)


def test_rarer_shapes_of_names_are_among_them():
    rare = {family for families, _, _ in names.OTHERS for family in families} - set(names.FAMILY)
    met = [person for person in MANY if person.name.split()[0] in {family.split()[0] for family in rare}]
    assert 40 < len(met) < 200
    assert any("'" in person.name for person in MANY)


def test_a_name_never_says_the_same_word_twice_in_a_row():
    assert [person.name for person in MANY if re.search(r"(?<!\S)(\S+) \1(?!\S)", person.name)] == []


def test_older_women_are_oftener_called_thi():
    women = [
        person for person in MANY if person.name.split()[-1] in set(names.WOMEN_GIVEN) - set(names.MEN_GIVEN)
    ]
    old = [p for p in women if p.birth_year < 1975]
    young = [p for p in women if p.birth_year > 1995]
    share = [sum("Thị" in p.name.split() for p in group) / len(group) for group in (old, young)]
    assert share[0] > share[1] + 0.05


def test_people_are_spread_over_the_units_but_none_is_in_the_province_itself():
    assert {person.unit for person in MANY} == {unit for unit in units() if unit.parent}


def test_where_there_is_one_unit_alone_everybody_is_in_it():
    alone = Unit("A", "Một đơn vị", "department", None)
    assert {person.unit for person in people(random.Random(1), 5, units=[alone])} == {alone}


def test_the_tree_of_units_has_one_root_and_every_unit_follows_its_parent():
    seen: set[str] = set()
    for unit in units():
        assert unit.parent is None if not seen else unit.parent in seen
        assert unit.code not in seen
        seen.add(unit.code)
    assert len(seen) == 79


def test_units_have_names_of_their_own_and_every_kind_is_there():
    assert len({fold(unit.name) for unit in units()}) == 79
    assert Counter(unit.kind for unit in units()) == {
        "tỉnh": 1, "sở, ban, ngành": 10, "thư viện": 1, "bảo tàng": 1, "trung tâm": 7, "trường học": 24, "bệnh viện": 3,
        "báo, đài": 1, "hội": 3, "xã": 16, "phường": 8, "trạm y tế": 4,
    }  # fmt: skip
    assert all(len(unit.code) <= 40 for unit in units())
    assert all(unicodedata.is_normalized("NFC", unit.name) for unit in units())


def test_no_unit_belongs_to_a_party():
    assert [unit.name for unit in units() if re.search(r"\bđảng|\bủy\b", unit.name.lower())] == []


@pytest.mark.parametrize("role", ["elder", "man", "woman", "kid"])
def test_no_villager_of_the_essays_bears_a_given_name_of_the_people(role):
    (line,) = book("general").lines(role)
    spoken = {
        "".join(map(str, option))
        for choice in line
        if hasattr(choice, "options")
        for option in choice.options
    }
    assert len(spoken) >= 14
    assert spoken & (set(names.MEN_GIVEN) | set(names.WOMEN_GIVEN)) == set()
