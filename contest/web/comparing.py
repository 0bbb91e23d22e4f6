"""Two versions of a work side by side in words: what else changed, and the texts with what was put in and taken out."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from flask import request
from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions import admission
from contest.editions import queries as editions
from contest.entries.answers import Answer
from contest.entries.comparing import DRAFT, PROOF, RECORDING, TRANSLATION, WORK, Content, FileSeen
from contest.entries.rules import comparing
from contest.entries.rules.comparing import Paragraph
from contest.web import demand_words, own_words
from contest.web.templating import file_size, instant

_SHOWN: Final = 1  # unchanged paragraphs that are shown before and behind a change
STRUCTURE: Final = (  # by the tags that are kept
    (("h2", "h3", "h4"), lazy_gettext("headings")),
    (("ul", "ol"), lazy_gettext("lists")),
    (("table",), lazy_gettext("tables")),
    (("blockquote",), lazy_gettext("quotations")),
    (("strong", "em", "u", "s", "sub", "sup"), lazy_gettext("words in bold, italics and the like")),
)
FILES: Final[Mapping[str, LazyString]] = {
    WORK: lazy_gettext("File"),
    TRANSLATION: lazy_gettext("File of the translation"),
    PROOF: lazy_gettext("Proof of publication"),
    RECORDING: lazy_gettext("Recording"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Paragraphs that follow one another; `is_folded`: unchanged and not near a change."""

    paragraphs: tuple[Paragraph, ...]
    is_folded: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text of both versions as one; `runs` is None where it is too long to be compared here."""

    heading: str
    runs: tuple[Run, ...] | None

    @property
    def is_of_spaces(self) -> bool:
        """Nothing differs that a reader sees: spaces, empty lines."""
        return self.runs is not None and all(
            paragraph.kind == comparing.SAME for run in self.runs for paragraph in run.paragraphs
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a page shows: (what, before, after) for all that changed beside the texts, and the texts that changed."""

    facts: list[tuple[str, str, str]]
    texts: list[Text]
    is_erased: bool

    @property
    def is_equal(self) -> bool:
        return not (self.facts or self.texts or self.is_erased)


Submitted = Sequence[tuple[int, datetime]]
"""The versions of a work: number and instant, the newest first."""


def chosen(versions: Submitted, *, with_draft: bool) -> tuple[int, int]:
    """Return the numbers that the page asks for; without any, the newest and the one before it."""
    newest = [*([DRAFT] if with_draft else []), *(number for number, _ in versions)]
    first, second = (request.args.get(name, type=int) for name in ("from", "to"))
    default = newest[1] if len(newest) > 1 else newest[0]
    return default if first is None else first, newest[0] if second is None else second


def choices(versions: Submitted, *, with_draft: bool) -> list[tuple[int, str]]:
    """Return what can be chosen: number and name, the newest first."""
    now = [(DRAFT, str(gettext("what is written now")))] if with_draft else []
    named = (
        (n, str(gettext("version %(number)d, %(time)s", number=n, time=instant(at)))) for n, at in versions
    )
    return [*now, *named]


def compare(before: Content, after: Content, *, edition_id: int) -> Comparison:
    """Return what differs between two contents of one work."""
    texts = [
        *_text(gettext("Text"), before.text, after.text),
        *_text(gettext("Translation"), before.translation, after.translation),
    ]
    facts = [row for row in _facts(before, after, edition_id) if row[1] != row[2]]
    return Comparison(facts, texts, is_erased=before.is_erased or after.is_erased)


def _text(heading: str, before: str, after: str) -> Iterator[Text]:
    if before == after:
        return
    found = comparing.compared(before, after)
    yield Text(heading, None if found is None else tuple(_runs(found)))


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[Run]:
    """Fold what is unchanged, but for the paragraphs beside a change: one reads where it stands."""
    groups = [(kind, tuple(those)) for kind, those in groupby(paragraphs, lambda p: p.kind == comparing.SAME)]
    for at, (is_same, those) in enumerate(groups):
        head = 0 if at == 0 else _SHOWN
        tail = 0 if at == len(groups) - 1 else _SHOWN
        if not is_same or len(those) <= head + tail + 1:
            yield Run(those, is_folded=False)
            continue
        parts = (those[:head], those[head : len(those) - tail], those[len(those) - tail :])
        for place, part in enumerate(parts):
            if part:
                yield Run(part, is_folded=place == 1)


def _facts(before: Content, after: Content, edition_id: int) -> Iterator[tuple[str, str, str]]:
    yield gettext("Title"), before.title, after.title
    names = {category.id: category.name for category in editions.categories(edition_id)}
    yield gettext("Formatting"), *_formatting(before, after)
    yield gettext("Category"), *(names.get(each.category_id or 0, "—") for each in (before, after))
    yield gettext("Authors"), ", ".join(before.authors), ", ".join(after.authors)
    for role, label in FILES.items():
        yield str(label), *_files(before.files.get(role), after.files.get(role))
    yield from _said(before, after, edition_id)
    yield from _answers(before, after)
    if DRAFT not in {before.number, after.number}:
        yield gettext("Declarations"), "; ".join(before.declarations), "; ".join(after.declarations)


def _formatting(before: Content, after: Content) -> tuple[str, str]:
    """Tell headings, lists and the like of both by their numbers; what is put elsewhere is told as that."""
    if before.markup == after.markup:
        return "", ""
    one, other = (_structure(each.markup) for each in (before, after))
    return one, other if one != other else gettext("%(parts)s, put otherwise", parts=other)


def _structure(markup: str) -> str:
    found = Counter(re.findall(r"<([a-z]\w*)>", markup))
    counted = ((sum(found[tag] for tag in tags), label) for tags, label in STRUCTURE)
    return ", ".join(f"{label}: {count}" for count, label in counted if count) or "—"


def _files(before: FileSeen | None, after: FileSeen | None) -> tuple[str, str]:
    if before and after and before.sha256 != after.sha256 and before.name == after.name:
        return _file(before), gettext("%(file)s, with other content", file=_file(after))
    return _file(before), _file(after)


def _file(file: FileSeen | None) -> str:
    return f"{file.name} ({file_size(file.size)})" if file else "—"


def _said(before: Content, after: Content, edition_id: int) -> Iterator[tuple[str, str, str]]:
    by = admission.conditions(edition_id).countries_by
    one, other = (dict(demand_words.said(each.stated.statement, by)) for each in (before, after))
    for label in dict.fromkeys((*one, *other)):
        yield label, one.get(label, "—"), other.get(label, "—")
    yield gettext("Published under"), before.stated.statement.link or "—", after.stated.statement.link or "—"


def _answers(before: Content, after: Content) -> Iterator[tuple[str, str, str]]:
    one, other = ({a.field.key: a for a in each.own} for each in (before, after))
    for key in dict.fromkeys((*one, *other)):
        pair = one.get(key), other.get(key)
        label = next(answer.field.asks.label for answer in pair if answer)
        files = [
            FileSeen(a.file.file_name, a.file.size, a.file.sha256) if a and a.file else None for a in pair
        ]
        yield label, *(_files(*files) if any(files) else map(_answer, pair))


def _answer(answer: Answer | None) -> str:
    return own_words.shown(answer.field.asks.kind, answer.value) or "—" if answer else "—"
