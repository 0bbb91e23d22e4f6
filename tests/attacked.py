"""Forty works of an edition that is sealed, or not, up to the coding and beyond, for tests/attacker.py."""

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random

from contest.anonymisation import coding, one_identity, service, settling, telling
from contest.anonymisation import queries as blind
from contest.anonymisation.models import BlindCopy
from contest.anonymisation.rules.cells import Cell
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.assignment.queries import ReadingView
from contest.audit import service as audit
from contest.editions.rules.edition import CategorySpec, PrizeSpec
from contest.editions.rules.secrecy import Sealing
from contest.entries import (
    author_queries,
    discarding,
    finding,
    listing,
    questioned,
    questions,
    requested,
    requests,
)
from contest.entries import queries as entries
from contest.entries.models import Entry
from contest.entries.questions import Wanted
from contest.entries.requests import Answer, Wish
from contest.entries.rules import requests as rules
from contest.platform.database import db
from contest.reports import checking
from contest.results import by_code
from contest.results.claim_proofs import Proof
from tests import attacker
from tests.factories import Factory
from tests.judged import Judged
from tests.parts.anonymisation.sealing import Holders, three_holders
from tests.works import Works, pdf_file, word_file

COUNT = 40
CATEGORIES = (
    CategorySpec("Bài viết", 1, 3000, prizes=(PrizeSpec("Giải Nhất", 1),)),
    CategorySpec("Truyện", 1, 3000, prizes=(PrizeSpec("Giải Nhất", 1),)),
)
ASKED, GRANTED, FLAGGED, REDACTED = 14, 10, 14, 10
QUESTIONED, ANSWERED = 12, 8


class Attacked(Judged):
    """`entry_of`: entry by the number in its title; `seen`: dump and faults after each stage of its life."""

    def __init__(self, factory: Factory, sealing: Sealing) -> None:
        super().__init__(
            factory, (), judges=4, categories=CATEGORIES, rounds=2, settings={"sealing": sealing}
        )
        self.entry_of: dict[int, int] = {}
        self.keys: dict[int, str] = {}
        self.originals: dict[int, tuple[bytes, str]] = {}
        self.proofs: dict[int, tuple[bytes, str]] = {}
        self.seen: dict[str, tuple[attacker.Dump, list[str]]] = {}
        self.chance = Random(5)
        self.marked_ids: set[int] = set()

    def name(self, number: int) -> str:
        """A name of its own for each author; names have letters alone."""
        return f"Vũ Quj{chr(97 + number // 10)}{chr(107 + number % 10)}"

    def hold(self, _: Works) -> None:
        """Name three holders, who make their keys and the edition's, and rehearse."""
        self.holders: Holders = three_holders(self.factory, self.edition_id, self.organiser_id)

    # --- up to the coding -----------------------------------------------------------------------------------

    def written(self) -> "Attacked":
        """Let authors of units of very different size submit works, each of its own length; accept them."""
        factory = self.factory
        units = [
            factory.unit(f"Xã {'ABCDE'[at]}", parent_id=factory.unit(f"Huyện {'ABCDE'[at]}"))
            for at in range(5)
        ]
        self.units = units[:2]
        for number in range(COUNT):
            person = factory.person(self.name(number), unit_id=units[min(number // 3, 4)])
            self.authors[str(number)] = person
            factory.do(audit.seal, self.then)
            title, text = f"ZQXtitle{number:02d} quê hương", essay(number)
            file = {0: ("bai.docx", word_file(text)), 1: ("bai.pdf", pdf_file(text))}.get(number % 10)
            entry = self.accepted(person, title=title, text=text, file=file, category=number % 2)
            self.entry_of[number] = entry
            self.originals[number] = (file[1], file[0]) if file else (text.encode(), "bai.txt")
            self.keys[number] = factory.read(entries.entry_facts, entry).key
            given = factory.read(author_queries.receipt, self.keys[number], person, 1)
            self.proofs[number] = given.document.encode(), given.signature
        with factory.app.app_context():
            finding.compare_texts()
        return self

    def drawn(self, hold: Callable[[Works], object] | None = None) -> "Attacked":
        """Draw the codes; `hold` makes the key of the holders."""
        with self.factory.app.app_context():
            service.prepare(self.edition_id, now=self.now)
        if hold is not None:
            hold(self)
        self.factory.do(coding.draw_codes, self.round_id, actor_id=self.secretary_id, now=self.now)
        self.settled()
        return self

    def settled(self) -> None:
        """Let the worker do what is due."""
        self.factory.do(audit.seal, self.now)
        self.factory.do(listing.seal, now=self.now)
        with self.factory.app.app_context():
            discarding.discard_waiting()

    def truth(self, position: int = 0) -> dict[int, int]:
        """Return whose each copy of a round is, as its title tells who wrote these tests."""
        query = db.select(BlindCopy.id, BlindCopy.title).where(BlindCopy.round_id == self.rounds[position])
        rows = self.factory.read(lambda: db.session.execute(query).all())
        return {row[0]: self.entry_of[int(re.findall(r"ZQXtitle(\d\d)", row[1])[0])] for row in rows}

    # --- afterwards -----------------------------------------------------------------------------------------

    def later(self) -> "Attacked":
        """Go on to results by code, and look at everything after each stage."""
        for stage in (
            self.assigned, self.judged, self.asked, self.blacked_out, self.identity_opened,
            self.in_the_next_round, self.known_by_code,
        ):  # fmt: skip
            stage()
            self.settled()
            dump = attacker.dump(self.factory.app)
            self.seen[stage.__name__] = dump, self.factory.read(checking.faults, self.now)
        return self

    def assigned(self) -> None:
        """Two of the judges come from units of authors."""
        for judge, unit in zip(self.judges, self.units, strict=False):
            self.factory.do(assigning.declare_conflict, self.edition_id, judge, unit, now=self.now)
        self.rubric().given_out()

    def judged(self) -> None:
        """Judges submit some and leave drafts."""
        readings = self._readings(0)
        for reading in self.chance.sample(readings, len(readings) // 2):
            self._mark(reading)
        for reading in self._unmarked()[:20]:
            self.save_marks(reading.id, self._marks(), now=self._time())

    def asked(self) -> None:
        """Authors ask to take works back, and quote them; some may. One gets no answer."""
        numbers = self.chance.sample(sorted(self.entry_of), ASKED + 1)
        for number in numbers:
            wish = Wish(
                rules.WITHDRAW, f"Tôi xin rút bài ZQXtitle{number:02d}, mở đầu ZQXword{number:02d}x0."
            )
            author = self.authors[str(number)]
            self.factory.do(requests.ask, self.keys[number], wish, account_id=author, now=self._time())
        for at, each in enumerate(self.factory.read(requested.of_edition, self.edition_id)[:ASKED]):
            given = Answer(rules.YES if at < GRANTED else rules.NO, f"Theo đề nghị: {each.reason}")
            self.factory.do(
                requests.answer, each.key, given,
                edition_id=self.edition_id, secretary_id=self.secretary_id, now=self._time(),
            )  # fmt: skip
        self._questions()

    def _questions(self) -> None:
        """The secretariat asks authors, quoting their works; most answer, and quote more; some matters are closed."""
        by = {"secretary_id": self.secretary_id}
        takes_part = [n for n in sorted(self.entry_of) if not self._is_withdrawn(n)]
        for number in self.chance.sample(takes_part, QUESTIONED):
            key, author = self.keys[number], self.authors[str(number)]
            given = self.factory.read(author_queries.receipt, key, author, 1)
            wanted = Wanted(given.number, f"Bài ZQXtitle{number:02d} đã đăng ở đâu chưa?")
            self.factory.do(questions.ask, self.edition_id, wanted, now=self._time(), **by)
        asked = self.factory.read(questioned.of_edition, self.edition_id, by_number=True)
        number_of = {key: number for number, key in self.keys.items()}
        for each in asked[:ANSWERED]:
            number = number_of[each.entry_key]
            said = f"ZQXtitle{number:02d} chưa đăng, mở đầu là ZQXword{number:02d}x0 bên dòng sông."
            who = {"account_id": self.authors[str(number)], "now": self._time()}
            self.factory.do(questions.answer, each.entry_key, each.key, said, **who)
        for each in asked[: ANSWERED // 2]:
            self.factory.do(questions.close, each.key, edition_id=self.edition_id, now=self._time(), **by)

    def _is_withdrawn(self, number: int) -> bool:
        return self.factory.read(lambda: db.session.get(Entry, self.entry_of[number]).state == "withdrawn")

    def blacked_out(self) -> None:
        """Judges tell whose works these are; the office blacks words out of some."""
        truth = self.truth()
        number_of = {entry: number for number, entry in self.entry_of.items()}
        flagged = self.chance.sample(sorted(truth), FLAGGED)
        for copy_id in flagged:
            [judge, *_] = [each.judge_id for each in self._readings(0) if each.blind_copy_id == copy_id]
            said = f"Chính là bài của {self.name(number_of[truth[copy_id]])}, tôi nhận ra ngay."
            self.factory.do(telling.tell, copy_id, judge_id=judge, said=said, now=self._time())
        for at, found in enumerate(self.factory.read(settling.waiting, [self.round_id])):
            by = {"secretary_id": self.secretary_id, "seen": self.factory.read(settling.stamp, found)}
            if at < REDACTED:
                is_pages = self.factory.read(blind.essay, self.round_id, found.code).kind == "pages"
                cells = [Cell(1, 2, 2)] if is_pages else []
                self.factory.do(settling.redact, found, ["bên dòng"], cells, **by, now=self._time())
            else:
                self.factory.do(settling.keep, found, **by, now=self._time())

    def identity_opened(self) -> None:
        """Two holders open one code; the organiser sees whose it is, once."""
        self.opened = self.chance.choice(sorted(self.truth()))
        code = self.factory.read(lambda: db.session.get(BlindCopy, self.opened).code)
        by = {"actor_id": self.organiser_id, "now": self.now}
        key = self.factory.do(
            one_identity.ask, self.edition_id, code, "Có đơn nói bài này chép của người khác.", **by
        )
        for holder in self.holders.all[:2]:
            self.factory.do(one_identity.grant, key, self.edition_id, self.holders.coming(holder))
        entry = self.factory.do(one_identity.see, key, self.edition_id, **by)
        assert entry == self.truth()[self.opened]

    def in_the_next_round(self) -> None:
        self._finish(0)
        self.closed().advanced().rubric(1).given_out(1)

    def known_by_code(self) -> None:
        """Two sheets are lost: results by code. One author proves a code, and it is joined."""
        self._finish(1)
        self.closed(1).awarded().approved()
        self.factory.do(by_code.publish, self.edition_id, actor_id=self.organiser_id, now=self.now)
        copies = self.factory.read(lambda: db.session.execute(db.select(BlindCopy.id, BlindCopy.code)).all())
        taken_back = self.factory.read(entries.withdrawn_late, self.edition_id)  # nobody can claim these
        self.claimed, entry = next(each for each in self.truth(1).items() if each[1] not in taken_back)
        code = dict(copies)[self.claimed]
        number = next(number for number, each in self.entry_of.items() if each == entry)
        proof = Proof(code, *self.proofs[number], *self.originals[number])
        self.factory.do(by_code.claim, self.edition_id, proof, actor_id=self.organiser_id, now=self.now)
        [claim] = self.factory.read(by_code.claims, self.edition_id)
        self.factory.do(by_code.confirm, claim.key, self.edition_id, actor_id=self.chair_id, now=self.now)

    def _readings(self, position: int) -> list[ReadingView]:
        copies = self.truth(position)
        return [
            each
            for copy_id in sorted(copies)
            for each in self.factory.read(assignment.readings_of, copy_id)
            if each.is_assigned
        ]

    def _finish(self, position: int) -> None:
        """Submit what is left, and the third readings that come of it."""
        while left := self._unmarked(position):
            for reading in left:
                self._mark(reading)

    def _unmarked(self, position: int = 0) -> list[ReadingView]:
        return [each for each in self._readings(position) if each.id not in self.marked_ids]

    def _mark(self, reading: ReadingView) -> None:
        self.marked_ids.add(reading.id)
        self.submit_marks(reading.id, self._marks())

    def _marks(self) -> tuple[str, str]:
        return str(self.chance.randint(5, 9)), str(self.chance.randint(5, 9))

    def _time(self):  # type: ignore[no-untyped-def]
        return self.now + timedelta(seconds=self.chance.randint(1, 80_000))


def essay(number: int) -> str:
    """A text of its own length, with words that no other has."""
    return "\n\n".join(f"ZQXword{number:02d}x{at} bên dòng sông quê." for at in range(3 + number * 7 % 41))
