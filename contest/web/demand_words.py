"""What a category demands, in sentences for everybody who enters, and as facts for who screens."""

from collections.abc import Iterator, Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

from contest.editions.rules.conditions import CITIZENSHIP, RESIDENCE, Conditions
from contest.editions.rules.demands import (
    ANY_PROOF,
    EITHER,
    FILE,
    LINK,
    PUBLISHED,
    UNPUBLISHED,
    Demands,
)
from contest.entries.rules.statement import YES, Statement
from contest.web.language_names import country, language
from contest.web.templating import day, number

PUBLICATIONS: Final[Mapping[str, LazyString]] = {
    "": lazy_gettext("nothing is asked"),
    UNPUBLISHED: lazy_gettext("unpublished before the launch"),
    PUBLISHED: lazy_gettext("published"),
    EITHER: lazy_gettext("either; the author says which"),
}
PROOFS: Final[Mapping[str, LazyString]] = {
    "": lazy_gettext("none"),
    ANY_PROOF: lazy_gettext("a link or a file"),
    LINK: lazy_gettext("a link"),
    FILE: lazy_gettext("a file"),
}
COUNTRIES_BY: Final[Mapping[str, LazyString]] = {
    CITIZENSHIP: lazy_gettext("Country of citizenship"),
    RESIDENCE: lazy_gettext("Country of residence"),
}

ELSEWHERE: Final = "ZZ"  # what somebody chooses whose country is none of those that may enter


def sentences(demands: Demands) -> list[str]:
    """Say what a work must keep to beside its length, as authors read it."""
    return [str(sentence) for sentence in _sentences(demands)]


def _sentences(demands: Demands) -> Iterator[str]:
    if demands.file_limit_mb:
        yield gettext("A file may have at most %(size)s MB.", size=number(demands.file_limit_mb))
    yield from recordings(demands)
    yield from _languages(demands)
    yield from _publication(demands)
    if demands.similarity:
        yield similarity(demands)


def recordings(demands: Demands) -> Iterator[str]:
    """Say which recordings may or must stand beside the text, how large, and whether the text may be missing."""
    if not demands.recordings:
        return
    kinds = " / ".join(kind.upper() for kind in demands.recordings)
    if demands.needs_recording:
        yield gettext("With a recording (%(kinds)s).", kinds=kinds)
    else:
        yield gettext("A recording (%(kinds)s) may stand beside the text.", kinds=kinds)
    if demands.recording_limit_mb:
        yield gettext("A recording may have at most %(size)s MB.", size=number(demands.recording_limit_mb))
    if demands.script:
        yield gettext("The text (script) of the recording is needed too.")
    else:
        yield gettext("A recording may come without its text.")


def _languages(demands: Demands) -> Iterator[str]:
    if not demands.asks_language:
        if demands.main_language != "vi":
            yield gettext("Written in: %(language)s.", language=language(demands.main_language))
        return
    named = [language(code) for code in demands.languages]
    if demands.any_language:
        named.append(gettext("any other language"))
    yield gettext("Written in: %(languages)s.", languages=", ".join(named))
    if demands.translation:
        yield translation(demands)


def publication(demands: Demands) -> list[str]:
    """Say the rule of publication alone, beside the fields that ask for it."""
    return [str(sentence) for sentence in _publication(demands)]


def similarity(demands: Demands) -> str:
    """Say how much may be alike, and that a person decides what the program finds."""
    if not demands.similarity:
        return ""
    return str(
        gettext(
            "At most %(percent)d %% of the text may stand in other texts too, your own earlier ones included. The"
            " program compares the works; a secretary looks at what it finds and decides.",
            percent=demands.similarity,
        )
    )


def translation(demands: Demands) -> str:
    """Say that it is the translation that judges mark."""
    return str(
        gettext(
            "A work in another language needs a translation: %(language)s. The judges mark the translation.",
            language=language(demands.main_language),
        )
    )


def _publication(demands: Demands) -> Iterator[str]:
    first, last = demands.published_from, demands.published_until
    if demands.publication == UNPUBLISHED and first is None:
        yield gettext("Only works that have not been published.")
    elif demands.publication == UNPUBLISHED:
        yield gettext(
            "Not published before the launch of the contest (%(day)s). From that day on you may publish the work, and"
            " are welcome to.",
            day=day(first),
        )
    elif demands.publication == PUBLISHED:
        yield gettext("Only works that have been published.")
    elif demands.publication == EITHER:
        yield gettext("Published or not; you say which.")
    if demands.publication in {PUBLISHED, EITHER} and (first or last):
        yield gettext("Day of publication: %(window)s.", window=_window(demands))
    if demands.publication and demands.proof:
        yield gettext("Proof of a publication: %(proof)s.", proof=PROOFS[demands.proof])


def _window(demands: Demands) -> str:
    first, last = demands.published_from, demands.published_until
    if first and last:
        return str(gettext("from %(first)s to %(last)s", first=day(first), last=day(last)))
    if first:
        return str(gettext("from %(first)s on", first=day(first)))
    return str(gettext("until %(last)s", last=day(last)))


def entering_countries(conditions: Conditions) -> str:
    """Say from which countries people may enter."""
    names = ", ".join(sorted(country(code) for code in conditions.countries))
    if conditions.countries_by == RESIDENCE:
        return str(gettext("People who live in: %(countries)s.", countries=names))
    return str(gettext("Citizens of: %(countries)s.", countries=names))


def facts(demands: Demands) -> list[tuple[str, str]]:
    """Return (label, value) of what the secretary who reads a work holds it against."""
    found = []
    if demands.similarity:
        words = gettext("at most %(percent)d %%", percent=demands.similarity)
        found.append((str(gettext("Alike with other texts")), str(words)))
    return found


def said(statement: Statement, countries_by: str) -> list[tuple[str, str]]:
    """Return (label, value) of what the author said of the work; the link apart, as it is one."""
    found: list[tuple[str, str]] = []
    if statement.country:
        named = gettext("none of these") if statement.country == ELSEWHERE else country(statement.country)
        found.append((str(COUNTRIES_BY[countries_by]), str(named)))
    if statement.language:
        found.append((str(gettext("Language")), language(statement.language)))
    if statement.published == YES:
        found.append((str(gettext("Published in")), statement.published_in or "—"))
        found.append((str(gettext("Published on")), day(statement.published_on)))
    elif statement.published:
        found.append((str(gettext("Published")), str(gettext("no, says the author"))))
    return found


def publication_note(statement: Statement, demands: Demands) -> str:
    """Tell the secretary what a published work means under a rule of launch: its own copies will be found."""
    first = demands.published_from
    if demands.publication != UNPUBLISHED or statement.published != YES or first is None:
        return ""
    return str(
        gettext(
            "The author published this work after the launch (%(day)s), which is allowed. Where the same text is found"
            " under that address, it is the author's own.",
            day=day(first),
        )
    )
