"""What a category demands of a work beside its limits: how it is counted, its language, whether it may be published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from contest.kernel.errors import N_, RuleBroken
from contest.kernel.text import one_line

WORDS, CHARACTERS, LETTERS, PAGES, MINUTES = "words", "characters", "letters", "pages", "minutes"
# Words are what stands between spaces; characters with spaces; letters are characters without spaces.
LENGTH_UNITS: Final = (WORDS, CHARACTERS, LETTERS, PAGES, MINUTES)
# The kinds of file that have pages of their own: a Word file has as many as the machine makes that shows it.
PAGED: Final = frozenset({"pdf", "pictures"})

TITLE, NOTES, SOURCES = "title", "notes", "sources"
UNCOUNTED: Final = (TITLE, NOTES, SOURCES)

UNPUBLISHED, PUBLISHED, EITHER = "unpublished", "published", "either"
PUBLICATIONS: Final = ("", UNPUBLISHED, PUBLISHED, EITHER)  # "" asks nothing
ANY_PROOF, LINK, FILE = "any", "link", "file"
PROOFS: Final = ("", ANY_PROOF, LINK, FILE)

RECORDINGS: Final = ("mp3", "mp4")
# Came later: the fixed rules name it only where it is set, so that older ones stay what they were.
SILENT: Final = MappingProxyType({"silent": True})

LARGEST_FILE_MB: Final = 1000
LARGEST_RECORDING_MB: Final = 10_000
SIMILARITY: Final = (1, 99)
LANGUAGES, LANGUAGE_NAME = 30, 40
DECLARATIONS, DECLARATION = 10, (3, 500)
CHECKS, CHECK = 6, (3, 200)


@dataclass(frozen=True, slots=True)
class Demands:
    """None and empty stand for no demand. `uncounted`: parts of a text that do not count; `similarity` in percent.

    `languages`: codes, or names that have no code; the first is the main one, into which others are translated where
    `translation` says so. `published_from` is the launch where works must be unpublished: what was published from that
    day on is fine; else the first day on which a work may have been published. `own_checks`: what secretaries check
    beside the lines of every checklist. `recordings`: kinds of sound and film that may stand beside the text, with a
    size of their own; `script`: the text may not be missing then.
    """

    length_unit: str = WORDS
    uncounted: tuple[str, ...] = (TITLE,)
    file_limit_mb: int | None = None
    similarity: int | None = None
    languages: tuple[str, ...] = ("vi",)
    any_language: bool = False
    translation: bool = False
    publication: str = ""
    published_from: date | None = None
    published_until: date | None = None
    proof: str = ""
    own_declarations: tuple[str, ...] = ()
    own_checks: tuple[str, ...] = field(default=(), metadata=SILENT)
    recordings: tuple[str, ...] = field(default=(), metadata=SILENT)
    recording_limit_mb: int | None = field(default=None, metadata=SILENT)
    script: bool = field(default=True, metadata=SILENT)

    @property
    def needs_recording(self) -> bool:
        """A work without a recording has no length where minutes are counted."""
        return self.length_unit == MINUTES

    @property
    def main_language(self) -> str:
        return self.languages[0] if self.languages else ""

    @property
    def asks_language(self) -> bool:
        """Works may be in more than one language, so that the author has to say in which."""
        return self.any_language or len(self.languages) > 1


PLAIN: Final = Demands()


def clean(demands: Demands) -> Demands:
    """Bring what is chosen from a list into the list's order, so that the same choice is the same value."""
    return replace(
        demands,
        uncounted=tuple(part for part in UNCOUNTED if part in demands.uncounted),
        languages=tuple(dict.fromkeys(map(one_line, demands.languages))),
        own_declarations=tuple(map(one_line, demands.own_declarations)),
        own_checks=tuple(map(one_line, demands.own_checks)),
        recordings=tuple(kind for kind in RECORDINGS if kind in demands.recordings),
    )


def problems(demands: Demands, path: str, *, file_kinds: tuple[str, ...]) -> Iterator[RuleBroken]:
    """Name what is wrong or contradicts itself; `path` is the category's."""
    yield from _length(demands, path, file_kinds)
    yield from _number(demands.file_limit_mb, f"{path}-file_limit_mb", (1, LARGEST_FILE_MB))
    yield from _number(demands.similarity, f"{path}-similarity", SIMILARITY)
    if demands.file_limit_mb and file_kinds == ("text",):
        yield RuleBroken(
            N_("This category takes no files. Leave the size of files empty, or take a kind of file."),
            field=f"{path}-file_limit_mb",
        )
    yield from _recordings(demands, path)
    yield from _languages(demands, path)
    yield from _publication(demands, path)
    yield from _declarations(demands.own_declarations, f"{path}-own_declarations")
    yield from _checks(demands.own_checks, f"{path}-own_checks")


def _length(demands: Demands, path: str, file_kinds: tuple[str, ...]) -> Iterator[RuleBroken]:
    if demands.length_unit not in LENGTH_UNITS:
        yield RuleBroken(N_("Choose from the list in what length is counted."), field=f"{path}-length_unit")
    if demands.length_unit == MINUTES and not demands.recordings:
        yield RuleBroken(
            N_(
                "Minutes can be counted of recordings only. Tick a kind of recording (MP3 or MP4), or count in another"
                " way."
            ),
            field=f"{path}-length_unit",
        )
    if demands.length_unit != PAGES:
        return
    if not file_kinds or not PAGED.issuperset(file_kinds):
        yield RuleBroken(
            N_(
                "Pages can be counted of PDF files and of pictures of pages only: other files have as many as the"
                " machine makes that shows them. Take these kinds alone, or count in another way."
            ),
            field=f"{path}-length_unit",
        )
    if set(demands.uncounted) & {NOTES, SOURCES}:
        yield RuleBroken(
            N_("Pages are counted whole, with notes and sources. Untick these, or count in another way."),
            field=f"{path}-uncounted",
        )


def _recordings(demands: Demands, path: str) -> Iterator[RuleBroken]:
    yield from _number(demands.recording_limit_mb, f"{path}-recording_limit_mb", (1, LARGEST_RECORDING_MB))
    if demands.recordings:
        return
    if demands.recording_limit_mb:
        yield RuleBroken(
            N_("This category takes no recordings. Leave their size empty, or tick what it takes."),
            field=f"{path}-recording_limit_mb",
        )
    if not demands.script:
        yield RuleBroken(
            N_("Without a recording a work has to have a text. Leave this ticked, or take recordings."),
            field=f"{path}-script",
        )


def _languages(demands: Demands, path: str) -> Iterator[RuleBroken]:
    if not demands.languages or not all(demands.languages):
        yield RuleBroken(N_("Say in which language works are written."), field=f"{path}-main_language")
    if len(demands.languages) > LANGUAGES:
        yield RuleBroken(
            N_("At most %(most)d languages can be named. Allow any other language instead."),
            field=f"{path}-other_languages",
            most=LANGUAGES,
        )
    for language in demands.languages:
        if len(language) > LANGUAGE_NAME:
            yield RuleBroken(
                N_("“%(language)s” is too long for the name of a language. Write one in each line."),
                field=f"{path}-other_languages",
                language=language[:LANGUAGE_NAME],
            )
    if demands.translation and not demands.asks_language:
        yield RuleBroken(
            N_(
                "A translation is asked for, but works may be in one language only. Name other languages, or untick"
                " the translation."
            ),
            field=f"{path}-translation",
        )


def _publication(demands: Demands, path: str) -> Iterator[RuleBroken]:
    rule, first, last = demands.publication, demands.published_from, demands.published_until
    if rule not in PUBLICATIONS:
        yield RuleBroken(
            N_("Choose from the list whether works may be published."), field=f"{path}-publication"
        )
    if demands.proof not in PROOFS:
        yield RuleBroken(N_("Choose from the list what proves a publication."), field=f"{path}-proof")
    if not rule and (first or last or demands.proof):
        yield RuleBroken(
            N_("Dates and proof belong to a rule of publication. Choose one, or leave them empty."),
            field=f"{path}-publication",
        )
    if rule == UNPUBLISHED and last:
        yield RuleBroken(
            N_("Works must be unpublished here, so there is no last day of publication. Leave it empty."),
            field=f"{path}-published_until",
        )
    elif first and last and first > last:
        yield RuleBroken(
            N_("The first day of publication is later than the last. Correct one of the two."),
            field=f"{path}-published_until",
        )


def _declarations(sentences: Sequence[str], field: str) -> Iterator[RuleBroken]:
    least, most = DECLARATION
    if len(sentences) > DECLARATIONS:
        yield RuleBroken(
            N_("At most %(most)d declarations can belong to a category."), field=field, most=DECLARATIONS
        )
    if len(set(sentences)) < len(sentences):
        yield RuleBroken(N_("A declaration is here twice. Write each in one line, once."), field=field)
    for sentence in sentences:
        if not least <= len(sentence) <= most:
            yield RuleBroken(
                N_("A declaration has %(least)d to %(most)d characters. Write each in one line."),
                field=field,
                least=least,
                most=most,
            )


def _checks(lines: Sequence[str], field: str) -> Iterator[RuleBroken]:
    least, most = CHECK
    if len(lines) > CHECKS:
        yield RuleBroken(
            N_("At most %(most)d lines can be added to the checklist of a category."),
            field=field,
            most=CHECKS,
        )
    if len(set(lines)) < len(lines):
        yield RuleBroken(N_("A line of the checklist is here twice. Write each once."), field=field)
    if not all(least <= len(line) <= most for line in lines):
        yield RuleBroken(
            N_("A line of the checklist has %(least)d to %(most)d characters."),
            field=field,
            least=least,
            most=most,
        )


def _number(value: int | None, path: str, limits: tuple[int, int]) -> Iterator[RuleBroken]:
    if value is not None and not limits[0] <= value <= limits[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d, or nothing."),
            field=path,
            least=limits[0],
            most=limits[1],
        )
