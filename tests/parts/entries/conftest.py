"""What tests of entries share: a contest that is open around a fixed instant, and people for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.edition import CategorySpec
from contest.entries import intake
from contest.kernel import clock
from tests.factories import NOW, Factory

CATEGORIES = (
    CategorySpec("Bài viết", 5, 40, works_per_author=2),
    CategorySpec("Thơ", 5, 40, file_kinds=("text",), works_per_author=1),
)


@dataclass
class Contest:
    """An open contest: two authors, a secretary, two categories."""

    factory: Factory
    edition_id: int
    author_id: int
    other_id: int
    secretary_id: int
    unit_id: int
    category_id: int
    typed_only_id: int

    def draft(self, *, category_id: int | None = None) -> str:
        key: str = self.factory.do(
            intake.start_draft, self.edition_id, author_id=self.author_id, category_id=category_id, now=NOW
        )
        return key

    def entry(self, author_id: int | None = None, **more: Any) -> str:
        return self.factory.entry(self.edition_id, author_id or self.author_id, **more)

    def screen(self, key: str, verdict: str = "accept", reason: str = "") -> None:
        self.factory.screen(self.edition_id, key, self.secretary_id, verdict=verdict, reason=reason)


@pytest.fixture
def contest(factory: Factory) -> Iterator[Contest]:
    with clock.fixed(NOW):
        unit_id = factory.unit("Xã Bình Minh")
        edition_id = factory.edition(categories=CATEGORIES)
        author_id = factory.person("Nguyễn Văn Đức", unit_id=unit_id)
        secretary_id = factory.person("Lê Thị Thư Ký")
        factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
        first, second = factory.read(editions.categories, edition_id)
        yield Contest(
            factory=factory,
            edition_id=edition_id,
            author_id=author_id,
            other_id=factory.person("Trần Thị Mai"),
            secretary_id=secretary_id,
            unit_id=unit_id,
            category_id=first.id,
            typed_only_id=second.id,
        )
