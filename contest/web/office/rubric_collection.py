"""Thirteen rubrics of real contests as starts, told in our own words, in the language of the page."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from flask_babel import LazyString, gettext, lazy_gettext

from contest.judging.rules import design
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.web.office.rubric_forms import Start

ONE, HALF = Decimal(1), Decimal("0.5")
Bands = tuple[tuple[int, str], ...]


def _points(
    name: str, most: int, step: Decimal = ONE, *, least: int = 0, bands: Bands = (), ask: str = ""
) -> Line:
    """Count the points as they are."""
    described = tuple(Descriptor(Decimal(at), words) for at, words in bands)
    whole = Decimal(most)
    return Line("steps", Settings(name, whole, Decimal(least), whole, step, described, ask))


def _weighed(name: str, weight: str, most: int = 10, step: Decimal = HALF, ask: str = "") -> Line:
    """Count by a weight."""
    return Line("steps", Settings(name, Decimal(weight), Decimal(0), Decimal(most), step, description=ask))


def _group(name: str) -> Line:
    return Line("heading", Settings(name))


def _words(name: str, ask: str) -> Line:
    return Line("comment", Settings(name, description=ask))


def _bonus(name: str, most: int, ask: str = "") -> Line:
    return Line("bonus", Settings(name, maximum=Decimal(most), step=ONE, description=ask))


def _in_points(full_score: int, *lines: Line) -> Start:
    return Start(lines, Decimal(full_score), design.POINTS)


def _in_percent(*lines: Line) -> Start:
    return Start(lines, Decimal(100), design.PERCENT)


def _questions() -> Start:
    count = range(1, 10)
    return _in_points(
        100,
        _group(gettext("Content")),
        *(_points(gettext("Question %(number)d: content", number=n), 10, HALF) for n in count),
        _group(gettext("Form")),
        *(_points(gettext("Question %(number)d: form", number=n), 1, HALF) for n in count),
        _points(gettext("Form of the whole work"), 1, HALF),
    )


def _twenty() -> Start:
    return _in_points(
        20,
        _group(gettext("Presentation")),
        _points(gettext("Clear layout"), 2, HALF),
        _points(gettext("Fluent style"), 2, HALF),
        _group(gettext("Content")),
        _points(
            gettext("Richness"), 8, HALF, ask=gettext("Is there much in it, and all of it to the subject?")
        ),
        _points(gettext("Creativity"), 4, HALF),
        _group(gettext("Subject")),
        _points(gettext("Choice of the subject"), 4, HALF),
    )


def _foreign_language() -> Start:
    return _in_points(
        95,
        _points(gettext("Content"), 40, least=5, bands=_three((5, 16, 30))),
        _points(gettext("Structure and vocabulary"), 30, least=10, bands=_three((10, 15, 25))),
        _points(gettext("Grammar and spelling"), 25, bands=_three((0, 10, 20))),
        _bonus(gettext("Humour"), 5, gettext("Only where it makes the reader smile.")),
        _bonus(gettext("Care and creativity"), 5, gettext("Neat, early, or daring in its form.")),
    )


def _three(begins: tuple[int, int, int]) -> Bands:
    words = (
        gettext("Weak: much is missing or wrong."),
        gettext("Sound: what is needed is there."),
        gettext("Outstanding: better than most works of this kind."),
    )
    return tuple(zip(begins, words, strict=True))


def _media() -> Start:
    return _in_percent(
        _weighed(gettext("Sound"), "25"), _weighed(gettext("Image"), "25"), _weighed(gettext("Text"), "50")
    )


def _ten() -> Start:
    return _in_points(
        10,
        _points(gettext("Finds the real issue"), 2, HALF),
        _points(gettext("Shows what is right and what is wrong in it"), 4, HALF),
        _points(gettext("Comments sharply, with evidence of its own"), 2, HALF),
        _points(gettext("Structure"), 1, HALF),
        _points(gettext("Expression"), 1, HALF),
    )


def _craft() -> Start:
    return _in_points(
        100,
        _points(gettext("Creativity"), 50),
        _points(gettext("Technique"), 30),
        _points(
            gettext("Theme and form"),
            20,
            ask=gettext("Is it on the theme, and in the form that was asked for?"),
        ),
    )


def _theme() -> Start:
    return _in_points(
        100,
        _points(gettext("Knowledge of the theme"), 30, bands=_three((0, 15, 25))),
        _points(gettext("Development of the theme"), 35, bands=_three((0, 18, 29))),
        _points(gettext("Clarity of the ideas"), 35, bands=_three((0, 18, 29))),
    )


def _spoken() -> Start:
    return _in_points(
        100,
        _points(gettext("Originality"), 30),
        _points(gettext("Content"), 35),
        _points(gettext("Delivery"), 35, ask=gettext("Does the voice carry what is said?")),
    )


def _groups_weighed() -> Start:
    content = (
        gettext("Understanding of the subject"),
        gettext("Originality"),
        gettext("Evidence"),
        gettext("Use of sources"),
    )
    presentation = (
        gettext("Quality of the writing"),
        gettext("Order of the parts"),
        gettext("Rules of writing"),
    )
    return _in_percent(
        _group(gettext("Content")),
        *(_weighed(name, "13.75", 5, ONE) for name in content),
        _group(gettext("Presentation")),
        *(_weighed(name, "15", 5, ONE) for name in presentation),
    )


def _alike() -> Start:
    lines = (
        _weighed(gettext("Originality"), "1", 4, ONE, gettext("Have you read this before, or is it new?")),
        _weighed(gettext("Skill"), "1", 4, ONE, gettext("Is the means mastered that it chose?")),
        _weighed(gettext("A voice of its own"), "1", 4, ONE, gettext("Do you hear a person in it?")),
        _words(gettext("What stays"), gettext("What will you still remember of it tomorrow?")),
    )
    return Start(lines, Decimal(12))


def _club() -> Start:
    return _in_points(
        100,
        _group(gettext("Form")),
        _points(gettext("Grammar"), 10),
        _points(gettext("Order of the parts"), 10),
        _points(gettext("Workmanship"), 10),
        _group(gettext("Content")),
        _points(gettext("Ideas"), 50),
        _group(gettext("The rest")),
        _points(gettext("Impression as a whole"), 20),
    )


def _officials() -> Start:
    bands: Bands = (
        (0, gettext("Weak, or copied from elsewhere.")),
        (10, gettext("Sound, with gaps.")),
        (20, gettext("Excellent.")),
    )
    names = (
        gettext("Theme"),
        gettext("Research and novelty"),
        gettext("Argument"),
        gettext("Logic and language"),
    )
    return _in_points(100, *(_points(name, 25, bands=bands) for name in names))


def _teachers() -> Start:
    return _in_points(
        100,
        _points(gettext("Theme"), 30),
        _points(gettext("Genre and structure"), 20),
        _points(gettext("Language"), 20),
        _points(gettext("Novelty and highlights"), 30),
        _words(
            gettext("Suspected copying"),
            gettext("From where, and which passage? Leave it empty if there is none."),
        ),
    )


# Address of the start: its name on the page, and what makes it.
COLLECTION: Mapping[str, tuple[LazyString, Callable[[], Start]]] = {
    "questions": (lazy_gettext("Answers to nine questions: content 90, form 10"), _questions),
    "twenty": (lazy_gettext("Essay out of 20: presentation 4, content 12, subject 4"), _twenty),
    "foreign": (
        lazy_gettext("Writing in a foreign language: 95 points in bands, bonus above them"),
        _foreign_language,
    ),
    "media": (lazy_gettext("Sound, image and text: 25, 25 and 50 per cent"), _media),
    "ten": (lazy_gettext("Examination essay out of 10, by half points"), _ten),
    "craft": (lazy_gettext("Works in several media: creativity 50, technique 30, theme and form 20"), _craft),
    "theme": (lazy_gettext("Essay on a given theme: knowledge 30, development 35, clarity 35"), _theme),
    "spoken": (lazy_gettext("Spoken essay: originality 30, content 35, delivery 35"), _spoken),
    "groups": (lazy_gettext("Two groups by weight: content 55, presentation 45 per cent"), _groups_weighed),
    "alike": (lazy_gettext("Three qualities that weigh alike, with questions and a comment"), _alike),
    "club": (lazy_gettext("Form 30, content 50, impression 20"), _club),
    "officials": (lazy_gettext("Study by officials: four criteria of 25 points in bands"), _officials),
    "teachers": (
        lazy_gettext("Essay: theme 30, structure 20, language 20, novelty 30, suspicion in words"),
        _teachers,
    ),
}
