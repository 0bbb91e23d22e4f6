"""What a work must keep to: length, kinds and size of files, works of one author; each sentence names the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from contest.editions.rules.demands import CHARACTERS, LETTERS, PAGES, WORDS
from contest.kernel.errors import N_, RuleBroken

TYPED: Final = "text"
PICTURES: Final = "pictures"  # of handwritten pages, together one file of ours
_PICTURES: Final = "JPEG, PNG, WEBP"
# A thousand pages; keeps one entry from costing what a library costs.
LONGEST_TEXT: Final = 500_000
LONGEST_TITLE: Final = 200
# Drafts cost storage: somebody who begins a hundred is no author of this contest.
MOST_DRAFTS: Final = 10
MEGABYTE: Final = 1024 * 1024

# What is too short and what is too long, by the unit; the number is called `words` in all of them.
_SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    WORDS: (
        N_("The text has %(words)d words; at least %(limit)d are asked for. Missing: %(missing)d."),
        N_("The text has %(words)d words; at most %(limit)d are allowed. Too many: %(over)d."),
    ),
    CHARACTERS: (
        N_(
            "The text has %(words)d characters with spaces; at least %(limit)d are asked for. Missing: %(missing)d."
        ),
        N_(
            "The text has %(words)d characters with spaces; at most %(limit)d are allowed. Too many: %(over)d."
        ),
    ),
    LETTERS: (
        N_(
            "The text has %(words)d characters without spaces; at least %(limit)d are asked for."
            " Missing: %(missing)d."
        ),
        N_(
            "The text has %(words)d characters without spaces; at most %(limit)d are allowed. Too many: %(over)d."
        ),
    ),
    PAGES: (
        N_("The file has %(words)d pages; at least %(limit)d are asked for. Missing: %(missing)d."),
        N_("The file has %(words)d pages; at most %(limit)d are allowed. Too many: %(over)d."),
    ),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a category, lengths in its `unit`; `length_maximum` 0 means none."""

    length_minimum: int
    length_maximum: int
    kinds: tuple[str, ...]
    works_per_author: int
    unit: str = WORDS
    file_limit_mb: int | None = None


def check_size(title: str, text: str) -> None:
    """Refuse what could not be kept as a draft. Raises RuleBroken naming the field."""
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(
            N_("The title has %(length)d characters; at most %(limit)d can be kept. Shorten it."),
            field="title", length=len(title), limit=LONGEST_TITLE,
        )  # fmt: skip
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(
            N_("The text has %(length)d characters; at most %(limit)d can be kept. Shorten it."),
            field="text", length=len(text), limit=LONGEST_TEXT,
        )  # fmt: skip


def check_kind(kind: str, limits: Limits, *, field: str = "file") -> None:
    """Refuse a kind of file that the category does not take."""
    if kind in limits.kinds:
        return
    if kind == TYPED:
        raise RuleBroken(
            N_("This category takes files only (%(kinds)s). Attach your work as a file."),
            field=field, kinds=_named(limits.kinds),
        )  # fmt: skip
    if limits.kinds == (TYPED,):
        raise RuleBroken(
            N_("This category takes no files. Remove the file and type or paste the text."), field=field
        )
    raise RuleBroken(
        N_("This category does not take files of the kind %(kind)s. It takes: %(kinds)s."),
        field=field, kind=_name(kind), kinds=_named(limits.kinds),
    )  # fmt: skip


def check_file_size(size: int, limits: Limits, *, field: str) -> None:
    """Refuse a file larger than the category takes; `size` in bytes."""
    most = limits.file_limit_mb
    if most is not None and size > most * MEGABYTE:
        raise RuleBroken(
            N_(
                "The file has %(size)s MB; this category takes files of at most %(limit)d MB. Make its pictures"
                " smaller, or save it anew, and choose it again."
            ),
            field=field, size=f"{size / MEGABYTE:.1f}", limit=most,
        )  # fmt: skip


def check_written(length: int, *, field: str) -> None:
    """Ask for a text."""
    if length == 0:
        raise RuleBroken(N_("There is no text yet. Write it, paste it, or attach a file."), field=field)


def check_length(length: int, limits: Limits, *, field: str) -> None:
    """Refuse a text that is too short or too long, in the unit of the category."""
    check_written(length, field=field)
    too_short, too_long = _SENTENCES[limits.unit]
    if length < limits.length_minimum:
        raise RuleBroken(
            too_short,
            field=field, words=length, limit=limits.length_minimum, missing=limits.length_minimum - length,
        )  # fmt: skip
    if 0 < limits.length_maximum < length:
        raise RuleBroken(
            too_long,
            field=field, words=length, limit=limits.length_maximum, over=length - limits.length_maximum,
        )  # fmt: skip


def check_works(others: int, limits: Limits) -> None:
    """Refuse one work more than an author may submit in the category."""
    if others >= limits.works_per_author:
        raise RuleBroken(
            N_(
                "Works that you have submitted in this category: %(others)d; allowed: %(limit)d. "
                "Choose another category, or withdraw a work first."
            ),
            field="category_id", others=others, limit=limits.works_per_author,
        )  # fmt: skip


def check_drafts(drafts: int) -> None:
    """Refuse to begin ever more drafts."""
    if drafts >= MOST_DRAFTS:
        raise RuleBroken(
            N_("Unfinished drafts of yours in this contest: %(drafts)d. Submit or delete one of them first."),
            drafts=drafts,
        )


def check_title(title: str) -> None:
    """Ask for a title."""
    if not title:
        raise RuleBroken(N_("Give your work a title."), field="title")


def _named(kinds: tuple[str, ...]) -> str:
    return ", ".join(_name(kind) for kind in kinds if kind != TYPED)


def _name(kind: str) -> str:
    """Name a kind in every language: pictures by their formats."""
    return _PICTURES if kind == PICTURES else kind.upper()
