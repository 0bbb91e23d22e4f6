"""What a work must keep to: words, kinds of file, works of one author; each sentence names the numbers."""

from dataclasses import dataclass
from typing import Final

from contest.kernel.errors import N_, RuleBroken

TYPED: Final = "text"
# A thousand pages; keeps one entry from costing what a library costs.
LONGEST_TEXT: Final = 500_000
LONGEST_TITLE: Final = 200
# Drafts cost storage: somebody who begins a hundred is no author of this contest.
MOST_DRAFTS: Final = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a category; `words_maximum` 0 means none."""

    words_minimum: int
    words_maximum: int
    kinds: tuple[str, ...]
    works_per_author: int


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


def check_kind(kind: str, limits: Limits) -> None:
    """Refuse a kind of file that the category does not take."""
    if kind in limits.kinds:
        return
    if kind == TYPED:
        raise RuleBroken(
            N_("This category takes files only (%(kinds)s). Attach your work as a file."),
            field="file", kinds=_named(limits.kinds),
        )  # fmt: skip
    if limits.kinds == (TYPED,):
        raise RuleBroken(
            N_("This category takes no files. Remove the file and type or paste the text."), field="file"
        )
    raise RuleBroken(
        N_("This category does not take files of the kind %(kind)s. It takes: %(kinds)s."),
        field="file", kind=kind.upper(), kinds=_named(limits.kinds),
    )  # fmt: skip


def check_words(words: int, limits: Limits, *, field: str) -> None:
    """Refuse a text that is too short or too long."""
    if words == 0:
        raise RuleBroken(N_("There is no text yet. Write it, paste it, or attach a file."), field=field)
    if words < limits.words_minimum:
        raise RuleBroken(
            N_("The text has %(words)d words; at least %(limit)d are asked for. Missing: %(missing)d."),
            field=field, words=words, limit=limits.words_minimum, missing=limits.words_minimum - words,
        )  # fmt: skip
    if 0 < limits.words_maximum < words:
        raise RuleBroken(
            N_("The text has %(words)d words; at most %(limit)d are allowed. Too many: %(over)d."),
            field=field, words=words, limit=limits.words_maximum, over=words - limits.words_maximum,
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
    return ", ".join(kind.upper() for kind in kinds if kind != TYPED)
