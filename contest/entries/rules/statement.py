"""What an author says of a work beside its text: language, translation, publication, country; and what must be said."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urlsplit

from contest.editions.rules.conditions import Conditions
from contest.editions.rules.demands import (
    ANY_PROOF,
    FILE,
    LINK,
    PUBLISHED,
    UNPUBLISHED,
    Demands,
)
from contest.entries.rules.limits import LONGEST_TEXT
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import nfc, one_line

YES, NO = "yes", "no"
LONGEST: Final[Mapping[str, int]] = {
    "language": 40,
    "country": 2,
    "published": 3,
    "published_in": 200,
    "link": 500,
}
_DATES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y")


@dataclass(frozen=True, slots=True)
class Statement:
    """All may be empty while it is a draft. `published`: yes, no, or not said; `country` by its code."""

    language: str = ""
    translation: str = ""
    country: str = ""
    published: str = ""
    published_in: str = ""
    published_on: date | None = None
    link: str = ""


NOTHING: Final = Statement()
TYPED: Final = ("language", "translation", "country", "published", "published_in", "published_on", "link")


@dataclass(frozen=True, slots=True)
class Files:
    """Which files stand beside the work."""

    translation: bool = False
    proof: bool = False


def read(before: Statement, sent: Mapping[str, str]) -> Statement:
    """Return the statement with the fields that were sent; the others stay. Raises RuleBroken naming the field."""
    values: dict[str, Any] = {
        name: _READERS.get(name, _line)(name, sent[name]) for name in TYPED if name in sent
    }
    return replace(before, **values)


def asks_anything(demands: Demands, conditions: Conditions) -> bool:
    """Tell whether authors of such works say anything beside the text."""
    asked = (demands.asks_language, demands.publication, conditions.countries, demands.recordings)
    return any(map(bool, asked))


def needs_translation(statement: Statement, demands: Demands) -> bool:
    """Tell whether judges are to read a translation of this work."""
    language = statement.language
    return demands.translation and demands.asks_language and language not in {"", demands.main_language}


def relevant(statement: Statement, demands: Demands, conditions: Conditions) -> Statement:
    """Return what is asked of such a work; what was typed for another category is left out."""
    publication = ("published_in", "published_on", "link")
    asked = {
        "language": demands.asks_language,
        "translation": needs_translation(statement, demands),
        "country": bool(conditions.countries),
        "published": bool(demands.publication),
        **dict.fromkeys(publication, bool(demands.publication) and statement.published == YES),
    }
    return replace(
        NOTHING, **{name: getattr(statement, name) for name, is_asked in asked.items() if is_asked}
    )


def problems(
    statement: Statement, files: Files, demands: Demands, conditions: Conditions
) -> Iterator[RuleBroken]:
    """Name everything that must be mended before the work can be submitted."""
    yield from _country(statement, conditions)
    if demands.asks_language:
        yield from _language(statement, files, demands)
    if demands.publication:
        yield from _publication(statement, files, demands)


def _country(statement: Statement, conditions: Conditions) -> Iterator[RuleBroken]:
    if not conditions.countries:
        return
    if not statement.country:
        yield RuleBroken(
            N_("This contest is for people of certain countries. Choose yours."), field="country"
        )
    elif statement.country not in conditions.countries:
        yield RuleBroken(
            N_("This contest is for people of certain countries, and yours is none of them."), field="country"
        )


def _language(statement: Statement, files: Files, demands: Demands) -> Iterator[RuleBroken]:
    if not statement.language:
        yield RuleBroken(N_("Say in which language the work is written."), field="language")
    elif statement.language not in demands.languages and not demands.any_language:
        yield RuleBroken(
            N_("This category does not take works in that language. Choose one from the list."),
            field="language",
        )
    elif needs_translation(statement, demands) and not (statement.translation.strip() or files.translation):
        yield RuleBroken(
            N_(
                "The work needs a translation, which is what the judges mark. Type it or attach it as a file."
            ),
            field="translation",
        )


def _publication(statement: Statement, files: Files, demands: Demands) -> Iterator[RuleBroken]:
    if statement.published not in {YES, NO}:
        yield RuleBroken(N_("Say whether the work has been published."), field="published")
    elif statement.published == NO and demands.publication == PUBLISHED:
        yield RuleBroken(
            N_("This category takes published works only. Say where and when yours was published."),
            field="published",
        )
    elif statement.published == YES:
        yield from _where_and_when(statement, demands)
        yield from _proof(statement, files, demands.proof)


def _where_and_when(statement: Statement, demands: Demands) -> Iterator[RuleBroken]:
    first, last = demands.published_from, demands.published_until
    if demands.publication == UNPUBLISHED and first is None:
        yield RuleBroken(
            N_("This category takes only works that have not been published."), field="published"
        )
        return
    if not statement.published_in:
        yield RuleBroken(N_("Say where the work was published."), field="published_in")
    when = statement.published_on
    if when is None:
        yield RuleBroken(N_("Say on which day the work was published."), field="published_on")
    elif demands.publication == UNPUBLISHED and first is not None and when < first:
        yield RuleBroken(
            N_(
                "Works published before the launch of the contest (%(day)s) cannot take part; from that day on you may"
                " publish yours."
            ),
            field="published_on", day=f"{first:%d/%m/%Y}",
        )  # fmt: skip
    elif first is not None and when < first:
        yield RuleBroken(
            N_("Works published before %(day)s cannot take part."),
            field="published_on",
            day=f"{first:%d/%m/%Y}",
        )
    elif last is not None and when > last:
        yield RuleBroken(
            N_("Works published after %(day)s cannot take part."),
            field="published_on",
            day=f"{last:%d/%m/%Y}",
        )


def _proof(statement: Statement, files: Files, asked: str) -> Iterator[RuleBroken]:
    if statement.link and not is_link(statement.link):
        yield RuleBroken(
            N_("Write the whole address, beginning with https://, as your browser shows it."), field="link"
        )
    has_link = bool(statement.link)
    if asked == LINK and not has_link:
        yield RuleBroken(N_("Write the link under which the work can be read."), field="link")
    elif asked == FILE and not files.proof:
        yield RuleBroken(N_("Attach a file that shows the publication."), field="proof_file")
    elif asked == ANY_PROOF and not (has_link or files.proof):
        yield RuleBroken(
            N_("Prove the publication: write a link, or attach a file that shows it."), field="link"
        )


def is_link(value: str) -> bool:
    """Tell whether it is an address on the web."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and "." in (parts.hostname or "")


def _line(name: str, value: str) -> str:
    line = one_line(value)
    if len(line) > LONGEST[name]:
        raise RuleBroken(
            N_("This has %(length)d characters; there is room for %(most)d. Shorten it."),
            field=name, length=len(line), most=LONGEST[name],
        )  # fmt: skip
    return line


def _text(name: str, value: str) -> str:
    text = nfc(value)
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            N_("The text has %(length)d characters; at most %(limit)d can be kept. Shorten it."),
            field=name, length=len(text), limit=LONGEST_TEXT,
        )  # fmt: skip
    return text


def _day(name: str, value: str) -> date | None:
    typed = one_line(value)
    if not typed:
        return None
    for form in _DATES:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise RuleBroken(N_("Write the day like 31/12/2026."), field=name)


_READERS: Final[Mapping[str, Callable[[str, str], object]]] = {"translation": _text, "published_on": _day}
