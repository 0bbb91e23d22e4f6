"""The settings of the fixed rules in words: what each of them is called, and what its values mean."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules import passing
from contest.editions.rules.fixing import Line
from contest.web import demand_words, identity_words, length_words, own_words, prize_words, wording
from contest.web import unit_prize_words as of_units
from contest.web.language_names import country, language
from contest.web.templating import day, instant, money, number, points

# Of what is asked in a category, or in every one.
_QUESTION: Final[Mapping[str, LazyString]] = {
    "label": lazy_gettext("question"),
    "kind": lazy_gettext("kind of answer"),
    "help": lazy_gettext("explanation"),
    "options": lazy_gettext("an answer to choose"),
    "least": lazy_gettext("least number or first day"),
    "most": lazy_gettext("greatest number or last day"),
    "file_kinds": lazy_gettext("kind of file"),
    "megabytes": lazy_gettext("largest file, in MB"),
    "is_required": lazy_gettext("an answer is needed"),
    "for_judges": lazy_gettext("judges read the answer"),
}
# Where a setting stands: its name. A setting that is a single value needs none beside the name of the setting.
NAMES: Final[Mapping[str, LazyString]] = {
    "categories.name": lazy_gettext("name"),
    "categories.length_minimum": lazy_gettext("length at least"),
    "categories.length_maximum": lazy_gettext("length at most"),
    "categories.file_kinds": lazy_gettext("handed in as"),
    "categories.works_per_author": lazy_gettext("works per author"),
    "categories.authors_most": lazy_gettext("authors of one work, at most"),
    "categories.advancing": lazy_gettext("works that go on to the next round"),
    "categories.threshold": lazy_gettext("least points to go on"),
    "categories.prizes.name": lazy_gettext("prize"),
    "categories.prizes.count": lazy_gettext("how many"),
    "categories.prizes.threshold": lazy_gettext("least points"),
    "categories.prizes.amount": lazy_gettext("money for each"),
    "categories.demands.length_unit": lazy_gettext("length is counted in"),
    "categories.demands.uncounted": lazy_gettext("does not count into the length"),
    "categories.demands.file_limit_mb": lazy_gettext("largest file, in MB"),
    "categories.demands.similarity": lazy_gettext("at most so much alike with other texts, in percent"),
    "categories.demands.languages": lazy_gettext("language of works"),
    "categories.demands.any_language": lazy_gettext("any other language as well"),
    "categories.demands.translation": lazy_gettext("works in another language need a translation"),
    "categories.demands.publication": lazy_gettext("publication before"),
    "categories.demands.published_from": lazy_gettext("launch, or first day of publication"),
    "categories.demands.published_until": lazy_gettext("last day of publication"),
    "categories.demands.proof": lazy_gettext("proof of a publication"),
    "categories.demands.own_declarations": lazy_gettext("declaration of this category"),
    "categories.demands.own_checks": lazy_gettext("what secretaries check of this category"),
    "categories.demands.recordings": lazy_gettext("recordings beside the text"),
    "categories.demands.recording_limit_mb": lazy_gettext("largest recording, in MB"),
    "categories.demands.script": lazy_gettext("a recording needs its text beside it"),
    **{f"categories.own_fields.{key}": name for key, name in _QUESTION.items()},
    **{f"own_fields.{key}": name for key, name in _QUESTION.items()},
    "rounds.name": lazy_gettext("name"),
    "rounds.readings": lazy_gettext("readings of each work"),
    "rounds.tolerance": lazy_gettext("difference that asks for a third reading"),
    "rounds.unit": lazy_gettext("this difference is in"),
    "rounds.counting": lazy_gettext("what counts after a third reading"),
    "rounds.advancing": lazy_gettext("works of each category that go on"),
    "rounds.threshold": lazy_gettext("least points to go on"),
    "rounds.carried": lazy_gettext("per cent of the score that come from the first round"),
    **{f"milestones.{kind}": name for kind, name in wording.MILESTONE_LABELS.items()},
    "conditions.works_in_all": lazy_gettext("works of one author in all categories together, at most"),
    "conditions.born_from": lazy_gettext("born in this year or later"),
    "conditions.born_until": lazy_gettext("born in this year or earlier"),
    "conditions.units": lazy_gettext("people of the unit with this code, and of those below it"),
    "conditions.countries": lazy_gettext("people of the country"),
    "conditions.countries_by": lazy_gettext("which country counts"),
    "level.name": lazy_gettext("level"),
    "level.collects_only": lazy_gettext("works are only collected and sent on"),
    "level.quota": lazy_gettext("works that are sent on, at most"),
    "level.threshold": lazy_gettext("only works of at least so many points are sent on"),
    "paper.counts_by": lazy_gettext("for a work on paper counts"),
    "paper.last_arrival": lazy_gettext("last day on which works on paper may arrive"),
    "paper.unit_lists": lazy_gettext("units hand in lists of works themselves"),
    "sealing.mode": lazy_gettext("the identities of authors are sealed"),
    "sealing.keys_needed": lazy_gettext("keys needed to open them"),
    "identity.fields.kind": lazy_gettext("authors are asked for"),
    "identity.fields.is_required": lazy_gettext("must be given"),
    "identity.fields.purpose": lazy_gettext("what it is needed for"),
    "identity.of_age": lazy_gettext("needs no guardian from the age of"),
    "caps.share": lazy_gettext("percent that win a prize at most"),
    "caps.share_of": lazy_gettext("percent of"),
    "caps.share_in": lazy_gettext("counted in each"),
    "caps.per_author": lazy_gettext("prizes of one author at most"),
    "extra_prizes.name": lazy_gettext("prize"),
    "extra_prizes.kind": lazy_gettext("kind"),
    "extra_prizes.count": lazy_gettext("how many"),
    "extra_prizes.amount": lazy_gettext("money for each"),
    "extra_prizes.among": lazy_gettext("among"),
    "extra_prizes.born_from": lazy_gettext("born in this year or later"),
    "extra_prizes.only_without": lazy_gettext("only works without another prize"),
    "unit_prizes.is_on": lazy_gettext("units win prizes"),
    "unit_prizes.prizes.name": lazy_gettext("unit prize"),
    "unit_prizes.prizes.count": lazy_gettext("how many"),
    "unit_prizes.prizes.amount": lazy_gettext("money for each"),
    "unit_prizes.counted": lazy_gettext("which units are ranked"),
    "unit_prizes.credit": lazy_gettext("a work by authors of several units counts"),
    "unit_prizes.submitted": lazy_gettext("points for each work sent in"),
    "unit_prizes.admitted": lazy_gettext("points for each work accepted by the screening"),
    "unit_prizes.finalists": lazy_gettext("points for each work judged in the last round"),
    "unit_prizes.rate": lazy_gettext("points for each work sent in on 100 people of the unit"),
    "unit_prizes.admitted_least": lazy_gettext("works accepted, at least"),
    "unit_prizes.enough": lazy_gettext("one of these prizes is needed"),
}
# Names that are the organisers' own words and stand in the path: points by the name of a prize.
POINTS_OF: Final = "unit_prizes.points"

YES_NO: Final[Mapping[str, LazyString]] = {"True": lazy_gettext("yes"), "False": lazy_gettext("no")}
# Where only certain values may stand: what each means.
VALUES: Final[Mapping[str, Mapping[str, LazyString]]] = {
    "categories.file_kinds": wording.FILE_KINDS,
    "categories.demands.length_unit": length_words.UNITS,
    "categories.demands.uncounted": length_words.UNCOUNTED,
    "categories.demands.any_language": YES_NO,
    "categories.demands.translation": YES_NO,
    "categories.demands.recordings": wording.RECORDINGS,
    "categories.demands.script": YES_NO,
    "categories.demands.publication": demand_words.PUBLICATIONS,
    "categories.demands.proof": demand_words.PROOFS,
    "rounds.unit": {
        passing.POINTS: lazy_gettext("points"),
        passing.PERCENT: lazy_gettext("per cent of the full score"),
    },
    "rounds.counting": wording.COUNTING,
    "conditions.countries_by": demand_words.COUNTRIES_BY,
    "level.name": wording.LEVELS,
    "level.collects_only": YES_NO,
    "paper.counts_by": wording.PAPER_COUNTED_BY,
    "paper.unit_lists": YES_NO,
    "keeps_drafts": YES_NO,
    "sealing.mode": wording.SEALINGS,
    "identity.fields.kind": identity_words.LABELS,
    "identity.fields.is_required": YES_NO,
    "caps.share_of": {"works": lazy_gettext("works"), "authors": lazy_gettext("authors")},
    "caps.share_in": {"category": lazy_gettext("category"), "edition": lazy_gettext("contest")},
    "extra_prizes.kind": prize_words.KINDS,
    "extra_prizes.among": prize_words.AMONG,
    "extra_prizes.only_without": YES_NO,
    "unit_prizes.is_on": YES_NO,
    "unit_prizes.credit": of_units.CREDITS,
    **{
        f"{where}own_fields.{name}": words
        for where in ("", "categories.")
        for name, words in (
            ("kind", own_words.KINDS),
            ("file_kinds", own_words.FILE_KINDS),
            ("is_required", YES_NO),
            ("for_judges", YES_NO),
        )
    },
}


def _moment(value: str) -> str:
    return instant(datetime.fromisoformat(value))


def _count(value: str) -> str:
    return number(int(value))


def _money(value: str) -> str:
    return money(int(value))


_IN_POINTS: Final = (
    "categories.threshold",
    "categories.prizes.threshold",
    "rounds.tolerance",
    "rounds.threshold",
    "level.threshold",
    *(f"unit_prizes.{measure}" for measure in of_units.MEASURES),
)
# Where a value is a moment, a day, an amount, or a code with a name.
READERS: Final[Mapping[str, Callable[[str], str]]] = {
    "opens_at": _moment,
    "closes_at": _moment,
    **{f"milestones.{kind}": _moment for kind in wording.MILESTONE_LABELS},
    "ties": prize_words.tie_rule,
    "categories.length_minimum": _count,
    "categories.length_maximum": _count,
    "categories.demands.languages": language,
    "categories.demands.published_from": lambda value: day(date.fromisoformat(value)),
    "categories.demands.published_until": lambda value: day(date.fromisoformat(value)),
    "paper.last_arrival": lambda value: day(date.fromisoformat(value)),
    "conditions.countries": country,
    "unit_prizes.counted": of_units.counted,
    **dict.fromkeys(_IN_POINTS, points),
    **dict.fromkeys(("categories.prizes.amount", "extra_prizes.amount", "unit_prizes.prizes.amount"), _money),
}


def read(setting: str, line: Line) -> str:
    """Put a line of the fixed document into words; what it is about comes first."""
    path = ".".join((setting, *line.path))
    if path.startswith(f"{POINTS_OF}."):
        prize = ".".join(line.path[1:])
        return str(gettext("points for each “%(prize)s”: %(points)s", prize=prize, points=points(line.value)))
    name = str(NAMES[path]) if path in NAMES else ""
    about = [each for each in line.of if each != line.value]
    return ": ".join(filter(None, (", ".join(about), name, _said(path, line.value))))


def _said(path: str, value: str) -> str:
    if path in VALUES:
        return str(VALUES[path].get(value, value))
    return READERS[path](value) if path in READERS else value
