"""What a check planted, walked, counted and found: kept as JSON, told in Vietnamese and in English."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

from flask_babel import force_locale, format_decimal, gettext, ngettext

from contest.kernel.errors import N_

# The kinds of what is planted and found, and where it stood; a name that is not here is one of the program's own
# (a table and a column, a header) and says the same in every language.
WORDS: Final[Mapping[str, str]] = {
    "person": N_("who somebody is"), "trace": N_("traces that lead to a work"), "time": N_("times"),
    "hidden": N_("hidden words"), "header": N_("header"), "order of arrival": N_("the order of arrival"),
    "told apart": N_("another desk's work can be told from none"),
    "database work": N_("another desk's work lets the database do something else than none"),
    "part": N_("parts of a recording are not of the file that is sent as a whole"),
    "work": N_("words of another desk's work"),
    "name": N_("name"), "e-mail": N_("e-mail address"), "phone": N_("phone number"), "unit": N_("unit"),
    "unit code": N_("code of the unit"), "pen name": N_("pen name"), "position": N_("position"),
    "degree": N_("academic title"), "address": N_("postal address"), "file": N_("name of the file"),
    "property": N_("properties of the file"), "comment": N_("comment"),
    "picture": N_("data of a picture"), "place": N_("place of publication"), "link": N_("link"),
    "tag": N_("words in a recording"), "sheet": N_("form signed on paper"),
    "office": N_("answer for the office"), "markup": N_("code of the pasted text"), "mail": N_("letter"),
    "files": N_("stored files"), "rows": N_("rows that know an author"), "database": N_("bytes of the database"),
    # ways in which a work comes
    "text": N_("typed or pasted text"), "docx": N_("Word file (.docx)"), "doc": N_("Word 97-2003 file (.doc)"),
    "odt": N_("OpenDocument text (.odt)"), "rtf": N_("RTF text (.rtf)"), "pdf": N_("PDF file"),
    "txt": N_("plain text file (.txt)"), "pictures": N_("pictures of handwritten pages (JPEG, PNG, WEBP)"),
    "paper": N_("typed by the office from paper"), "scan": N_("scanned by the office from paper"),
    "mp3": N_("with a sound recording (.mp3)"), "mp4": N_("with a film (.mp4)"), "round": N_("round"),
}  # fmt: skip


NOBODY: Final = "–"  # in the place of a round and of a judge: found without them


@dataclass(frozen=True, slots=True)
class Look:
    """What one judge was given in one round. `kinds`: how often each status was answered; sizes in bytes."""

    round: str
    judge: str
    works: int
    answers: int
    kinds: Mapping[str, int]
    size: int
    compared: int  # pairs of addresses, of another desk's work and of none, whose answers must be the same
    letters: int
    parts: int = 0  # of recordings that were asked for, as players do
    asked: int = 0  # questions to the database for works of other desks, which must be those for none


@dataclass(frozen=True, slots=True)
class Finding:
    """One leak: `what` names the kind of trace, `where` the address, letter or header in which it stood."""

    round: str
    judge: str
    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Untried:
    """What could not be tried: a way of coming in a category, or a round. `why`: a sentence, and what fills it."""

    what: str  # the name of the category, or of the round
    kind: str
    why: str
    params: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole check. `planted`: how many secrets of each kind.

    `sealing`: empty where no key holders seal; else how many `holders` were made up, how many are `needed`, and what
    was searched once the codes were drawn: `files`, `rows` of the named side, bytes of the `database`.
    """

    slug: str
    title: str
    checked_at: str
    authors: int
    ways: Mapping[str, int]
    planted: Mapping[str, int]
    looks: Sequence[Look]
    findings: Sequence[Finding]
    left_out: Sequence[Untried] = field(default_factory=tuple)
    sealing: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.findings

    def as_json(self) -> dict[str, Any]:
        """Return what is kept."""
        return asdict(self) | {"is_clean": self.is_clean}


def counted(words: Sequence[str]) -> dict[str, int]:
    """Count, in the order of the words."""
    return dict(sorted(Counter(words).items()))


@dataclass(frozen=True, slots=True)
class Told:
    """A report in the words of a language: what a page or a text says of it, part by part.

    `looks`: what each judge was given in each round, with its heading; `found`: the lines of what was found.
    """

    title: str
    checked: str
    planted: tuple[str, ...]
    looks: tuple[tuple[str, tuple[str, ...]], ...]
    besides: tuple[str, ...]
    verdict: str
    found: tuple[str, ...]


def told(report: Mapping[str, Any]) -> Told:
    """Tell a report, as `Report.as_json` gave it, in the language of the page."""
    found = report["findings"]
    return Told(
        title=gettext("Blindness check of “%(title)s”", title=report["title"]),
        checked=gettext(
            "Checked at %(instant)s (UTC), on a copy of the settings; no real work was opened.",
            instant=report["checked_at"],
        ),
        planted=(
            gettext(
                "Planted: %(authors)d made-up authors, each handing in one work.", authors=report["authors"]
            ),
            gettext("How the works came in: %(ways)s.", ways=_numbers(report["ways"])),
            gettext("Traces that nobody who judges may get: %(traces)s.", traces=_numbers(report["planted"])),
        ),
        looks=tuple((_who(look), tuple(_seen(look))) for look in report["looks"]),
        besides=(*_sealed(report), *_untried(report)),
        verdict=ngettext("Found: %(num)d leak.", "Found: %(num)d leaks.", len(found))
        if found
        else gettext("Found: nothing. No answer and no letter leads from a work to its author."),
        found=tuple(f"{_who(each)} {_found(each['what'])} – {_word(each['where'])}" for each in found),
    )


def text(report: Mapping[str, Any], language: str) -> str:
    """Tell a report as a text."""
    with force_locale(language):
        said = told(report)
    lines = [said.title, said.checked, "", *said.planted, ""]
    for heading, seen in said.looks:
        lines += [heading, *(f"  {line}" for line in seen)]
    lines += [*said.besides, "", said.verdict, *(f"  {line}" for line in said.found)]
    return "\n".join(lines) + "\n"


def public(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a kept report what is published as JSON: what the report has, and nothing that is kept beside it."""
    names = (*(each.name for each in fields(Report)), "is_clean")
    return {name: report[name] for name in names if name in report}


def _who(look: Mapping[str, Any]) -> str:
    """Say before which judge something lay, or in which round where no judge was needed to see it."""
    if look["round"] == NOBODY:
        return str(gettext("In the database and the files:"))
    if look["judge"] == NOBODY:
        return f"{look['round']}:"
    return str(gettext("%(round)s, judge %(judge)s:", round=look["round"], judge=look["judge"]))


def _seen(look: Mapping[str, Any]) -> Iterator[str]:
    yield gettext(
        "Works on the desk: %(works)s; searched: %(answers)s answers with %(size)s bytes; by status: %(kinds)s.",
        works=_number(look["works"]), answers=_number(look["answers"]), size=_number(look["size"]),
        kinds=_numbers(look["kinds"]),
    )  # fmt: skip
    yield gettext(
        "%(compared)s times a work of another desk was asked for, and one that does not exist: the same answer"
        " is due. Letters searched: %(letters)s.",
        compared=_number(look["compared"]), letters=_number(look["letters"]),
    )  # fmt: skip
    if look.get("asked"):
        yield gettext(
            "For these works of other desks the database was asked %(asked)s things; for none it must be asked the"
            " same, so that the time which an answer takes tells nothing.",
            asked=_number(look["asked"]),
        )
    if look.get("parts"):  # reports of older versions have none
        yield gettext(
            "%(parts)s times a part of a recording was asked for, as players do.",
            parts=_number(look["parts"]),
        )


def _sealed(report: Mapping[str, Any]) -> Iterator[str]:
    if report.get("sealing"):
        yield gettext(
            "This contest is sealed by key holders: %(holders)s were made up, made their keys, and %(needed)s of them"
            " rehearsed the opening; judges were walked as while the identities are sealed. Then were searched:"
            " %(files)s stored files, %(rows)s rows of the database that know an author, and %(database)s bytes of the"
            " database for what deleted rows left.",
            **{name: _number(count) for name, count in report["sealing"].items()},
        )


def _untried(report: Mapping[str, Any]) -> Iterator[str]:
    """Say what this check does not do, so that nobody takes it for more than it is."""
    for each in report["left_out"]:
        why, params = each["why"], each["params"]
        yield gettext(
            "Not tried: %(what)s, %(kind)s. %(why)s",
            what=each["what"], kind=_word(each["kind"]), why=gettext(why, **params),
        )  # fmt: skip


def _found(what: str) -> str:
    """Say a kind of leak: "person: pen name (A)", "header: ETag"; the letter is that of a made-up author."""
    kind, colon, place = what.partition(": ")
    where, bracket, letter = place.partition(" (")
    return f"{_word(kind)}{colon}{_word(where)}{bracket}{letter}"


def _word(name: str) -> str:
    return str(gettext(WORDS[name])) if name in WORDS else name


def _number(count: int) -> str:
    return str(format_decimal(count))


def _numbers(counts: Mapping[str, int]) -> str:
    return "; ".join(f"{_word(name)}: {_number(number)}" for name, number in counts.items()) or "–"
