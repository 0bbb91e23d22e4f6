"""Works on their way from blind copies to published results, all through the services that pages use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from contest.access.duties import Duty
from contest.anonymisation import coding
from contest.anonymisation import queries as blind
from contest.anonymisation import service as anonymisation
from contest.assignment import queries as assignment
from contest.assignment import service as assigning
from contest.assignment.queries import ReadingView
from contest.editions import queries as editions
from contest.judging import queries as judging
from contest.judging import service as marking
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line
from contest.results import publication, queries
from contest.results import service as results
from tests.factories import Factory
from tests.works import Works

Marks = tuple[str, str]
CONTENT = Settings(
    "Nội dung", Decimal(60), Decimal(0), Decimal(10), Decimal("0.5"), (Descriptor(Decimal(8), "Sâu sắc"),)
)
FORM = Settings("Hình thức", Decimal(40), Decimal(0), Decimal(10), Decimal("0.5"))
LINES = (Line("steps", CONTENT), Line("steps", FORM), Line("comment", Settings("Nhận xét")))


class Judged(Works):
    """A contest with a chair, judges and one author a title; nothing of it has been done yet."""

    def __init__(
        self,
        factory: Factory,
        titles: Sequence[str] = ("Một", "Hai", "Ba"),
        *,
        judges: int = 2,
        **edition: object,
    ) -> None:
        super().__init__(factory, **edition)
        self.titles = tuple(titles)
        self.chair_id = factory.person("Đỗ Thị Chủ Tịch")
        factory.appoint(self.edition_id, self.chair_id, Duty.CHAIR)
        self.judges = [self.judge(f"Giám Khảo {chr(64 + number)}") for number in range(1, judges + 1)]
        self.authors = {title: factory.person(f"Tác Giả {title}") for title in self.titles}

    def judge(self, name: str) -> int:
        """Appoint one more judge."""
        judge_id = self.factory.person(name)
        self.factory.appoint(self.edition_id, judge_id, Duty.JUDGE)
        return judge_id

    # --- the way, step by step ------------------------------------------------------------------------------

    def coded(self) -> "Judged":
        """Write, accept, make blind, draw the codes."""
        self.entries = {title: self.accepted(self.authors[title], title=title) for title in self.titles}
        return self.coded_only()

    def coded_only(self) -> "Judged":
        """Make blind what was accepted, draw the codes."""
        with self.factory.app.app_context():
            anonymisation.prepare(self.edition_id, now=self.now)
        self.factory.do(coding.draw_codes, self.round_id, actor_id=self.secretary_id, now=self.now)
        return self

    def rubric(self, position: int = 0, lines: tuple[Line, ...] = LINES, full: str = "100") -> "Judged":
        self.factory.do(
            marking.save_rubric, self.rounds[position], Decimal(full), lines,
            actor_id=self.organiser_id, now=self.now,
        )  # fmt: skip
        return self

    def given_out(self, position: int = 0) -> "Judged":
        """Propose and confirm."""
        by = {"actor_id": self.organiser_id, "now": self.now}
        proposal_id = self.factory.do(assigning.propose, self.rounds[position], seed="s", **by)
        self.factory.do(assigning.confirm, proposal_id, **by)
        return self

    def judging(self) -> "Judged":
        """The first round lies on the desks."""
        return self.coded().rubric().given_out()

    def marked(self, marks: Mapping[str, Sequence[Marks]], position: int = 0) -> "Judged":
        """Let the judges of each title submit these marks, in the order of their ids; third readings last."""
        for title, given in marks.items():
            for number, each in enumerate(given):
                self.submit_marks(self.readings(title, position)[number].id, each)
        return self

    def closed(self, position: int = 0, **how: object) -> "Judged":
        self.factory.do(
            results.close_round, self.rounds[position], actor_id=self.organiser_id, now=self.now, **how
        )
        return self

    def advanced(self) -> "Judged":
        self.factory.do(results.advance, self.rounds[0], actor_id=self.organiser_id, now=self.now)
        return self

    def awarded(self) -> "Judged":
        self.factory.do(results.propose_awards, self.edition_id, actor_id=self.chair_id, now=self.now)
        return self

    def approved(self, *account_ids: int) -> "Judged":
        """Let these people approve; without any, the chair and the organiser."""
        for account_id in account_ids or (self.chair_id, self.organiser_id):
            seen = self.factory.read(queries.decision_digest, self.edition_id)
            self.factory.do(results.approve, self.edition_id, seen=seen, actor_id=account_id, now=self.now)
        return self

    def published(self) -> "Judged":
        self.factory.do(publication.publish, self.edition_id, actor_id=self.organiser_id, now=self.now)
        return self

    # --- single acts ----------------------------------------------------------------------------------------

    def save_marks(
        self, reading_id: int, marks: Marks, *, revision: int | None = None, now: datetime | None = None
    ) -> marking.Saved:
        reading = self.factory.read(assignment.by_id, reading_id)
        lines = self.factory.read(judging.needed_rubric, reading.round_id).criteria
        if revision is None:
            revision = self.factory.read(judging.sheet, reading_id).revision
        saved: marking.Saved = self.factory.do(
            marking.save_marks, reading_id, judge_id=reading.judge_id, revision=revision,
            typed={line.id: mark for line, mark in zip(lines, marks, strict=False)}, comment=None,
            now=now or self.now,
        )  # fmt: skip
        return saved

    def submit_marks(self, reading_id: int, marks: Marks) -> None:
        self.save_marks(reading_id, marks)
        judge_id = self.factory.read(assignment.by_id, reading_id).judge_id
        self.factory.do(marking.submit, reading_id, judge_id=judge_id, now=self.now)

    # --- looking --------------------------------------------------------------------------------------------

    def code(self, title: str, position: int = 0) -> str:
        copies = self.factory.read(blind.blind_copies, self.rounds[position])
        return str(next(copy.code for copy in copies if copy.title == title))

    def copy_id(self, title: str, position: int = 0) -> int:
        return int(self.factory.read(blind.id_of, self.rounds[position], self.code(title, position)))

    def readings(self, title: str, position: int = 0) -> tuple[ReadingView, ...]:
        """The readings that still count, regular ones first."""
        those = self.factory.read(assignment.readings_of, self.copy_id(title, position))
        return tuple(reading for reading in those if reading.is_assigned)

    def places(self, position: int = 0) -> dict[str, int]:
        """Title to place in the newest ranking."""
        titles = {self.code(title, position): title for title in self._titles_in(position)}
        computation = self.factory.read(queries.latest, self.rounds[position])
        listed = self.factory.read(queries.standings, computation.id)
        return {titles[s.code]: s.place for s in listed}

    def _titles_in(self, position: int) -> list[str]:
        return [copy.title for copy in self.factory.read(blind.blind_copies, self.rounds[position])]

    def prizes(self) -> dict[str, str]:
        """Title to the name of its prize, as decided now."""
        awards = self.factory.read(queries.awards, self.edition_id)
        names = {p.id: p.name for c in self._categories() for p in c.prizes}
        ids = {self.copy_id(title, -1): title for title in self._titles_in(-1)}
        return {ids[a.blind_copy_id]: names[a.prize_id] for a in awards.values() if a.prize_id}

    def prize(self, name: str) -> int:
        return next(p.id for c in self._categories() for p in c.prizes if p.name == name)

    def _categories(self):  # type: ignore[no-untyped-def]
        return self.factory.read(editions.categories, self.edition_id)
