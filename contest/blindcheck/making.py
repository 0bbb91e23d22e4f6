"""Builds the copied contest in a scratch installation: officials, judges and authors, then the way to the desks."""

from datetime import datetime, timedelta
from typing import Any, Final

from flask_security import hash_password

from contest.access.duties import Duty
from contest.anonymisation import coding, renditions
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.blindcheck import sealing, traces, ways
from contest.blindcheck.made import Made
from contest.blindcheck.people import LETTERS, authors
from contest.blindcheck.scratch import BEFORE, Copied, Scratch
from contest.demonstration import writing
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.entries import screening, screening_queries
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.judging import designing
from contest.judging import queries as judging
from contest.judging import service as marking
from contest.kernel.errors import ContestError, RuleBroken
from contest.people import service as people
from contest.people.rules import consent
from contest.platform.database import db
from contest.platform.public_seals import new_seed
from contest.results import service as results

PASSWORD: Final = "bốn từ không ai ghép"  # noqa: S105 -- of accounts that are gone in a minute
# Of every category each way to hand in a work is tried; the desks hold enough to tell an order from chance.
LEAST_AUTHORS: Final = 8


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
    if copied.spec.sealing.is_by_holders:
        holders = {
            _person(
                scratch,
                f"Người Giữ {LETTERS[number - 1]}",
                f"holder{number}@office.example",
                hashed,
                roots[0],
                now,
            ): new_seed()
            for number in range(1, sealing.holders_of(made.needed) + 1)
        }
        sealing.make_keys(made, holders, now)
    scratch.do(editing.announce, made.edition_id, **made.by("organiser", now))
    _take_turns(made)
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


def _take_turns(made: Made) -> None:
    """Settle what each author hands in: every way once, and again until the desks are full enough."""
    turns = ways.turns(made.scratch.read(editions.categories, made.edition_id))
    made.authors = {author.letter: author for author in authors(max(LEAST_AUTHORS, len(turns)))}
    for turn in turns[ways.MOST :]:
        made.leave_out(turn.category.name, turn.way.names[-1], RuleBroken(ways.TOO_MANY, most=ways.MOST))
    if turns:
        made.turns = {each.letter: turns[each.place % len(turns)] for each in made.authors.values()}


def _register(made: Made, unit_id: int, hashed: str) -> None:
    """Let the authors make their accounts, each in a unit of the own; on paper nobody has one."""
    for author in made.authors.values():
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
        made.units[author.letter] = unit
        if author.letter in made.turns and made.turns[author.letter].way.is_on_paper:
            continue
        about = people.Details(author.full_name, made.born, author.phone, unit)
        account = made.scratch.do(people.new_account, author.email, hashed, about, language="vi", now=now)
        given = {text.purpose: text.text for text in consent.REGISTRATION}
        made.scratch.do(people.give_consents, account, given, language="vi", now=now)
        made.accounts[author.letter] = account


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
    if made.holders:
        sealing.rehearse(made, now)
        made.traces = scratch.read(traces.of_works, frozenset(made.accounts.values()), made.zone)
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
