"""Builds the copied contest in a scratch installation: made-up authors write, the real services do the rest."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from flask_security import hash_password

from contest.access.duties import Duty
from contest.anonymisation import coding, renditions
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.blindcheck import files as made_files
from contest.blindcheck.people import LETTERS, Author, authors
from contest.blindcheck.scratch import BEFORE, Copied, Scratch
from contest.demonstration import writing
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.editions.queries import CategoryView
from contest.editions.rules import own_fields
from contest.entries import author_queries, intake, screening, screening_queries, telling
from contest.entries import files as received_files
from contest.entries import service as entries
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN, Guardian
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.judging import designing
from contest.judging import queries as judging
from contest.judging import service as marking
from contest.kernel.errors import N_, ContestError, RuleBroken
from contest.kernel.keys import new_key
from contest.people import service as people
from contest.people.rules import consent
from contest.platform.database import db
from contest.reports.blindness import Untried
from contest.results import service as results

PASSWORD: Final = "bốn từ không ai ghép"  # noqa: S105 -- of accounts that are gone in a minute
LARGEST_TEXT: Final = 4000  # words of a made work at most
SENTENCE: Final = "Buổi sáng ở chợ quê bắt đầu từ rất sớm, người bán rau xếp từng mớ ngay ngắn bên đường"
# Of every category each way to hand in a work is tried; the desks hold enough to tell an order from chance.
LEAST_AUTHORS: Final = 8
NOT_MADE: Final = N_("The check makes no such file.")


@dataclass(slots=True)
class Made:
    """What stands in the scratch installation. `left_out` names what could not be tried, and why."""

    scratch: Scratch
    copied: Copied
    edition_id: int = 0
    slug: str = ""
    officials: dict[str, int] = field(default_factory=dict)
    judges: dict[int, str] = field(default_factory=dict)  # to their addresses
    authors: dict[str, Author] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    ways: dict[str, str] = field(default_factory=dict)  # how each work was handed in
    left_out: list[Untried] = field(default_factory=list)
    why_nothing: RuleBroken | None = None  # the first reason why a work could not be handed in
    rendition_keys: dict[str, str] = field(default_factory=dict)

    @property
    def rounds(self) -> list[int]:
        return [each.id for each in self.scratch.read(editions.rounds, self.edition_id)]

    def codes(self, round_id: int) -> dict[str, str]:
        """Return the codes of a round by the letters of the authors, found by the words of the titles."""
        found = self.scratch.read(blind.blind_copies, round_id)
        return {copy.title.partition("WORK")[2][:1]: copy.code for copy in found}

    def leave_out(self, what: str, kind: str, problem: ContestError) -> None:
        """Note what cannot be tried, and why."""
        broken = problem if isinstance(problem, RuleBroken) else RuleBroken(str(problem))
        filled = {name: _plain(value) for name, value in broken.params.items()}
        self.left_out.append(Untried(what, kind, broken.message, filled))

    def by(self, official: str, now: datetime) -> dict[str, Any]:
        return {"actor_id": self.officials[official], "now": now}


def _plain(value: object) -> str | float:
    """What fills a sentence, as JSON keeps it: numbers stay numbers."""
    if isinstance(value, int | float | Decimal):
        return int(value) if value == int(value) else float(value)
    return str(value)


def announce(scratch: Scratch, copied: Copied) -> Made:
    """Make the contest anew with its settings, officials and judges who do not exist."""
    made = Made(scratch, copied)
    now = copied.spec.opens_at - BEFORE
    hashed = scratch.read(hash_password, PASSWORD)
    roots = _units(scratch, copied, now)
    for official in ("organiser", "secretary", "chair"):
        made.officials[official] = _person(
            scratch, f"Người {official}", f"{official}@office.example", hashed, roots[0], now
        )
    made.edition_id = scratch.do(editing.create_edition, copied.spec, **made.by("organiser", now))
    made.slug = scratch.read(editions.by_id, made.edition_id, now=now).slug
    _give_rubrics(made, now)
    for official, duty in (("secretary", Duty.SECRETARY), ("chair", Duty.CHAIR)):
        scratch.do(editing.appoint, made.edition_id, made.officials[official], duty, actor_id=None, now=now)
    most = max(each.readings for each in copied.spec.rounds)
    for number in range(1, max(3, most + 1) + 1):
        email = f"judge{number}@office.example"
        judge = _person(scratch, f"Giám Khảo {LETTERS[number - 1]}", email, hashed, roots[0], now)
        made.judges[judge] = email
        scratch.do(editing.appoint, made.edition_id, judge, Duty.JUDGE, actor_id=None, now=now)
    scratch.do(editing.announce, made.edition_id, **made.by("organiser", now))
    _register(made, roots[-1], hashed)
    return made


def _units(scratch: Scratch, copied: Copied, now: datetime) -> list[int]:
    """Make a unit for the officials, and one of each that may take part; authors belong below the last."""
    codes = ("BTC", *copied.spec.conditions.units)
    return [
        scratch.do(
            people.add_unit, code, f"Đơn vị {code}", kind="province", parent_id=None, actor_id=None, now=now
        )
        for code in codes
    ]


def _person(scratch: Scratch, name: str, email: str, hashed: str, unit_id: int, now: datetime) -> int:
    about = people.Details(name, 1980, "", unit_id)
    made: int = scratch.do(people.new_account, email, hashed, about, language="vi", now=now)
    scratch.do(people.confirm_address, made, now=now)
    return made


def _give_rubrics(made: Made, now: datetime) -> None:
    categories = made.scratch.read(editions.categories, made.edition_id)
    for round_id, rubrics in zip(made.rounds, made.copied.rubrics, strict=True):
        for place, kept in rubrics:
            category = None if place is None else categories[place].id
            draft = designing.Draft(round_id, kept.full_score, kept.lines, category, kept.weighing)
            made.scratch.do(designing.save, draft, **made.by("organiser", now))


def _register(made: Made, unit_id: int, hashed: str) -> None:
    """Let the authors make their accounts, each in a unit of the own."""
    ways = sum(len(_ways(category)) for category in made.scratch.read(editions.categories, made.edition_id))
    limits = made.copied.spec.conditions
    born = min(max(1980, limits.born_from or 0), limits.born_until or 9999)
    for author in authors(max(LEAST_AUTHORS, ways)):
        now = (
            made.copied.spec.opens_at
            - BEFORE / 2
            + timedelta(minutes=7 * author.place, seconds=11 + author.place)
        )
        unit = made.scratch.do(
            people.add_unit,
            author.token("CODE"),
            author.unit,
            kind="ward",
            parent_id=unit_id,
            actor_id=None,
            now=now,
        )
        about = people.Details(author.full_name, born, author.phone, unit)
        account = made.scratch.do(people.new_account, author.email, hashed, about, language="vi", now=now)
        given = {text.purpose: text.text for text in consent.REGISTRATION}
        made.scratch.do(people.give_consents, account, given, language="vi", now=now)
        made.authors[author.letter], made.accounts[author.letter] = author, account


# --- the authors --------------------------------------------------------------------------------------------


def _ways(category: CategoryView) -> tuple[str, ...]:
    """How a work of the category is handed in here: typed, or as each kind of file that can be made."""
    if category.demands.needs_recording:
        return ()
    return tuple(kind for kind in category.file_kinds if kind == "text" or kind in made_files.KINDS)


def write(made: Made) -> None:
    """Let every author hand in one work, hours apart; what the contest does not take is left out and named."""
    categories = made.scratch.read(editions.categories, made.edition_id)
    turns = [(category, way) for category in categories for way in _ways(category)]
    for category in categories:
        for kind in category.file_kinds:
            if kind not in _ways(category):
                made.leave_out(category.name, kind, RuleBroken(NOT_MADE))
        for kind in category.demands.recordings:
            made.leave_out(category.name, kind, RuleBroken(NOT_MADE))
    spec = made.copied.spec
    step = (spec.closes_at - spec.opens_at) / (len(made.authors) + 2)
    for author in made.authors.values():
        if not turns:
            return
        category, way = turns[author.place % len(turns)]
        now = spec.opens_at + step * (author.place + 1) + timedelta(seconds=13 + author.place)
        try:
            _hand_in(made, author, category, way, now)
        except RuleBroken as problem:
            made.leave_out(category.name, way, problem)
            made.why_nothing = made.why_nothing or problem


def _hand_in(made: Made, author: Author, category: CategoryView, way: str, now: datetime) -> None:
    scratch, who = made.scratch, {"author_id": made.accounts[author.letter]}
    key = scratch.do(intake.start_draft, made.edition_id, category_id=category.id, now=now, **who)
    text = _text(author, category)
    asked = scratch.read(own_fields_of, made.edition_id, category.id)
    own = {each.key: answer for each in asked if (answer := _answer(each.asks, author)) is not None}
    typed = text if way == "text" else ""
    draft = intake.Draft(
        author.title,
        category.id,
        typed,
        own=own,
        stated=_stated(made, author, category, now),
        markup=_markup(author, typed),
    )
    scratch.do(intake.save_draft, key, draft, stamp=intake.Stamp(1), now=now, **who)
    if way != "text":
        raw = made_files.file_of(way, author, text)
        received = scratch.read(
            received_files.receive, raw, f"Bài {author.token('FILE')} {author.name}.{way}"
        )
        scratch.do(intake.attach_file, key, received, now=now, **who)
    _tell(made, author, key, now)
    declared = scratch.read(editions.declarations_for, category, made.edition_id)
    scratch.do(entries.submit, key, token=new_key(), declared=declared, now=now, **who)
    made.keys[author.letter], made.ways[author.letter] = key, way


def own_fields_of(edition_id: int, category_id: int) -> Any:  # noqa: ANN401 -- as the query
    """Return the edition's own questions of a category."""
    from contest.editions import own_fields as asked  # noqa: PLC0415 -- the rules have the same name

    return asked.asked(edition_id, category_id)


def _text(author: Author, category: CategoryView) -> str:
    """A text within the limits, with the author's name in its last line, which nobody who judges may read."""
    least, most = category.length_minimum, min(category.length_maximum, LARGEST_TEXT)
    begin = f"{SENTENCE} {author.seen('TEXT')}."
    end = f"Tôi là {author.full_name}, {author.unit}, thư {author.email}, máy {author.phone}."
    words = len(f"{begin} {end}".split())
    wanted = max(least + 20, words) if category.demands.length_unit == "words" else words
    more = [SENTENCE + "." for _ in range(max(0, min(wanted, most) - words) // len(SENTENCE.split()))]
    return "\n\n".join([begin, *more, end])


def _markup(author: Author, text: str) -> str | None:
    """The text as a word processor pastes it: the author's words in every attribute and comment."""
    if not text:
        return None
    rubbish = author.token("MARKUP")
    lines = "".join(f"<p class={rubbish} title='{rubbish}'>{line}</p>" for line in text.split("\n\n"))
    return f"<!-- {rubbish} --><meta name=Author content={rubbish}>{lines}"


def _stated(made: Made, author: Author, category: CategoryView, now: datetime) -> dict[str, str]:
    demands, conditions = category.demands, made.copied.spec.conditions
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


# --- the office and the judges ------------------------------------------------------------------------------


def carry_to_desks(made: Made) -> datetime:
    """Screen, make blind, clear, code and hand out the first round; return when the judges look."""
    spec, scratch = made.copied.spec, made.scratch
    now = max(spec.closes_at, spec.opens_at) + timedelta(hours=2, minutes=spec.grace_minutes)
    for letter, key in made.keys.items():
        view = scratch.read(screening_queries.to_screen, key, made.edition_id)
        decision = Decision(Act.ACCEPT, view.version_number, tuple(CHECKLIST), "")
        secretary = {
            "secretary_id": made.officials["secretary"],
            "now": now + timedelta(minutes=LETTERS.index(letter)),
        }
        scratch.do(screening.decide, key, decision, edition_id=made.edition_id, **secretary)
    now += timedelta(hours=1)
    with scratch.app.app_context():
        blinding.prepare(made.edition_id, now=now)
        for line in renditions.listed(made.edition_id, "to_clear").lines:
            made.rendition_keys[line.title.partition("WORK")[2][:1]] = line.key
        db.session.rollback()
        writing.clear(made.edition_id, made.officials["secretary"], now=now)
    scratch.do(coding.draw_codes, made.rounds[0], **made.by("secretary", now))
    _hand_out(made, made.rounds[0], now)
    return now + timedelta(days=1, minutes=17)


def carry_to_the_next_round(made: Made, now: datetime) -> datetime | None:
    """Mark all, close the round, let works go on and hand them out under new codes; None where that is not so."""
    if len(made.rounds) < 2:
        return None
    first, second = made.rounds
    for judge in made.judges:
        for reading in made.scratch.read(assignment.desk, judge, first):
            _mark(made, judge, reading.reading_id, now)
    try:
        made.scratch.do(results.close_round, first, **made.by("organiser", now + timedelta(hours=1)))
        made.scratch.do(results.advance, first, **made.by("organiser", now + timedelta(hours=2)))
        _hand_out(made, second, now + timedelta(hours=3))
    except ContestError as problem:
        made.leave_out(made.copied.spec.rounds[1].name, "round", problem)
        return None
    return now + timedelta(days=2, minutes=23)


def _hand_out(made: Made, round_id: int, now: datetime) -> None:
    by = made.by("organiser", now)
    proposal = made.scratch.do(assigning.propose, round_id, seed="blind-check", **by)
    made.scratch.do(assigning.confirm, proposal, **by)


def _mark(made: Made, judge: int, reading_id: int, now: datetime) -> None:
    """Give the same marks to all, so that nobody has to read a third time."""
    scratch = made.scratch
    reading = scratch.read(assignment.by_id, reading_id)
    copy = next(
        c for c in scratch.read(blind.blind_copies, reading.round_id) if c.id == reading.blind_copy_id
    )
    rubric = scratch.read(judging.rubrics, reading.round_id).needed(copy.category_id)
    typed = {line.id: _typed(line) for line in rubric.criteria if line.kind != "heading"}
    who = {"judge_id": judge, "now": now}
    scratch.do(marking.save_marks, reading_id, revision=0, typed=typed, comment="Đọc được.", **who)
    scratch.do(marking.submit, reading_id, **who)


def _typed(line: Any) -> str:  # noqa: ANN401 -- a line of whichever kind
    if line.kind == "comment":
        return "Bài viết có ý."
    settings = line.settings
    steps = int((settings.maximum - settings.minimum) / settings.step)
    return f"{settings.minimum + settings.step * (steps * 3 // 4):f}"
