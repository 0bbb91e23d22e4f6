"""The authors of the canary's contest: every field of each holds a word that stands nowhere else in the world."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from contest.blindcheck import people as made_up
from contest.blindcheck import recordings
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, About, Guardian
from tests.planted import Planted, word_document
from tests.planted_pdf import pdf_document

# The works are taken in from the second to the sixteenth of March 2026.
OPENS = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 16, 2, 0, tzinfo=UTC)

# The made-up people of the product's own check, with what befalls them here.
NAMES = dict(zip("ABCDEFGHIJKZ", made_up.NAMES, strict=True))
# Whoever writes a work together with another: the co-author of each letter's work. Of none of them may a judge learn
# more than of the author; V has said no to being named, and D's text names W.
BESIDE = {"C": "V", "D": "W"}
# What becomes of each work. Of Z nothing does here: it takes part in another contest.
ACCEPTED = "ABCDEFG"
UNDER_AGE = "B"
DRAFT, WITHDRAWN, REFUSED, RETURNED, ELSEWHERE = "HIJKZ"
# Who lets a second of sound or of film be heard beside the text.
RECORDED = {"A": "mp3", "C": "mp4"}
# Handed in in another language: what judges read is the translation.
TRANSLATED = "E"
# Who lets the contact of the unit, here of all units, see the name.
SHOWN = "C"
# Marks out of a hundred for each: the first four go on to the second round, C wins it and E comes second.
QUALITY = {"C": 92, "E": 86, "B": 80, "A": 74, "G": 66, "D": 60, "F": 54}


@dataclass(frozen=True)
class Author(made_up.Author):
    """What an author writes about the own person, and when things happen to the work."""

    @property
    def about(self) -> About:
        """What the author says with the entry; C, who wins and agrees to be named, is named by the own name."""
        return replace(super().about, by_pen_name=self.letter == "E")

    @property
    def guardian(self) -> Guardian:
        """Who agrees for the one who is under age."""
        if self.letter not in UNDER_AGE:
            return NO_GUARDIAN
        return Guardian(f"Mẹ {self.token('GUARD')}", "mẹ", f"0977{self.place:02d}3624", GUARDIAN.text)

    @property
    def bank_account(self) -> str:
        return f"9704{self.place:02d}7{153 + 41 * self.place:03d}88"

    @property
    def agrees_to_publication(self) -> bool:
        return self.letter in "CDZ"

    @property
    def registered(self) -> datetime:
        return OPENS + timedelta(hours=1, minutes=47 + 61 * self.place, seconds=7 + self.place)

    @property
    def begun(self) -> datetime:
        """When the draft was begun; the authors do everything in the order of their letters, days apart or hours."""
        return OPENS + timedelta(days=2, hours=9 * self.place, minutes=13 + 3 * self.place, seconds=11)

    @property
    def saved(self) -> datetime:
        return self.begun + timedelta(minutes=4, seconds=23)

    @property
    def submitted(self) -> datetime:
        return self.begun + timedelta(minutes=17, seconds=31)


AUTHORS = {letter: Author(letter, name, place) for place, (letter, name) in enumerate(NAMES.items())}
CO_AUTHORS = {
    "V": Author("V", "Ngụy Khắc Trừng Lĩnh", len(NAMES)),
    "W": Author("W", "Tống Cẩm Hoàn Thơ", len(NAMES) + 1),
}


@dataclass(frozen=True, slots=True)
class Work:
    """A work as its author hands it in. `extra` are words that stand in the file where no judge may see them.

    `own`: the answers to the contest's own questions, to that of the secretariat and to that of the judges;
    `recording`: what is to be heard or seen beside the text.
    """

    title: str
    text: str = ""
    file: tuple[str, bytes] | None = None
    extra: frozenset[str] = frozenset()
    own: tuple[str, str] = ("", "")
    recording: tuple[str, bytes] | None = None


@cache
def work(author: Author) -> Work:
    """What the author hands in, with an answer for the secretariat and one for the judges; two with a recording."""
    is_seen = author.letter in f"{ACCEPTED}{ELSEWHERE}"
    for_judges = author.seen("OWN") if is_seen else author.token("OWN")
    if author.letter == "D":
        for_judges = f"{for_judges} bởi {author.full_name}"
    own = (f"{author.token('OFFICE')} {author.full_name}", for_judges)
    kind = RECORDED.get(author.letter)
    return replace(_work(author), own=own, recording=recorded(author, kind) if kind else None)


def recorded(author: Author, kind: str) -> tuple[str, bytes]:
    """A second of sound, or of film, with the author's words in every tag; its sound and picture are everybody's."""
    name = f"Bản ghi {author.token('FILE')} {author.name}.{kind}"
    return name, recordings.recording_of(kind, author, 1)


def _work(author: Author) -> Work:
    """A DOCX and a PDF full of traces, a text file, and typed works."""
    title = f"Con đường {author.seen('TITLE')}"
    text = (
        f"Buổi sáng ở chợ quê {author.seen('TEXT')} bắt đầu từ rất sớm.\n\n"
        "Người bán rau xếp từng mớ ngay ngắn bên đường, ai đi qua cũng dừng lại hỏi thăm một câu."
    )
    if author.letter == "A":
        return _planted(author, title, word_document(), "docx")
    if author.letter == "B":
        return _planted(author, title, pdf_document(), "pdf")
    if author.letter == "F":
        return Work(title, file=(_file_name(author, "txt"), text.encode()))
    if author.letter == "D":
        beside = CO_AUTHORS[BESIDE["D"]]
        text += (
            f"\n\nTôi là {author.full_name}, {author.unit}. Cùng viết: {beside.full_name}, {beside.unit}, "
        )
        return Work(f"{title} của {author.full_name}", f"{text}thư {beside.email}, máy {beside.phone}.")
    if author.letter in f"{DRAFT}{WITHDRAWN}{REFUSED}{RETURNED}":
        return Work(f"{author.token('TITLE')} {title}", f"{text} {author.token('TEXT')}")
    return Work(title, text)


def first_version(author: Author) -> Work:
    """What G handed in before the version that counts."""
    return Work(
        f"Bản cũ {author.token('OLDTITLE')}", f"Lời cũ đã bỏ {author.token('OLDTEXT')} đi rồi nhé bạn."
    )


def _planted(author: Author, title: str, planted: Planted, ending: str) -> Work:
    extra = frozenset(planted.tokens)
    return Work(title, file=(_file_name(author, ending), planted.raw), extra=extra)


def _file_name(author: Author, ending: str) -> str:
    return f"Bài dự thi {author.token('FILE')} {author.name}.{ending}"
