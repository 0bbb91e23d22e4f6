"""Works on their way to blind copies: written while an edition was open, screened after it closed."""

import io
import secrets
from datetime import datetime, timedelta

import docx
import typst

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.entries import enclosing, files, intake, queries, requested, requests, screening
from contest.entries import service as entries
from contest.entries.intake import Draft, Stamp
from contest.entries.rules import requests as rules
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.kernel import clock
from contest.platform.database import db
from tests.factories import WEEK, Factory

PLAIN = (
    "Buổi sáng ở chợ quê bắt đầu từ rất sớm. Người bán rau xếp từng mớ ngay ngắn bên đường.\n\n"
    "Ai đi qua cũng dừng lại hỏi thăm nhau một câu."
)


class Works:
    """An edition that was open two weeks ago and is closed now, with a secretary."""

    def __init__(self, factory: Factory, **edition: object) -> None:
        self.factory = factory
        self.now: datetime = clock.now()
        self.then = self.now - 2 * WEEK
        self.edition_id = factory.edition(phase="open", now=self.then, **edition)
        self.secretary_id = factory.person("Lê Thị Thư Ký")
        factory.appoint(self.edition_id, self.secretary_id, Duty.SECRETARY)
        self.rounds = [r.id for r in factory.read(editions.rounds, self.edition_id)]
        self.categories = [c.id for c in factory.read(editions.categories, self.edition_id)]
        self.organiser_id = factory.read(editions.appointed, self.edition_id, Duty.ORGANISER)[0]
        self.tokens = 0

    @property
    def round_id(self) -> int:
        return self.rounds[0]

    def submitted(
        self,
        author_id: int,
        *,
        title: str = "Chợ quê buổi sáng",
        text: str = PLAIN,
        file: tuple[str, bytes] | None = None,
        recording: tuple[str, bytes] | None = None,
        category: int = 0,
    ) -> str:
        """Write and submit a work; return its key."""
        do = self.factory.do
        at = self.then + timedelta(seconds=self.tokens)
        key = do(intake.start_draft, self.edition_id, author_id=author_id, now=at)
        draft = Draft(title, self.categories[category], "" if file else text)
        do(intake.save_draft, key, draft, author_id=author_id, stamp=Stamp(1), now=at)
        if file is not None:
            with self.factory.app.app_context():
                received = files.receive(file[1], file[0])
                db.session.rollback()
            do(intake.attach_file, key, received, author_id=author_id, now=at)
        if recording is not None:
            self._enclose(key, recording, author_id, at)
        self.submit(key, author_id)
        return str(key)

    def _enclose(self, key: str, recording: tuple[str, bytes], author_id: int, at: datetime) -> None:
        role = enclosing.RECORDING
        with self.factory.app.app_context():
            received = enclosing.receive(io.BytesIO(recording[1]), recording[0], role)
            db.session.rollback()
        self.factory.do(enclosing.enclose, key, role, received, author_id=author_id, now=at)

    def submit(self, key: str, author_id: int) -> None:
        self.tokens += 1
        declared = self.factory.read(editions.declarations, self.edition_id)
        token = secrets.token_hex(8)
        self.factory.do(
            entries.submit, key, author_id=author_id, token=token, declared=declared, now=self.then
        )

    def accept(self, key: str, *, version: int = 1) -> None:
        decision = Decision(Act.ACCEPT, version, tuple(CHECKLIST), "")
        self.factory.do(
            screening.decide, key, decision,
            edition_id=self.edition_id, secretary_id=self.secretary_id, now=self.now,
        )  # fmt: skip

    def withdrawn(self, key: str, author_id: int) -> None:
        """Let the author ask to withdraw a work, as is done after the closing time, and the secretary say yes."""
        do, edition_id = self.factory.do, self.edition_id
        wish = requests.Wish(rules.WITHDRAW, "Tôi gửi nhầm bản nháp.")
        do(requests.ask, key, wish, account_id=author_id, now=self.now)
        asked = next(each for each in self.factory.read(requested.of_edition, edition_id) if each.is_open)
        answer = requests.Answer(rules.YES, "Đồng ý cho rút.")
        do(
            requests.answer, asked.key, answer,
            edition_id=edition_id, secretary_id=self.secretary_id, now=self.now,
        )  # fmt: skip

    def accepted(self, author_id: int, **what: object) -> int:
        """Write, submit and accept a work; return the entry's id."""
        key = self.submitted(author_id, **what)
        self.accept(key)
        return int(self.factory.read(queries.own_work, key, author_id).entry_id)


def word_file(*paragraphs: str, author: str = "") -> bytes:
    """A Word document; `author` lands in its properties."""
    document = docx.Document()
    document.core_properties.author = author
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf_file(*paragraphs: str, author: str = "") -> bytes:
    """A PDF of a few pages; `author` lands in its properties."""
    properties = f'#set document(author: "{author}")\n' if author else ""
    body = "\n\n".join(paragraphs)
    return bytes(typst.compile(f"{properties}#set page(height: 9cm)\n{body}\n".encode()))
