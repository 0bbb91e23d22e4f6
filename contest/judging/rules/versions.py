"""A rubric written down as a document, and what differs between two of them, as sentences."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from contest.judging.rules import figures
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.kernel.errors import N_

_FIGURES: Final = ("weight", "minimum", "maximum", "step")


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that `params` fill; of texts the lines that went and the lines that came."""

    message: str
    params: Mapping[str, object]
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()


def document(full_score: Decimal, lines: Sequence[Line]) -> str:
    """Return the rubric as JSON text, the same for the same rubric."""
    content = {"full_score": _written(full_score), "criteria": [_criterion(line) for line in lines]}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(text: str) -> tuple[Decimal, tuple[Line, ...]]:
    """Return the full score and the criteria of a document."""
    content = json.loads(text)
    return Decimal(content["full_score"]), tuple(_line(each) for each in content["criteria"])


def _criterion(line: Line) -> dict[str, object]:
    s = line.settings
    return {
        "kind": line.kind,
        "name": s.name,
        "description": s.description,
        "descriptors": [[_written(d.points), d.text] for d in s.descriptors],
        **{name: _written(getattr(s, name)) for name in _FIGURES},
    }


def _line(content: Mapping[str, Any]) -> Line:
    settings = Settings(
        name=content["name"],
        description=content["description"],
        descriptors=tuple(Descriptor(Decimal(points), text) for points, text in content["descriptors"]),
        **{name: Decimal(content[name]) for name in _FIGURES},
    )
    return Line(content["kind"], settings)


def _written(value: Decimal) -> str:
    return f"{figures.tidy(value):f}"


# --- what differs -------------------------------------------------------------------------------------------


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return what differs between two documents; an empty one is a rubric that is not there."""
    if not after:
        return (Difference(N_("The rubric was taken away."), {}),)
    if not before:
        return (Difference(N_("The rubric was written."), {}),)
    return tuple(_differences(read(before), read(after)))


def _differences(
    before: tuple[Decimal, tuple[Line, ...]], after: tuple[Decimal, tuple[Line, ...]]
) -> Iterator[Difference]:
    if before[0] != after[0]:
        yield Difference(
            N_("The full score is %(after)s; it was %(before)s."),
            {"after": _written(after[0]), "before": _written(before[0])},
        )
    pairs = _pairs(before[1], after[1])
    for old, new in pairs:
        yield from _changed(old, new)
    kept = [id(old) for old, new in pairs if old and new]
    if kept != [id(line) for line in before[1] if id(line) in kept]:
        yield Difference(N_("The criteria stand in another order."), {})


def _pairs(before: Sequence[Line], after: Sequence[Line]) -> list[tuple[Line | None, Line | None]]:
    """Match criteria by their names, then what is left by its place; in the order of the new rubric."""
    old = {line.settings.name: line for line in before}
    new = {line.settings.name for line in after}
    renamed = {
        id(after[at]): line
        for at, line in enumerate(before[: len(after)])
        if line.settings.name not in new
        and after[at].settings.name not in old
        and after[at].kind == line.kind
    }
    found: list[tuple[Line | None, Line | None]] = [
        (old.get(line.settings.name) or renamed.get(id(line)), line) for line in after
    ]
    matched = {id(one) for one, _ in found}
    return found + [(line, None) for line in before if id(line) not in matched]


def _changed(old: Line | None, new: Line | None) -> Iterator[Difference]:
    if old is not None and new is not None:
        yield from _rewritten(old, new)
        yield from _refigured(old.settings, new.settings)
    elif new is not None:
        yield Difference(N_("New: “%(name)s”."), {"name": new.settings.name})
    elif old is not None:
        yield Difference(N_("Taken out: “%(name)s”."), {"name": old.settings.name})


def _refigured(was: Settings, is_now: Settings) -> Iterator[Difference]:
    for figure in _FIGURES:
        after, before = _written(getattr(is_now, figure)), _written(getattr(was, figure))
        if after != before:
            values = {"name": is_now.name, "after": after, "before": before}
            yield Difference(_FIGURE_SENTENCES[figure], values)


def _rewritten(old: Line, new: Line) -> Iterator[Difference]:
    was, is_now = old.settings, new.settings
    name = {"name": is_now.name}
    if was.name != is_now.name:
        yield Difference(N_("“%(before)s” is called “%(name)s” now."), {**name, "before": was.name})
    if old.kind != new.kind:
        yield Difference(N_("“%(name)s” is marked in another way now."), name)
    if was.description != is_now.description:
        yield Difference(
            N_("“%(name)s”: another question to the judge."), name,
            _lines(was.description), _lines(is_now.description),
        )  # fmt: skip
    if was.descriptors != is_now.descriptors:
        yield Difference(
            N_("“%(name)s”: other words for the points."), name, _described(was), _described(is_now)
        )


_FIGURE_SENTENCES: Final = {
    "weight": N_("“%(name)s”: weight %(after)s; it was %(before)s."),
    "minimum": N_("“%(name)s”: at least %(after)s points; it was %(before)s."),
    "maximum": N_("“%(name)s”: at most %(after)s points; it was %(before)s."),
    "step": N_("“%(name)s”: in steps of %(after)s; it was %(before)s."),
}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _described(s: Settings) -> tuple[str, ...]:
    return tuple(f"{_written(d.points)}: {d.text}" for d in s.descriptors)
