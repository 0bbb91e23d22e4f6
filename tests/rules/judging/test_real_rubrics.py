"""Thirteen rubrics of real contests, as the designer expresses them, each with one work marked by it.

Names and numbers are facts of those contests; the descriptions are ours. What a rubric cannot hold is said beside it.
"""

from decimal import Decimal

import pytest

from contest.judging.rules import design
from contest.judging.rules.criteria import criterion
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.judging.rules.rubric import Rubric
from contest.kernel.errors import RuleBroken


def points(name, most, *, weight=None, step="1", least="0", bands=()):
    """A criterion whose points are its weight, unless another is given."""
    described = tuple(Descriptor(Decimal(at), words) for at, words in bands)
    return Line(
        "steps",
        Settings(name, Decimal(weight or most), Decimal(least), Decimal(most), Decimal(step), described),
    )


def group(name):
    return Line("heading", Settings(name))


def words(name, description=""):
    return Line("comment", Settings(name, description=description))


def bonus(name, most, step="1"):
    return Line("bonus", Settings(name, maximum=Decimal(most), step=Decimal(step)))


BANDS = (("0", "weak, or copied from elsewhere"), ("10", "sound"), ("20", "outstanding"))

# Name, full score, lines, marks in the order of the lines that take points, total, parts of the groups.
RUBRICS = {
    "constitution writing contest 2015: nine questions, content 90 and form 10": (
        "100",
        (
            group("Content"),
            *(points(f"Question {n}: content", "10", step="0.5") for n in range(1, 10)),
            group("Form"),
            *(points(f"Question {n}: form", "1", step="0.5") for n in range(1, 10)),
            points("The whole work", "1", step="0.5"),
        ),
        ["8"] * 9 + ["0.5"] * 9 + ["1"],
        "77.5",
        ["0.9", "0.1"],
    ),
    "essay contest of a school forum: out of 20": (
        "20",
        (
            group("Presentation"), points("Layout", "2"), points("Fluent style", "2"),
            group("Content"), points("Rich", "8"), points("Creative", "4"),
            group("Topic"), points("Good subject", "4"),
        ),
        ["2", "1", "6", "3", "4"],
        "16",
        ["0.2", "0.6", "0.2"],
    ),
    "English writing of that school: a bonus beyond the maximum, bands that overlap begin where the higher one does": (
        "95",
        (
            points("Content", "40", least="5", bands=(("5", "thin"), ("16", "good"), ("30", "rich"))),
            points("Structure, vocabulary", "30", least="10", bands=(("10", "plain"), ("15", "apt"), ("25", "rich"))),
            points("Grammar and spelling", "25", bands=(("0", "many faults"), ("5", "some"), ("20", "hardly any"))),
            bonus("Humour", "5"),
            bonus("Early entry, neatness, creativity", "5"),
        ),
        ["40", "30", "25", "5", "4"],
        "104",
        [],
    ),
    "sound postcards: per cent of three media": (
        "100",
        (points("Sound", "10", weight="25"), points("Image", "10", weight="25"), points("Text", "10", weight="50")),
        ["8", "6", "9"],
        "80",
        [],
    ),
    "graduate essay exam: half points out of ten": (
        "10",
        (
            points("Finds the real issue", "2", step="0.5"), points("Sound and unsound points", "4", step="0.5"),
            points("Comment with new evidence", "2", step="0.5"), points("Structure", "1", step="0.5"),
            points("Expression", "1", step="0.5"),
        ),
        ["1.5", "3", "1.5", "1", "0.5"],
        "7.5",
        [],
    ),
    "multimedia contest: the jury's half; the public vote is counted apart from it": (
        "100",
        (points("Creativity", "50"), points("Technique", "30"), points("Theme, on time, right format", "20")),
        ["40", "25", "20"],
        "85",
        [],
    ),
    "patriot's pen": (
        "100",
        (
            points("Knowledge of theme", "30", bands=(("0", "little"), ("15", "some"), ("25", "much"))),
            points("Theme development", "35"), points("Clarity of ideas", "35"),
        ),
        ["27", "30", "33"],
        "90",
        [],
    ),
    "voice of democracy": (
        "100",
        (points("Originality", "30"), points("Content", "35"), points("Delivery", "35")),
        ["30", "28", "35"],
        "93",
        [],
    ),
    "profile in courage: weights of groups, shared by what is in them": (
        "100",
        (
            group("Content"),
            *(points(n, "5", weight="13.75") for n in ("Understanding", "Originality", "Evidence", "Sources")),
            group("Presentation"),
            *(points(n, "5", weight="15") for n in ("Quality of writing", "Organisation", "Conventions")),
        ),
        ["4"] * 7,
        "80",
        ["0.55", "0.45"],
    ),
    "art and writing awards: three qualities that weigh alike, with guiding questions": (
        "3",
        (
            *(points(n, "4", weight="1") for n in ("Originality", "Skill", "Personal voice")),
            words("What moved you?", "What would you remember of it tomorrow?"),
        ),
        ["4", "2", "3"],
        "2.25",
        [],
    ),
    "club essay sheet: the points; that judges rank instead is a way of counting, not of marking": (
        "100",
        (
            group("Form"), *(points(n, "10") for n in ("Grammar", "Organisation", "Craftsmanship")),
            group("Content"), points("Ideas", "50"),
            group("The rest"), points("Impression", "20"),
        ),
        ["9", "8", "10", "41", "15"],
        "83",
        ["0.3", "0.5", "0.2"],
    ),
    "district government's essays by officials: bands, the lowest of which names copying": (
        "100",
        tuple(points(n, "25", bands=BANDS) for n in ("Theme", "Research and novelty", "Argument", "Logic, language")),
        ["22", "19", "20", "24"],
        "85",
        [],
    ),
    "teachers' essays: suspected copying is said in words, for the chair to act on": (
        "100",
        (
            points("Theme", "30"), points("Genre and structure", "20"), points("Language", "20"),
            points("Novelty and highlights", "30"), words("Suspected copying", "From where, and which passage?"),
        ),
        ["25", "18", "15", "22"],
        "80",
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUBRICS)
def test_a_real_rubric_is_designed_without_a_fault_and_a_work_marked_by_it(name):
    full, lines, typed, total, groups = RUBRICS[name]
    lines = design.clean(lines)

    assert [str(problem) for problem in design.problems(Decimal(full), lines)] == []
    rubric = Rubric({n: criterion(line.kind, line.settings) for n, line in enumerate(lines)}, Decimal(full))
    marked = [n for n, each in rubric.criteria.items() if each.scored or each.bonus]
    marks = {n: rubric.criteria[n].parse(raw) for n, raw in zip(marked, typed, strict=True)}
    assert rubric.total(marks) == Decimal(total)
    shares = zip(lines, design.shares(lines), strict=True)
    assert [share for line, share in shares if line.kind == "heading"] == [Decimal(each) for each in groups]


def test_there_are_thirteen():
    assert len(RUBRICS) == 13


def test_a_bonus_may_be_left_out():
    full, lines, typed, _, _ = RUBRICS[next(name for name in RUBRICS if name.startswith("English"))]
    rubric = Rubric({n: criterion(line.kind, line.settings) for n, line in enumerate(lines)}, Decimal(full))

    without = {n: rubric.criteria[n].parse(raw) for n, raw in enumerate(typed[:3])}

    assert (rubric.missing(without), rubric.total(without)) == ((), Decimal(95))


def test_points_of_a_bonus_lie_between_nothing_and_its_most():
    extra = criterion("bonus", bonus("Humour", "5").settings)

    assert [str(value) for value in extra.values()] == ["0", "1", "2", "3", "4", "5"]
    for wrong in ("6", "-1", "2.5", "viel"):
        with pytest.raises(RuleBroken):
            extra.parse(wrong)
