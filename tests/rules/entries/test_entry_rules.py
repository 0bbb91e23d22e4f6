"""Lateness, the secretary's checklist, and the author's own name in the text."""

from datetime import UTC, datetime, timedelta

import pytest

from contest.editions.rules.demands import PLAIN, Demands
from contest.entries.rules import lateness, screening
from contest.entries.rules.states import Act
from contest.kernel.errors import RuleBroken

BEGAN = datetime(2026, 3, 1, 9, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [0, 1, 299, 300])
def test_a_request_counts_from_its_beginning(seconds: int) -> None:
    assert lateness.counts_as(BEGAN, BEGAN + timedelta(seconds=seconds)) == BEGAN


def test_a_body_that_takes_longer_than_five_minutes_counts_from_its_end() -> None:
    end = BEGAN + timedelta(minutes=5, microseconds=1)
    assert lateness.counts_as(BEGAN, end) == end


def test_accepting_needs_the_whole_checklist_and_no_reason() -> None:
    screening.check(Act.ACCEPT, tuple(screening.CHECKLIST), "")
    for missing in screening.CHECKLIST:
        with pytest.raises(RuleBroken) as refusal:
            screening.check(
                Act.ACCEPT, [name for name in screening.CHECKLIST if name != missing], "good reason"
            )
        assert refusal.value.field == "checklist"


@pytest.mark.parametrize("act", [Act.RETURN, Act.REFUSE])
def test_returning_and_refusing_need_a_reason_and_no_checklist(act: Act) -> None:
    screening.check(act, (), "The text is a poem.")
    for reason in ("", "too long", "x" * 2001):
        with pytest.raises(RuleBroken) as refusal:
            screening.check(act, tuple(screening.CHECKLIST), reason)
        assert refusal.value.field == "reason"


def test_the_checklist_asks_about_publication_and_translation_where_they_matter():
    plain = screening.lines(PLAIN, is_translated=False)
    assert set(plain) == {"eligible", "theme", "form", "own", "anonymous"}
    published = screening.lines(Demands(publication="published"), is_translated=True)
    assert set(published) == {*plain, "publication", "translation"}
    assert published["own"] == "Nothing suggests that the work is copied."
    with pytest.raises(RuleBroken):
        screening.check(Act.ACCEPT, tuple(plain), "", published)
    screening.check(Act.ACCEPT, tuple(published), "", published)
