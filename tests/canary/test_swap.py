"""Two authors exchanged: not one byte that a judge receives is another (security.md 1.5, non-interference)."""

import pytest

from contest.kernel import clock
from tests.canary import swapped
from tests.canary.facts import Handed
from tests.canary.swapped import FIRST, SECOND

JUDGES = ("judge1", "judge2", "judge3", "judge4")


# Before works lie on the desks all judges see the same.
@pytest.mark.parametrize(
    ("stage", "judges"),
    [("open", JUDGES[:1]), ("screening", JUDGES[:1]), ("judging", JUDGES), ("third reading", JUDGES)],
)
def test_a_judge_cannot_tell_which_of_two_authors_wrote_which_essay(pairs, stage, judges):
    pair = pairs[stage]
    with pair.one.running() as one, pair.other.running() as other:
        found = {judge: swapped.differences(pair, (one, other), judge) for judge in judges}

    assert found == {judge: [] for judge in judges}


def test_the_two_authors_differ_in_everything_that_must_not_show(pairs):
    one, other = (world.facts.handed for world in (pairs["judging"].one, pairs["judging"].other))

    assert [(w.letter) for w in (one[FIRST], one[SECOND], other[FIRST], other[SECOND])] == [
        "C",
        "G",
        "G",
        "C",
    ]
    for essay in (FIRST, SECOND):
        mine, theirs = told(one[essay]), told(other[essay])
        assert [name for name in mine if mine[name] == theirs[name]] == []
    assert one[FIRST].submitted_at < one[SECOND].submitted_at
    assert other[SECOND].submitted_at < other[FIRST].submitted_at


def told(work: Handed) -> dict[str, object]:
    return {name: getattr(work, name) for name in Handed.__slots__}


def test_the_comparison_reads_every_essay_as_text_as_pictures_and_as_a_pdf_and_tells_of_each(pairs):
    pair = pairs["judging"]
    codes = pair.one.facts.codes[0]
    with pair.one.running() as app, clock.fixed(pair.one.now):
        answers = [a for judge in JUDGES for a in swapped.received(app, pair.one, judge)]
    essays = [(a, a.url.rpartition("/essays/")[2]) for a in answers if "/essays/" in a.url]
    read = {path for a, path in essays if a.status == 200}
    told = {path for a, path in essays if (a.method, a.status) == ("POST", 303)}

    recorded = {f"{codes[each]}/recording" for each in (FIRST, SECOND)}
    assert read >= recorded | {
        *codes.values(),
        f"{codes[SECOND]}/pages/1",
        *(f"{code}/pdf" for code in codes.values()),
    }
    assert told == {f"{code}/visible" for code in codes.values()}
    assert {path for _, path in essays} >= {f"{code}/recording" for code in codes.values()}
    assert {a.status for a in answers} == {200, 206, 302, 303, 404, 403, 405, 416, 422}
