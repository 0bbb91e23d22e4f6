"""Rubrics to start from, in the language of the page; an organiser changes them before anything is saved.

None of them asks for remarks: every scoresheet has room for a comment, and two boxes left judges wondering.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from flask_babel import LazyString, gettext, lazy_gettext

from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.web.office.rubric_forms import Start


def _criterion(name: str, weight: int, description: str, *bands: tuple[str, str]) -> Line:
    """Marked from 0 to 10 in half points: 21 marks find room on the screen of a phone."""
    descriptors = tuple(Descriptor(Decimal(points), text) for points, text in bands)
    settings = Settings(
        name, Decimal(weight), Decimal(0), Decimal(10), Decimal("0.5"), descriptors, description
    )
    return Line("steps", settings)


def _start(*lines: Line) -> Start:
    return Start(lines)


def _essay() -> Start:
    return _start(
        _criterion(
            gettext("Content"),
            40,
            gettext("Is the subject met, and does the work say something of weight about it?"),
            ("9", gettext("Rich, exact and new; every part serves the subject.")),
            ("7", gettext("Right and complete, with some thoughts of its own.")),
            ("5", gettext("Meets the subject, but stays general or leaves gaps.")),
            ("0", gettext("Misses the subject, or errs in what matters.")),
        ),
        _criterion(
            gettext("Argument"),
            30,
            gettext("Do the reasons and examples carry what is claimed?"),
            ("9", gettext("Closely reasoned, with telling and checked evidence.")),
            ("7", gettext("Clear reasons and fitting examples, small gaps.")),
            ("5", gettext("Claims outweigh reasons; examples are few.")),
            ("0", gettext("Hardly any reasons, or they contradict each other.")),
        ),
        _criterion(
            gettext("Language"),
            20,
            gettext("Is it clear, lively and correct?"),
            ("9", gettext("A voice of its own; a pleasure to read.")),
            ("7", gettext("Clear and correct throughout.")),
            ("5", gettext("Understandable, with noticeable faults.")),
            ("0", gettext("Faults make it hard to understand.")),
        ),
        _criterion(
            gettext("Form"),
            10,
            gettext("Are the parts well ordered and the sources named?"),
            ("9", gettext("Well built from title to end; sources named.")),
            ("5", gettext("The order can be followed; sources named in part.")),
            ("0", gettext("Without order, or without any source.")),
        ),
    )


def _study() -> Start:
    return _start(
        _criterion(
            gettext("Orientation and subject"),
            20,
            gettext("Is the subject right, topical and treated from the right standpoint?"),
        ),
        _criterion(
            gettext("Argument and evidence"),
            35,
            gettext("Are claims proved by reasons, figures and examples?"),
        ),
        _criterion(
            gettext("Novelty and practical solutions"),
            20,
            gettext("Does it find something new, and can what it proposes be done?"),
        ),
        _criterion(
            gettext("Language and persuasion"),
            15,
            gettext("Is it well built, clearly written and convincing?"),
        ),
        _criterion(
            gettext("Form, sources and reach"),
            10,
            gettext("Are the rules of form kept and the sources named?"),
        ),
    )


# Address of the start: its name on the page, and what makes it.
STARTS: Mapping[str, tuple[LazyString, Callable[[], Start]]] = {
    "essay": (lazy_gettext("Essay: content 40, argument 30, language 20, form 10"), _essay),
    "study": (
        lazy_gettext("Study: orientation 20, argument 35, solutions 20, language 15, form 10"),
        _study,
    ),
}
