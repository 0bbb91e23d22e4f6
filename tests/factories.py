"""Makes what tests need through the same services that pages use; every call is one committed unit of work."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from flask import Flask

from contest.access.duties import Duty
from contest.editions import queries as editions_queries
from contest.editions import service as editions
from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec
from contest.editions.rules.identity import NOTHING_ASKED, IdentitySpec
from contest.editions.rules.levels import NO_LEVEL, Level
from contest.entries import files, intake, screening, screening_queries
from contest.entries import service as entries
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.kernel import clock
from contest.kernel.keys import new_key
from contest.people import service as people
from contest.platform.database import db, unit_of_work

PASSWORD = "bốn từ không ai ghép"
NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)

WEEK, HOUR = timedelta(days=7), timedelta(hours=1)
CATEGORY = CategorySpec(
    "Bài viết",
    5,
    3000,
    works_per_author=3,
    prizes=(PrizeSpec("Giải Nhất", 1), PrizeSpec("Giải Nhì", 2)),
)
# Which acts lead an edition to a phase, after it was announced and has opened and closed by its schedule.
ACTS = ("coded", "judging", "deliberation", "published", "archived")


class Factory:
    """`factory.person(...)` and the like; ids come back, never rows."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.count = 0

    @contextmanager
    def work(self) -> Iterator[None]:
        """A committed unit of work in an application context."""
        with self.app.app_context(), unit_of_work():
            yield

    def do(self, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call a service in a unit of work of its own."""
        with self.work():
            return action(*args, **kwargs)

    def read(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Ask a query in a context of its own."""
        with self.app.app_context():
            try:
                return query(*args, **kwargs)
            finally:
                db.session.rollback()

    def unit(self, name: str = "Xã Bình Minh", *, parent_id: int | None = None) -> int:
        self.count += 1
        return int(
            self.do(
                people.add_unit,
                f"U{self.count:04d}",
                name,
                kind="commune",
                parent_id=parent_id,
                actor_id=None,
                now=clock.now(),
            )
        )

    def person(
        self,
        full_name: str = "Nguyễn Văn An",
        *,
        email: str | None = None,
        unit_id: int | None = None,
        password_hash: str = "x",
        language: str = "en",
        phone: str = "",
        birth_year: int = 1980,
    ) -> int:
        self.count += 1
        about = people.Details(full_name, birth_year, phone, unit_id)
        address = email or f"person{self.count}@example.org"
        account_id: int = self.do(
            people.new_account, address, password_hash, about, language=language, now=clock.now()
        )
        return account_id

    def administrator(self, full_name: str = "Trần Thị Bích") -> int:
        account_id = self.person(full_name)
        self.do(people.make_administrator, account_id, now=clock.now())
        return account_id

    def edition(
        self,
        *,
        organiser_id: int | None = None,
        phase: str = "open",
        title: str = "Cuộc thi viết Bình Minh",
        categories: tuple[CategorySpec, ...] = (CATEGORY,),
        rounds: int = 1,
        readings: int = 2,
        tolerance: str | None = "20",
        counting: str = "mean",
        time_zone: str = "Asia/Ho_Chi_Minh",
        now: datetime | None = None,
        second_factor: tuple[Duty, ...] = (),
        grace_minutes: int = 0,
        identity: IdentitySpec = NOTHING_ASKED,
        settings: Mapping[str, Any] | None = None,
        level: Level = NO_LEVEL,
    ) -> int:
        """Make an edition that is in the phase at `now`.

        `phase`: draft, announced, open, closed; coded (edition in judging, first round coded), judging (first
        round in judging), deliberation (all rounds closed), published, archived. `settings`: more of the spec.
        """
        now = now or clock.now()
        organiser_id = organiser_id or self.person("Phạm Thị Tổ Chức")
        opens_at, closes_at = _schedule(phase, now)
        points = Decimal(tolerance) if tolerance else None
        names = ("Sơ khảo", "Chung khảo")[-rounds:]
        spec = EditionSpec(
            title=title,
            number=1,
            year=now.year,
            time_zone=time_zone,
            opens_at=opens_at,
            closes_at=closes_at,
            categories=categories,
            rounds=tuple(
                RoundSpec(name, readings, points, counting, 10 if position < rounds - 1 else None)
                for position, name in enumerate(names)
            ),
            summary="Viết về quê hương trong những năm đổi mới.",
            rules_text="# Thể lệ\n\nAi cũng có thể dự thi.",
            declarations=("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố."),
            second_factor=second_factor,
            grace_minutes=grace_minutes,
            identity=identity,
            level=level,
        )
        spec = replace(spec, **(settings or {}))
        begun = min(opens_at, now) - HOUR
        edition_id: int = self.do(editions.create_edition, spec, actor_id=organiser_id, now=begun)
        if phase != "draft":
            self.do(editions.announce, edition_id, actor_id=organiser_id, now=begun)
        if phase in ACTS:
            self._lead_on(edition_id, phase, organiser_id, now)
        return edition_id

    def _lead_on(self, edition_id: int, phase: str, organiser_id: int, now: datetime) -> None:
        by = {"actor_id": organiser_id, "now": now}
        rounds = [each.id for each in self.read(editions_queries.rounds, edition_id)]
        with self.work():
            editions.set_round_state(rounds[0], "coded", **by)
            editions.begin_judging(edition_id, **by)
            if phase == "coded":
                return
            editions.set_round_state(rounds[0], "judging", **by)
            if phase == "judging":
                return
            editions.set_round_state(rounds[0], "closed", **by)
            for round_id in rounds[1:]:
                for state in ("coded", "judging", "closed"):
                    editions.set_round_state(round_id, state, **by)
            later = (editions.begin_deliberation, editions.mark_published, editions.archive)
            for act in later[: ACTS.index(phase) - 1]:
                act(edition_id, **by)

    def appoint(self, edition_id: int, account_id: int, duty: Duty, *, unit_id: int | None = None) -> None:
        """Give the person the duty; a contact stands for `unit_id`."""
        by = {"actor_id": None, "now": clock.now(), "unit_id": unit_id}
        self.do(editions.appoint, edition_id, account_id, duty, **by)

    def entry(
        self,
        edition_id: int,
        author_id: int,
        *,
        title: str = "Con đường làng",
        text: str = "Làng tôi có một con đường nhỏ chạy dọc bờ sông.",
        file: tuple[str, bytes] | None = None,
        submit: bool = True,
    ) -> str:
        """Write an entry in the first category, submit it, and return its key; in the past if the time is over."""
        edition = self.read(editions_queries.by_id, edition_id, now=clock.now())
        is_open = edition.opens_at <= clock.now() < edition.closes_at
        now = clock.now() if is_open else edition.opens_at + HOUR
        category_id = self.read(editions_queries.categories, edition_id)[0].id
        key: str = self.do(
            intake.start_draft, edition_id, author_id=author_id, category_id=category_id, now=now
        )
        draft = intake.Draft(title, category_id, text)
        self.do(intake.save_draft, key, draft, author_id=author_id, stamp=intake.Stamp(1), now=now)
        if file is not None:
            with self.app.app_context():
                received = files.receive(file[1], file[0])
            self.do(intake.attach_file, key, received, author_id=author_id, now=now)
        if submit:
            self.submit(key, author_id, now=now)
        return key

    def submit(self, entry_key: str, author_id: int, *, now: datetime | None = None) -> int:
        """Submit the entry as it stands, all declarations ticked, and return the version's number."""
        declared = ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")
        now = now or clock.now()
        number: int = self.do(
            entries.submit, entry_key, author_id=author_id, token=new_key(), declared=declared, now=now
        )
        return number

    def screen(
        self, edition_id: int, entry_key: str, secretary_id: int, *, verdict: str = "accept", reason: str = ""
    ) -> None:
        """Let the secretary decide about the last version."""
        view = self.read(screening_queries.to_screen, entry_key, edition_id)
        decision = Decision(Act(verdict), view.version_number, tuple(CHECKLIST), reason)
        self.do(
            screening.decide,
            entry_key,
            decision,
            edition_id=edition_id,
            secretary_id=secretary_id,
            now=clock.now(),
        )


def _schedule(phase: str, now: datetime) -> tuple[datetime, datetime]:
    if phase in {"draft", "announced"}:
        return now + WEEK, now + 3 * WEEK
    if phase == "open":
        return now - WEEK, now + WEEK
    return now - 3 * WEEK, now - HOUR
