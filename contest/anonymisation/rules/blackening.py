"""What is wrong with what a secretary wants to black out; all of it at once, so that it is mended at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from contest.anonymisation.rules.leaks import standing
from contest.kernel.errors import N_, RuleBroken

MOST_LINES: Final = 50
LONGEST: Final = 60  # letters of a word that a sentence quotes


def faults(
    words: Collection[str],
    texts: Collection[str],
    *,
    found: Collection[str] = (),
    unplaced: Mapping[str, Collection[int]] = {},
    ticked: bool = False,
    beside: str = "words",
) -> Iterator[RuleBroken]:
    """Name each of the words that stands in none of the texts, and what only a tick on a picture would make black.

    `words`: as they were typed; `found`: those that the leak search found and the secretary chose; `texts`: all that
    judges read as letters; `unplaced`: what of words and found stands on pictures in a part that is not known, with the
    pages where nothing was ticked, 0 for any; `ticked`: whether any part of a picture is to be black; `beside`: the
    field that asks for a choice.
    """
    if not words and not found and not ticked:
        yield RuleBroken(N_("Choose what is to be blacked out."), field=beside)
    if len(words) > MOST_LINES:
        yield RuleBroken(N_("Write at most %(most)d lines."), field="words", most=MOST_LINES)
        return
    for word in words:
        if not any(standing(text, word) for text in texts):
            yield RuleBroken(
                N_("“%(words)s” stands nowhere in this work. Copy it from the text."),
                field="words",
                words=_quoted([word]),
            )
    pages = sorted({page for each in unplaced.values() for page in each} - {0})
    said = _quoted(unplaced)
    if pages:
        yield RuleBroken(
            N_(
                "“%(words)s” stands on a picture, too, and the file does not tell where. Tick the part of the picture"
                " as well, on each of these pages: %(pages)s."
            ),
            field="words",
            words=said,
            pages=", ".join(map(str, pages)),
        )
    elif unplaced:
        yield RuleBroken(
            N_("“%(words)s” stands on a picture of a page, too. Tick the part of the picture as well."),
            field="words",
            words=said,
        )


def _quoted(words: Iterable[str]) -> str:
    """Write words as a sentence quotes them, the beginning of what is very long."""
    return "”, “".join(word if len(word) <= LONGEST else f"{word[:LONGEST]}…" for word in words)
