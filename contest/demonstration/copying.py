"""What a demonstration shows of the search for copies: two works that copy, and texts that works are compared with.

Its essays are put together from the same lines, which would make every one of them a copy of the others: the lines
are a text that may be quoted. What is copied is therefore another text, that of a made winner of an earlier year.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from contest.demonstration.essays import Essay, Kind, Paragraph
from contest.demonstration.phrasebook import PHRASES
from contest.entries import finding, indexing, reference_texts
from contest.entries.reference_texts import Reference
from contest.platform.database import unit_of_work

FEWEST: Final = 8  # works of a demonstration in which somebody copies
_PATIENCE: Final = 30.0  # seconds; what is not compared by then is left to the worker
_MARKS: Final = re.compile(r"[\[\]|]|\{[^{}]*\}|^(?:==|#).*$", re.MULTILINE)

WINNER_TITLE: Final = "Chiếc cầu tre của ông nội"
# Of our own making and of no phrase file; a blank line between paragraphs.
WINNER: Final = tuple(
    Path(__file__).with_name("earlier_winner.txt").read_text(encoding="utf-8").strip().split("\n\n")
)


def lines() -> str:
    """Return all that the phrase files say, without what differs from essay to essay."""
    told = (path.read_text(encoding="utf-8") for path in sorted(PHRASES.rglob("*.txt")))
    return "\n".join(_MARKS.sub(" ", text) for text in told)


def copied(own: Essay, paragraphs: int) -> Essay:
    """Return the essay with so many paragraphs of the winner in place of its last ones."""
    taken = tuple(Paragraph(Kind.TEXT, text) for text in WINNER[:paragraphs])
    kept = _up_to(own.paragraphs, own.words - sum(len(each.text.split()) for each in taken))
    return replace(own, paragraphs=(*kept, *taken))


def _up_to(paragraphs: Sequence[Paragraph], words: int) -> list[Paragraph]:
    """Return the first paragraphs until they have so many words."""
    found: list[Paragraph] = []
    for paragraph in paragraphs:
        if sum(len(each.text.split()) for each in found) >= words:
            break
        found.append(paragraph)
    return found


def add_texts(edition_id: int, secretary_id: int, now: datetime) -> None:
    """Let a secretary add the lines that essays are made of, and the essay of an earlier winner."""
    given = (
        Reference(
            "Bộ câu gợi ý viết bài",
            "Ban Tổ chức cuộc thi mẫu: mọi bài mẫu được ghép từ các câu này",
            lines(),
            may_be_quoted=True,
        ),
        Reference(
            WINNER_TITLE,
            "Tuyển tập bài đạt giải Nhất năm trước",
            "\n\n".join(WINNER),
            may_be_quoted=False,
        ),
    )
    for text in given:
        with unit_of_work():
            reference_texts.add(edition_id, text, actor_id=secretary_id, now=now)


def compare() -> None:
    """Put the works into the index, and compare those that are before their coding."""
    indexing.index_waiting()
    finding.compare_waiting(time.monotonic() + _PATIENCE)
