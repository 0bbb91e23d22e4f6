"""What an announcement may say, when it is seen, and in which of its languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

TITLE = 160
TEXT = 20_000
FILES = 5
# Any of them may be missing, not both; the first one written is shown where the reader's is missing.
LANGUAGES = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """An announcement in one language; `text` is Markdown."""

    title: str
    text: str

    @property
    def is_empty(self) -> bool:
        return not self.title and not self.text


def clean(words: Mapping[str, Words]) -> dict[str, Words]:
    """Bring the words into the form they are kept in; languages that nobody wrote are left out."""
    tidy = {
        language: Words(text.one_line(said.title), text.nfc(said.text).strip())
        for language, said in words.items()
    }
    return {
        language: tidy[language] for language in LANGUAGES if language in tidy and not tidy[language].is_empty
    }


def problems(words: Mapping[str, Words]) -> Iterator[RuleBroken]:
    """Name everything that is wrong with cleaned words. `field` is a path like title_vi."""
    if not words:
        yield RuleBroken(
            N_("Write a title and a text, in one language at least."), field=f"title_{LANGUAGES[0]}"
        )
    for language, said in words.items():
        if len(said.title) < 3:
            yield RuleBroken(
                N_("Write at least %(least)d characters here."), field=f"title_{language}", least=3
            )
        elif len(said.title) > TITLE:
            yield _too_long(said.title, TITLE, f"title_{language}")
        if not said.text:
            yield RuleBroken(N_("Write what there is to tell."), field=f"text_{language}")
        elif len(said.text) > TEXT:
            yield _too_long(said.text, TEXT, f"text_{language}")


def _too_long(value: str, most: int, field: str) -> RuleBroken:
    return RuleBroken(
        N_("This has %(length)d characters; there is room for %(most)d. Shorten it."),
        field=field,
        length=len(value),
        most=most,
    )


def language_for(words: Mapping[str, Words], wanted: str) -> str:
    """Return the language in which a reader of `wanted` gets it."""
    return wanted if wanted in words else next(language for language in LANGUAGES if language in words)


def is_seen(published_at: datetime, withdrawn_at: datetime | None, now: datetime) -> bool:
    """Tell whether everybody sees it at `now`."""
    return withdrawn_at is None and published_at <= now
