"""Who seals the identities: the installation, or people with keys."""

import json
from dataclasses import replace

import pytest

from contest.editions.rules import edition, fixing, phases
from contest.editions.rules.copying import following
from contest.editions.rules.levels import Level
from contest.editions.rules.secrecy import NO_HOLDERS, Sealing, problems
from contest.kernel.errors import RuleBroken
from tests.rules.editions.specs import SOUND

BY_TWO = Sealing("sealed", 2)


@pytest.mark.parametrize(
    ("sealing", "collects_only", "found"),
    [
        (NO_HOLDERS, False, []),
        (NO_HOLDERS, True, []),
        (BY_TWO, False, []),
        (Sealing("sealed", 4), False, []),
        (Sealing("open"), False, ["mode"]),
        (Sealing("sealed", 1), False, ["keys_needed"]),
        (Sealing("sealed", 5), False, ["keys_needed"]),
        (BY_TWO, True, ["mode"]),
    ],
)
def test_at_least_two_keys_open_together_and_never_all_five(sealing, collects_only, found):
    assert [problem.field for problem in problems(sealing, collects_only=collects_only)] == found


def test_a_spec_names_what_is_wrong_with_its_sealing():
    spec = replace(SOUND, sealing=Sealing("sealed", 9), level=Level(collects_only=True))

    assert [problem.field for problem in edition.problems(spec)] == ["keys_needed", "mode"]


def test_the_fixed_rules_tell_how_the_identities_are_sealed_where_people_hold_keys():
    plain, by_holders = (
        json.loads(fixing.document(replace(SOUND, sealing=each))) for each in (NO_HOLDERS, BY_TWO)
    )

    assert by_holders["sealing"] == {"mode": "sealed", "keys_needed": 2}
    assert "sealing" not in plain


def test_the_choice_stays_once_people_rely_on_it_and_next_year_begins_with_it():
    with pytest.raises(RuleBroken, match="people rely on its settings"):
        phases.refuse_late_change("announced", ["sealing"])

    assert following(replace(SOUND, sealing=BY_TWO)).sealing == BY_TWO
