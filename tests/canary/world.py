"""Builds the canary's contest through the services, act by act, from the first draft to the published results."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from flask import Flask

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.anonymisation import queries as blind
from contest.anonymisation import service as blinding
from contest.assignment import queries as assignment
from contest.demonstration import writing
from contest.editions import own_fields, permitting
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.identity import KINDS, Asked, IdentitySpec
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.unit_prizes import PrizePoints, UnitPrize, UnitPrizes
from contest.entries import author_queries, authorship, co_authors, enclosing, files, intake, telling
from contest.entries import service as entries
from contest.judging import service as marking
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.kernel import clock
from contest.people import agreements, rights
from contest.people import service as people
from contest.people.rules import consent, data_requests
from contest.platform.database import db
from tests.canary.people import (
    AUTHORS,
    BESIDE,
    CO_AUTHORS,
    DRAFT,
    ELSEWHERE,
    OPENS,
    REFUSED,
    RETURNED,
    SHOWN,
    TRANSLATED,
    UNDER_AGE,
    WITHDRAWN,
    Author,
    Work,
    first_version,
    work,
)
from tests.factories import WEEK, Factory

RUBRIC = (
    Line("steps", Settings("Nội dung", Decimal(60), Decimal(0), Decimal(100), Decimal(1),
                           (Descriptor(Decimal(80), "Sâu sắc"),))),
    Line("steps", Settings("Hình thức", Decimal(40), Decimal(0), Decimal(100), Decimal(1))),
    Line("comment", Settings("Nhận xét")),
)  # fmt: skip
# The planted PDF has but two words that can be seen.
QUESTIONS = (
    OwnField("Câu hỏi của tổ thư ký", is_required=False),
    OwnField("Câu hỏi của giám khảo", is_required=False, for_judges=True),
)
CATEGORY = CategorySpec(
    "Bài viết",
    1,
    3000,
    prizes=(PrizeSpec("Giải Nhất", 1), PrizeSpec("Giải Nhì", 1)),
    own_fields=QUESTIONS,
    authors_most=2,
)
# Everything there is to ask; what for is no secret.
ASKED = IdentitySpec(
    tuple(Asked(kind, is_required=True, purpose="Để liên hệ với tác giả.") for kind in KINDS)
)
# Authors say where their works were published, which leads to them; one hands in a work with its translation.
ASKING = replace(
    CATEGORY,
    demands=Demands(
        languages=("vi", "en"),
        translation=True,
        publication="either",
        proof="file",
        recordings=("mp3", "mp4"),
    ),
)
# The best work's unit wins; all that a formula can ask for is asked, so that every page of it is there.
OF_UNITS = UnitPrizes(
    is_on=True,
    prizes=(UnitPrize("Giải tập thể"),),
    admitted=Decimal(1),
    rate=Decimal(1),
    points=(PrizePoints("Giải Nhất", Decimal(10), is_enough=True),),
)
JUDGES = 4
OFFICIALS = {
    "organiser": (Duty.ORGANISER, "Phạm Thị Tổ Chức"),
    "secretary": (Duty.SECRETARY, "Lê Thị Thư Ký"),
    "chair": (Duty.CHAIR, "Đỗ Bá Chủ Tịch"),
    "observer": (Duty.OBSERVER, "Bùi Quan Sát"),
    "unit_contact": (Duty.UNIT_CONTACT, "Mai Thị Đầu Mối"),
}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@dataclass(slots=True)
class World:
    """A contest with canaries in it; `now` is the instant at which it stands."""

    app: Flask
    letters: tuple[str, ...] = tuple(AUTHORS)
    works: dict[str, Work] = field(default_factory=dict)
    disputed: str = "A"
    now: datetime = OPENS
    edition_id: int = 0
    other_id: int = 0
    officials: dict[str, int] = field(default_factory=dict)
    authors: dict[str, int] = field(default_factory=dict)
    co_authors: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def beside(self) -> tuple[str, ...]:
        """The letters of the authors who write with somebody."""
        return tuple(letter for letter in BESIDE if letter in self.letters)

    @property
    def factory(self) -> Factory:
        return Factory(self.app)

    @property
    def rounds(self) -> list[int]:
        return [r.id for r in self.factory.read(editions.rounds, self.edition_id)]

    @property
    def judges(self) -> list[int]:
        return [self.officials[f"judge{number}"] for number in range(1, JUDGES + 1)]

    def by(self, official: str) -> dict[str, object]:
        return {"actor_id": self.officials[official], "now": self.now}

    def desk(self, judge_id: int, position: int = 0) -> tuple[assignment.DeskReading, ...]:
        return self.factory.read(assignment.desk, judge_id, self.rounds[position])

    def codes(self, position: int = 0) -> dict[str, str]:
        """The codes of a round by the letters of the authors, found by the words of the titles."""
        copies = self.factory.read(blind.blind_copies, self.rounds[position])
        return {letter_of(copy.title): copy.code for copy in copies}


def letter_of(title: str) -> str:
    """Whose work it is: the title says so to those who planted it."""
    return title.partition("WORK")[2][:1]


@contextmanager
def standing_at(world: World, instant: datetime) -> Iterator[World]:
    """Let everything that happens inside happen at this instant."""
    world.now = instant
    with clock.fixed(instant):
        yield world


# --- before the closing time --------------------------------------------------------------------------------


def announce(world: World) -> None:
    """Units, officials and both editions. The first has two rounds, so that every work may get two codes."""
    with standing_at(world, OPENS - timedelta(days=1)):
        factory = world.factory
        root = factory.do(people.add_unit, "TM", "Tỉnh Mẫu", kind="province", parent_id=None, actor_id=None,
                          now=world.now)  # fmt: skip
        own = factory.do(people.add_unit, "VP", "Văn phòng", kind="office", parent_id=root, actor_id=None,
                         now=world.now)  # fmt: skip
        named = {role: name for role, (_, name) in OFFICIALS.items()}
        named |= {f"judge{number}": f"Giám Khảo {chr(64 + number)}" for number in range(1, JUDGES + 1)}
        named |= {"judge_elsewhere": "Giám Khảo Nơi Khác", "secretary_elsewhere": "Thư Ký Nơi Khác"}
        for role, name in named.items():
            world.officials[role] = factory.person(name, email=f"{role}@office.example", unit_id=own)
        world.edition_id = _edition(world, "Cuộc thi viết Bình Minh", rounds=2, readings=2)
        world.other_id = _edition(world, "Cuộc thi viết Hoàng Hôn", rounds=1, readings=1)
        _appoint(world, root)
        for letter in world.letters:
            world.authors[letter] = _register(world, AUTHORS[letter], root)
        for letter in world.beside:
            world.co_authors[BESIDE[letter]] = _register(world, CO_AUTHORS[BESIDE[letter]], root)


def _edition(world: World, title: str, *, rounds: int, readings: int) -> int:
    edition_id: int = world.factory.edition(
        organiser_id=world.officials["organiser"], title=title, rounds=rounds, readings=readings,
        now=OPENS + WEEK, categories=(ASKING,), identity=ASKED, settings={"unit_prizes": OF_UNITS},
    )  # fmt: skip
    for one in world.factory.read(editions.rounds, edition_id):
        world.factory.do(
            marking.save_rubric,
            one.id,
            Decimal(100),
            RUBRIC,
            actor_id=world.officials["organiser"],
            now=world.now,
        )
    return edition_id


def _appoint(world: World, root: int) -> None:
    for role, (duty, _) in OFFICIALS.items():
        if duty is not Duty.ORGANISER:
            unit_id = root if duty is Duty.UNIT_CONTACT else None
            world.factory.appoint(world.edition_id, world.officials[role], duty, unit_id=unit_id)
    for judge_id in world.judges:
        world.factory.appoint(world.edition_id, judge_id, Duty.JUDGE)
    world.factory.appoint(world.other_id, world.officials["judge_elsewhere"], Duty.JUDGE)
    world.factory.appoint(world.other_id, world.officials["secretary_elsewhere"], Duty.SECRETARY)


def _register(world: World, author: Author, root: int) -> int:
    with standing_at(world, author.registered):
        factory = world.factory
        unit_id = factory.do(
            people.add_unit, author.token("CODE"), author.unit, kind="ward", parent_id=root, actor_id=None,
            now=world.now,
        )  # fmt: skip
        account: int = factory.person(
            author.full_name, email=author.email, phone=author.phone, unit_id=unit_id,
            birth_year=2010 if author.letter in UNDER_AGE else 1980,
        )  # fmt: skip
        given = {text.purpose: text.text for text in consent.REGISTRATION}
        if not author.agrees_to_publication:
            del given["publication"]
        factory.do(people.give_consents, account, given, language="vi", now=world.now)
        if author.letter == SHOWN:
            wanted = consent.UNIT_CONTACT
            factory.do(agreements.agree, account, wanted, wanted.text, language="vi", now=world.now)
        return account


def write(world: World) -> None:
    """Every author writes; all but one submit, one of them twice, one of them to take it back."""
    for letter in world.letters:
        author = AUTHORS[letter]
        edition_id = world.other_id if letter == ELSEWHERE else world.edition_id
        with standing_at(world, author.begun):
            world.keys[letter] = start(world, author, edition_id)
        if letter == "G":
            tell(world, author)
            _submit(world, author, first_version(author), author.saved)
        save(world, author, world.works.get(letter) or work(author), author.saved)
        tell(world, author)
        _ask(world, author)
        if letter in world.beside:
            _join(world, author, CO_AUTHORS[BESIDE[letter]])
        if letter != DRAFT:
            _hand_in(world, author, author.submitted)
        if letter == WITHDRAWN:
            instant = author.submitted + timedelta(minutes=11, seconds=5)
            world.factory.do(
                entries.withdraw, world.keys[letter], author_id=world.authors[letter], now=instant
            )


def _ask(world: World, author: Author) -> None:
    """Ask something about the own data, and name the work in it."""
    words = f"Bài {work(author).title} của tôi đã đến chưa?"
    with standing_at(world, author.saved):
        world.factory.do(rights.ask, world.authors[author.letter], data_requests.OTHER, words, now=world.now)


def _join(world: World, author: Author, other: Author) -> None:
    """The co-author is asked and confirms, while the draft lies there."""
    by = {"author_id": world.authors[author.letter], "now": author.saved + timedelta(minutes=3)}
    asked = world.factory.do(
        co_authors.ask, world.keys[author.letter], f"Bạn {other.full_name}", other.email, **by
    )
    question = world.factory.read(authorship.question_by_id, asked)
    instant = author.saved + timedelta(minutes=9, seconds=other.place)
    world.factory.do(co_authors.confirm, question.key, world.co_authors[other.letter], now=instant)
    with standing_at(world, instant + timedelta(minutes=1)):
        _say(world, author.letter, other, world.co_authors[other.letter])


def start(world: World, author: Author, edition_id: int) -> str:
    category = world.factory.read(editions.categories, edition_id)[0]
    key: str = world.factory.do(
        intake.start_draft,
        edition_id,
        author_id=world.authors[author.letter],
        category_id=category.id,
        now=world.now,
    )
    return key


def save(world: World, author: Author, what: Work, instant: datetime) -> None:
    """Save the draft as often as the author is far down the alphabet: revisions differ."""
    who = {"author_id": world.authors[author.letter]}
    key = world.keys[author.letter]
    edition_id = world.factory.read(author_queries.draft, key, who["author_id"]).edition_id
    asked = world.factory.read(own_fields.of_edition, edition_id)
    own = {field.key: answer for field, answer in zip(asked, what.own, strict=True)}
    with standing_at(world, instant):
        for number in range(author.place + 1):
            text = f"{what.text}{' …' * (author.place - number)}"
            draft = replace(_draft(author, what, text), own=own)
            stamp = intake.Stamp(_revision(world, key, who["author_id"]))
            world.factory.do(intake.save_draft, key, draft, stamp=stamp, now=world.now, **who)
        if what.file is not None:
            with world.app.app_context():
                received = files.receive(what.file[1], what.file[0])
                db.session.rollback()
            world.factory.do(intake.attach_file, key, received, now=world.now, **who)
        _prove(world, author)
        if what.recording is not None:
            _enclose(world, author, enclosing.RECORDING, *what.recording)


def _draft(author: Author, what: Work, text: str) -> intake.Draft:
    """What is typed; of the translated work the text is a translation, and the work itself is for nobody else."""
    is_translated = author.letter == TRANSLATED
    said = {
        "language": "en" if is_translated else "vi",
        "translation": text if is_translated else "",
        "published": "yes",
        "published_in": f"Báo {author.token('PLACE')}",
        "published_on": "2026-03-01",
        "link": f"https://{author.token('LINK')}.example/bai-viet".lower(),
    }
    own_text = f"A morning at the market, {author.token('ORIGINAL')}." if is_translated else text
    rubbish = author.token("CLIPBOARD")  # what Word leaves in its HTML: nobody may ever get it
    pasted = "".join(
        f"<p class={rubbish}><em title='{rubbish}'>{line}</em></p>" for line in own_text.split("\n\n") if line
    )
    markup = f"<!-- {rubbish} --><meta name=Author content={rubbish}>{pasted}" if own_text else None
    return intake.Draft(what.title, None, own_text, stated=said, markup=markup)


def _prove(world: World, author: Author) -> None:
    scan = f"Trang báo có {author.token('SCAN')}".encode()
    _enclose(world, author, enclosing.PROOF, f"Trang báo {author.token('PROOF')}.txt", scan)


def _enclose(world: World, author: Author, role: str, name: str, raw: bytes) -> None:
    with world.app.app_context():
        received = enclosing.receive(io.BytesIO(raw), name, role)
        db.session.rollback()
    who = {"author_id": world.authors[author.letter], "now": world.now}
    world.factory.do(enclosing.enclose, world.keys[author.letter], role, received, **who)


def tell(world: World, author: Author) -> None:
    """Say all that the contest asks."""
    with standing_at(world, author.begun + timedelta(minutes=1, seconds=9)):
        _say(world, author.letter, author, world.authors[author.letter])


def _say(world: World, letter: str, who: Author, account_id: int) -> None:
    world.factory.do(
        telling.say,
        world.keys[letter],
        who.about,
        who.guardian,
        author_id=account_id,
        language="vi",
        now=world.now,
    )


def _revision(world: World, key: str, author_id: int) -> int:
    return int(world.factory.read(author_queries.draft, key, author_id).revision)


def _submit(world: World, author: Author, what: Work, instant: datetime) -> None:
    save(world, author, what, instant - timedelta(minutes=2))
    _hand_in(world, author, instant)


def _hand_in(world: World, author: Author, instant: datetime) -> None:
    with standing_at(world, instant):
        world.factory.submit(world.keys[author.letter], world.authors[author.letter], now=instant)


# --- the office ---------------------------------------------------------------------------------------------


def give_back(world: World) -> None:
    """One work goes back to its author while there is time; the author does not send it again."""
    with standing_at(world, at(12, 4, 19)):
        _decide(world, AUTHORS[RETURNED], "return")


def screen(world: World) -> None:
    """One author got more time and did not use it. The secretaries decide about everything that was handed in."""
    late = AUTHORS["A"]
    with standing_at(world, at(16, 5, 8)):
        if late.letter in world.letters:
            world.factory.do(
                permitting.permit, world.edition_id, late.email, at(16, 9),
                reason=f"Mất điện ở {late.token('LATE')}", **world.by("secretary"),
            )  # fmt: skip
    for letter in world.keys:
        if letter not in f"{DRAFT}{WITHDRAWN}{RETURNED}":
            with standing_at(world, at(17, 4, 19 + AUTHORS[letter].place)):
                _decide(world, AUTHORS[letter], "refuse" if letter == REFUSED else "accept")


def _decide(world: World, author: Author, verdict: str) -> None:
    is_elsewhere = author.letter == ELSEWHERE
    edition_id, official = world.edition_id, "secretary"
    if is_elsewhere:
        edition_id, official = world.other_id, "secretary_elsewhere"
    reason = "" if verdict == "accept" else f"Lý do {author.token('REASON')}: bài chưa đúng thể lệ."
    key = world.keys[author.letter]
    world.factory.screen(edition_id, key, world.officials[official], verdict=verdict, reason=reason)


def prepare(world: World) -> None:
    """Blind copies are made, but nobody has looked at what was found in them."""
    with standing_at(world, at(17, 6, 5)), world.app.app_context():
        for edition_id in (world.edition_id, world.other_id):
            blinding.prepare(edition_id, now=world.now)


def clear(world: World) -> None:
    """What was found in the blind copies is blacked out, what only eyes can settle is let go."""
    with standing_at(world, at(18, 3, 1)), world.app.app_context():
        writing.clear(world.edition_id, world.officials["secretary"], now=world.now)
        writing.clear(world.other_id, world.officials["secretary_elsewhere"], now=world.now)


def code(world: World) -> None:
    """The secretaries draw the codes."""
    with standing_at(world, at(18, 3, 9)):
        for edition_id, official in (
            (world.other_id, "secretary_elsewhere"),
            (world.edition_id, "secretary"),
        ):
            first = world.factory.read(editions.rounds, edition_id)[0]
            world.factory.do(coding.draw_codes, first.id, **world.by(official))
