"""The rules that everybody may rely on, as one document with a fingerprint; what differs between two of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import Field, dataclass, field, fields, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final

from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.levels import NO_LEVEL
from contest.editions.rules.paper import BY_ARRIVAL
from contest.editions.rules.secrecy import NO_HOLDERS
from contest.editions.rules.unit_prizes import NO_UNIT_PRIZES

# Nobody outside the office is touched by it, and it would tell where a way in is.
PRIVATE: Final = frozenset({"second_factor"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document: where it stands inside its setting, and what it says.

    `of`: what it is about by name, like a category and a prize in it. A line stays the same where only that changed.
    """

    path: tuple[str, ...]
    value: str
    of: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that was changed: the lines that went and the lines that came."""

    setting: str
    gone: tuple[Line, ...]
    come: tuple[Line, ...]


def document(spec: EditionSpec) -> str:
    """Return the public settings as JSON text, the same for the same settings, for anybody to compute its SHA-256."""
    public = {f.name: _plain(getattr(spec, f.name)) for f in fields(spec) if f.name not in PRIVATE}
    if not spec.keeps_drafts:
        del public["keeps_drafts"]
    if spec.level == NO_LEVEL:
        del public["level"]
    if spec.paper == BY_ARRIVAL:
        del public["paper"]
    if spec.sealing == NO_HOLDERS:
        del public["sealing"]
    if spec.unit_prizes == NO_UNIT_PRIZES:
        del public["unit_prizes"]
    else:
        points = {each.prize: _plain(each.points) for each in spec.unit_prizes.points}
        public["unit_prizes"] |= {"points": points, "enough": list(spec.unit_prizes.enough)}
    public["milestones"] = {each.kind: _plain(each.at) for each in spec.milestones}
    return json.dumps(public, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def fingerprint(text: str) -> str:
    """Return the SHA-256 of the document's UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def concerns(changed: tuple[str, ...]) -> bool:
    """Tell whether one of the changed settings is public."""
    return not PRIVATE.issuperset(changed)


def differences(before: str, after: str) -> tuple[Difference, ...]:
    """Return what differs between two documents, by setting; texts line by line."""
    old, new = json.loads(before), json.loads(after)
    return tuple(
        Difference(name, *_lines_changed(tuple(_lines(old.get(name))), tuple(_lines(new.get(name)))))
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    )


def _plain(value: object) -> Any:  # noqa: ANN401 -- what JSON can hold
    if is_dataclass(value):
        # The ids of rows say nothing to a reader, and differ where the settings do not.
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if _says(value, f)}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _says(value: object, setting: Field[Any]) -> bool:
    """Tell whether a setting is told: the id of a row never, one that came later only where it is set."""
    is_silent = setting.metadata.get("silent") and getattr(value, setting.name) == setting.default
    return setting.name != "id" and not is_silent


def _lines(
    value: Any,  # noqa: ANN401 -- what JSON can hold
    path: tuple[str, ...] = (),
    of: tuple[str, ...] = (),
) -> Iterator[Line]:
    if isinstance(value, dict):
        for key in sorted(value):
            yield from _lines(value[key], (*path, key), of)
    elif isinstance(value, list):
        for each in value:
            yield from _lines(each, path, (*of, *_called(each)))
    elif value is not None:
        yield from (Line(path, line, of) for line in str(value).split("\n") if line.strip())


def _called(value: Any) -> Iterator[str]:  # noqa: ANN401 -- what JSON can hold
    """Give the name of an item of a list, where it has one."""
    if isinstance(value, dict):
        yield from (str(value[key]) for key in ("name", "label") if value.get(key))


def _lines_changed(old: tuple[Line, ...], new: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    gone: list[Line] = []
    come: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag != "equal":
            gone += old[i:j]
            come += new[k:m]
    return tuple(gone), tuple(come)
