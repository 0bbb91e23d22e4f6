"""The search on a slice of the planted essays of `python -m tests.bench.leaks`, on forms known and held out."""

import pytest

from tests.bench.leaks import ALARMS, RECALL, measure
from tests.planted_leaks import essays
from tests.planted_leaks.forms import FORMS
from tests.planted_leaks.held_out_forms import HELD_OUT


@pytest.mark.parametrize("held_out", [False, True])
def test_nearly_every_planted_trace_is_found_and_clean_essays_are_left_in_peace(held_out):
    taken = {"seed": 3, "words": 300, "held_out": held_out}
    figures = measure(essays.planted(280, **taken), essays.clean(60, **taken))
    missed = [(essay.template, essay.trace, essay.identity.names[0]) for essay in figures.missed]
    assert figures.recall >= RECALL, missed
    assert figures.alarms_per_clean <= ALARMS, [found for _, found in figures.alarms]


def test_a_trace_is_found_only_where_it_stands():
    essay = next(essays.planted(1, seed=3, words=300))
    elsewhere = next(essays.clean(1, seed=3, words=300))
    assert essay.text[essay.start : essay.end] == essay.trace
    assert not essay.caught_by(())
    assert not elsewhere.trace


def test_every_kind_is_held_out_too_and_no_form_stands_in_both_lists():
    assert set(FORMS) == set(HELD_OUT)
    both = {form for forms in FORMS.values() for form in forms} & {
        f for forms in HELD_OUT.values() for f in forms
    }
    assert both == set()
