"""Lets every made-up author hand in one work, through the services that the pages of authors use."""

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from contest.blindcheck import files as made_files
from contest.blindcheck import on_paper, recordings, ways
from contest.blindcheck.made import Made
from contest.blindcheck.people import Author
from contest.blindcheck.ways import Turn
from contest.editions import queries as editions
from contest.editions.queries import CategoryView
from contest.editions.rules import own_fields
from contest.editions.rules.demands import WORDS, Demands
from contest.entries import author_queries, enclosing, handwritten, intake, telling
from contest.entries import files as received_files
from contest.entries import service as entries
from contest.entries.files import Received
from contest.entries.rules import length
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, Guardian
from contest.entries.rules.length import Piece
from contest.entries.rules.limits import PICTURES, TYPED
from contest.kernel.errors import RuleBroken
from contest.kernel.keys import new_key

LARGEST_TEXT: Final = 4000  # words of a made work at most, where the category has no limit
MARGIN: Final = 20  # by so much a text is longer than it must be
SENTENCE: Final = "Buổi sáng ở chợ quê bắt đầu từ rất sớm, người bán rau xếp từng mớ ngay ngắn bên đường"


@dataclass(frozen=True, slots=True)
class _Writing:
    """A work that is being written: who writes what, and when."""

    made: Made
    author: Author
    turn: Turn
    now: datetime

    @property
    def by(self) -> dict[str, Any]:
        return {"author_id": self.made.accounts[self.author.letter], "now": self.now}


def write(made: Made) -> None:
    """Let every author hand in one work, hours apart; what the contest does not take is left out and named."""
    for category in made.scratch.read(editions.categories, made.edition_id):
        for kind, problem in ways.left_out(category):
            made.leave_out(category.name, kind, problem)
    spec = made.copied.spec
    step = (spec.closes_at - spec.opens_at) / (len(made.authors) + 2)
    for letter, turn in made.turns.items():
        author = made.authors[letter]
        now = spec.opens_at + step * (author.place + 1) + timedelta(seconds=13 + author.place)
        try:
            if turn.way.is_on_paper:
                key = on_paper.take_in(made, author, turn, _text(author, turn.category), now)
            else:
                key = _hand_in(_Writing(made, author, turn, now))
        except RuleBroken as problem:
            made.leave_out(turn.category.name, turn.way.names[-1], problem)
            made.why_nothing = made.why_nothing or problem
        else:
            made.keys[letter], made.ways[letter] = key, turn.way


def _hand_in(work: _Writing) -> str:
    scratch, author, category, way = work.made.scratch, work.author, work.turn.category, work.turn.way
    key: str = scratch.do(intake.start_draft, work.made.edition_id, category_id=category.id, **work.by)
    text = _text(author, category)
    asked = scratch.read(_own_fields_of, work.made.edition_id, category.id)
    own = {each.key: answer for each in asked if (answer := _answer(each.asks, author)) is not None}
    typed = text if way.kind == TYPED else ""
    stated = _stated(work)
    draft = intake.Draft(
        author.title, category.id, typed, own=own, stated=stated, markup=_markup(author, typed)
    )
    scratch.do(intake.save_draft, key, draft, stamp=intake.Stamp(1), **work.by)
    if way.kind not in (TYPED, ""):
        scratch.do(intake.attach_file, key, scratch.read(_received, work, text), **work.by)
    if way.recording:
        _enclose(work, key)
    _tell(work.made, author, key, work.now)
    declared = scratch.read(editions.declarations_for, category, work.made.edition_id)
    scratch.do(entries.submit, key, token=new_key(), declared=declared, **work.by)
    return key


def _received(work: _Writing, text: str) -> Received:
    """Make and send the file of the work, or the pictures of its pages."""
    author, kind, pages = work.author, work.turn.way.kind, ways.pages(work.turn.category)
    if kind == PICTURES:
        return handwritten.bound(handwritten.look_at(made_files.pictures_of(author, pages=max(2, pages))))
    raw = made_files.file_of(kind, author, text, pages=pages)
    return received_files.receive(raw, f"Bài {author.token('FILE')} {author.name}.{kind}")


def _enclose(work: _Writing, key: str) -> None:
    author, kind, role = work.author, work.turn.way.recording, enclosing.RECORDING
    raw = recordings.recording_of(kind, author, recordings.seconds(work.turn.category))
    name = f"Ghi {author.token('FILE')} {author.name}.{kind}"
    received = work.made.scratch.read(enclosing.receive, io.BytesIO(raw), name, role)
    work.made.scratch.do(enclosing.enclose, key, role, received, **work.by)


def _own_fields_of(edition_id: int, category_id: int) -> Any:  # noqa: ANN401 -- as the query
    """Return the edition's own questions of a category."""
    from contest.editions import own_fields as asked  # noqa: PLC0415 -- the rules have the same name

    return asked.asked(edition_id, category_id)


def _text(author: Author, category: CategoryView) -> str:
    """A text within the limits, with the author's name in its last line, which nobody who judges may read."""
    demands = category.demands
    unit = demands if demands.length_unit in length.COUNTERS else replace(demands, length_unit=WORDS)
    least = category.length_minimum if unit is demands else 0
    most = category.length_maximum if unit is demands and category.length_maximum else LARGEST_TEXT
    lines = [f"{SENTENCE} {author.seen('TEXT')}."]
    end = f"Tôi là {author.full_name}, {author.unit}, thư {author.email}, máy {author.phone}."
    while True:
        text = "\n\n".join([*lines, end])
        longer = "\n\n".join([*lines, f"{SENTENCE}.", end])
        if _length(author, text, unit) >= least + MARGIN or _length(author, longer, unit) > most:
            return text
        lines.append(f"{SENTENCE}.")


def _length(author: Author, text: str, demands: Demands) -> int:
    return length.measure(Piece(author.title, text), demands).length


def _markup(author: Author, text: str) -> str | None:
    """The text as a word processor pastes it: the author's words in every attribute and comment."""
    if not text:
        return None
    rubbish = author.token("MARKUP")
    lines = "".join(f"<p class={rubbish} title='{rubbish}'>{line}</p>" for line in text.split("\n\n"))
    return f"<!-- {rubbish} --><meta name=Author content={rubbish}>{lines}"


def _stated(work: _Writing) -> dict[str, str]:
    author, now = work.author, work.now
    demands, conditions = work.turn.category.demands, work.made.copied.spec.conditions
    said = {"language": demands.main_language, "country": next(iter(conditions.countries), "")}
    if demands.publication:
        said |= {
            "published": "no" if demands.publication != "published" else "yes",
            "published_in": f"Báo {author.token('PLACE')}",
            "published_on": f"{demands.published_from or now.date():%Y-%m-%d}",
            "link": f"https://{author.token('LINK')}.example/bai".lower(),
        }
    return said


def _answer(asked: own_fields.OwnField, author: Author) -> str | None:
    """Answer a question: to judges with a word of the work and the author's name, to others with words of its own."""
    words = f"{author.seen('OWN')} của {author.full_name}" if asked.for_judges else author.token("OFFICE")
    return {
        own_fields.LINE: words,
        own_fields.LONG: words,
        own_fields.LINK: f"https://{author.token('LINK')}.example/".lower(),
        own_fields.CHOICE: next(iter(asked.options), ""),
        own_fields.NUMBER: asked.least or asked.most or "7",
        own_fields.DATE: asked.least or asked.most or "2026-01-05",
    }.get(asked.kind)


def _tell(made: Made, author: Author, key: str, now: datetime) -> None:
    who = made.accounts[author.letter]
    guardian = NO_GUARDIAN
    if made.scratch.read(author_queries.sheet, key, who).needs_guardian:
        guardian = Guardian(f"Mẹ {author.token('GUARD')}", "mẹ", author.phone, GUARDIAN.text)
    about = author.answers(made.copied.spec.identity)
    made.scratch.do(telling.say, key, about, guardian, author_id=who, language="vi", now=now)
