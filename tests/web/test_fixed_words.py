"""Everything that the fixed rules hold has a name in both languages, and so has every value that may stand there."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

import pytest
from flask_babel import force_locale

from contest.editions.rules import (
    conditions,
    demands,
    edition,
    extra_prizes,
    fixing,
    identity,
    levels,
    milestones,
    own_fields,
    paper,
    passing,
    prizes,
    secrecy,
    unit_prizes,
)
from contest.editions.rules.edition import EditionSpec
from contest.editions.rules.fixing import Line
from contest.web import fixed_words, wording

# What the document writes in another shape than the settings have, or not at all.
RESHAPED = {
    "milestones.kind", "milestones.at", "unit_prizes.points.prize", "unit_prizes.points.points",
    "unit_prizes.points.is_enough",
}  # fmt: skip
CLOSED = {
    "categories.file_kinds": edition.FILE_KINDS,
    "categories.demands.length_unit": demands.LENGTH_UNITS,
    "categories.demands.uncounted": demands.UNCOUNTED,
    "categories.demands.recordings": demands.RECORDINGS,
    "categories.demands.publication": demands.PUBLICATIONS,
    "categories.demands.proof": demands.PROOFS,
    "rounds.unit": passing.UNITS,
    "rounds.counting": edition.COUNTING,
    "conditions.countries_by": (conditions.CITIZENSHIP, conditions.RESIDENCE),
    "level.name": ("", *levels.NAMES),
    "sealing.mode": secrecy.MODES,
    "paper.counts_by": paper.COUNTED_BY,
    "identity.fields.kind": identity.KINDS,
    "caps.share_of": (prizes.WORKS, prizes.AUTHORS),
    "caps.share_in": (prizes.CATEGORY, prizes.EDITION),
    "extra_prizes.kind": extra_prizes.KINDS,
    "extra_prizes.among": (extra_prizes.RANKED, extra_prizes.JUDGED),
    "unit_prizes.credit": unit_prizes.CREDITS,
    "own_fields.kind": own_fields.KINDS,
    "own_fields.file_kinds": own_fields.FILE_KINDS,
    "categories.own_fields.kind": own_fields.KINDS,
    "categories.own_fields.file_kinds": own_fields.FILE_KINDS,
}


def inner(hint: object) -> object:
    """The type of a value, or of each in a tuple."""
    if get_origin(hint) in {tuple, Union, UnionType}:
        return inner(next(each for each in get_args(hint) if each is not type(None)))
    return hint


def settings(of: type, before: str = "") -> Iterator[tuple[str, object]]:
    """Every setting inside a dataclass: path and type."""
    hints = get_type_hints(of)
    for each in fields(of):
        kind, path = inner(hints[each.name]), before + each.name
        if each.name == "id" or path in fixing.PRIVATE:
            continue
        if is_dataclass(kind):
            yield from settings(kind, f"{path}.")
        else:
            yield path, kind


ALL = dict(settings(EditionSpec))


def test_every_setting_of_the_fixed_rules_has_a_name():
    told = {path for path in ALL if "." in path} - RESHAPED
    added = {f"milestones.{kind}" for kind in milestones.KINDS} | {"unit_prizes.enough"}

    assert len(told) > 70
    assert set(fixed_words.NAMES) == told | added
    assert {path.split(".")[0] for path in ALL} - set(wording.SETTINGS) == set()


def test_every_value_that_may_stand_somewhere_has_words():
    either = {path: ("True", "False") for path, kind in ALL.items() if kind is bool and path not in RESHAPED}

    assert {path: set(words) for path, words in fixed_words.VALUES.items()} == {
        path: set(values) for path, values in (CLOSED | either).items()
    }


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_line_is_told_in_plain_words(app, language):
    lines: Mapping[tuple[str, Line], Mapping[str, str]] = {
        ("categories", Line(("demands", "publication"), "unpublished", ("Tạp chí",))): {
            "vi": "Tạp chí: công bố trước đó: chưa công bố trước ngày phát động",
            "en": "Tạp chí: publication before: unpublished before the launch",
        },
        ("categories", Line(("prizes", "amount"), "5000000", ("Báo", "Giải A"))): {
            "vi": "Báo, Giải A: tiền thưởng mỗi giải: 5.000.000 đồng",
            "en": "Báo, Giải A: money for each: 5,000,000 VND",
        },
        ("rounds", Line(("tolerance",), "20.5", ("Sơ khảo",))): {
            "vi": "Sơ khảo: mức chênh phải chấm lần ba: 20,5",
            "en": "Sơ khảo: difference that asks for a third reading: 20.5",
        },
        ("rounds", Line(("name",), "Sơ khảo", ("Sơ khảo",))): {"vi": "tên: Sơ khảo", "en": "name: Sơ khảo"},
        ("unit_prizes", Line(("points", "Giải A. lớn"), "10")): {
            "vi": "điểm cho mỗi “Giải A. lớn”: 10",
            "en": "points for each “Giải A. lớn”: 10",
        },
        ("declarations", Line((), "Tác phẩm là của tôi: thật.")): {
            "vi": "Tác phẩm là của tôi: thật.",
            "en": "Tác phẩm là của tôi: thật.",
        },
    }

    with app.test_request_context(), force_locale(language):
        said = {place: fixed_words.read(*place) for place in lines}

    assert said == {place: words[language] for place, words in lines.items()}
