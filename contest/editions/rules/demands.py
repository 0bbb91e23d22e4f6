"""What a category demands of a work beside its limits: how length is counted, size of files, how much may be alike."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from contest.kernel.errors import N_, RuleBroken

WORDS, CHARACTERS, LETTERS, PAGES = "words", "characters", "letters", "pages"
# Words are what stands between spaces; characters with spaces; letters are characters without spaces.
LENGTH_UNITS: Final = (WORDS, CHARACTERS, LETTERS, PAGES)
# The only kind of file that has pages of its own: a Word file has as many as the machine makes that shows it.
PAGED: Final = "pdf"

TITLE, NOTES, SOURCES = "title", "notes", "sources"
UNCOUNTED: Final = (TITLE, NOTES, SOURCES)

LARGEST_FILE_MB: Final = 1000
SIMILARITY: Final = (1, 99)


@dataclass(frozen=True, slots=True)
class Demands:
    """None stands for no demand. `uncounted`: parts of a text that do not count; `similarity` in percent."""

    length_unit: str = WORDS
    uncounted: tuple[str, ...] = (TITLE,)
    file_limit_mb: int | None = None
    similarity: int | None = None


PLAIN: Final = Demands()


def clean(demands: Demands) -> Demands:
    """Bring what is chosen from a list into the list's order, so that the same choice is the same value."""
    return replace(demands, uncounted=tuple(part for part in UNCOUNTED if part in demands.uncounted))


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


def _length(demands: Demands, path: str, file_kinds: tuple[str, ...]) -> Iterator[RuleBroken]:
    if demands.length_unit not in LENGTH_UNITS:
        yield RuleBroken(N_("Choose from the list in what length is counted."), field=f"{path}-length_unit")
    if demands.length_unit != PAGES:
        return
    if file_kinds != (PAGED,):
        yield RuleBroken(
            N_(
                "Pages can be counted of PDF files only: other files have as many as the machine makes that shows"
                " them. Take PDF files alone, or count in another way."
            ),
            field=f"{path}-length_unit",
        )
    if set(demands.uncounted) & {NOTES, SOURCES}:
        yield RuleBroken(
            N_("Pages are counted whole, with notes and sources. Untick these, or count in another way."),
            field=f"{path}-uncounted",
        )


def _number(value: int | None, path: str, limits: tuple[int, int]) -> Iterator[RuleBroken]:
    if value is not None and not limits[0] <= value <= limits[1]:
        yield RuleBroken(
            N_("Write a whole number from %(least)d to %(most)d, or nothing."),
            field=path,
            least=limits[0],
            most=limits[1],
        )
