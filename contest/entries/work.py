"""What a submit would hand in, and which rules of the contest it breaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from contest.editions import admission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView
from contest.editions.rules.conditions import Conditions
from contest.editions.rules.demands import PAGES, Demands
from contest.entries import about, answers, company, own
from contest.entries.answers import Answer
from contest.entries.models import Entry
from contest.entries.rules import eligibility, length, limits
from contest.entries.rules.length import Measured, Piece
from contest.kernel.encodings import refuse_legacy
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.crypto import sha256


@dataclass(frozen=True, slots=True)
class Work:
    """The file's text where there is a file, else the typed one; a file without text cannot be checked."""

    title: str
    category_id: int | None
    text: str
    words: int
    kind: str
    sha256_text: str
    sha256_file: str | None
    pages: int = 0
    note_lines: int = 0
    file_size: int = 0
    own: tuple[Answer, ...] = ()

    @property
    def sha256_own(self) -> str | None:
        """The digest of the answers to the edition's own fields; None where it has none."""
        return answers.digest(self.own) if self.own else None

    @property
    def is_typed(self) -> bool:
        return self.kind == limits.TYPED

    @property
    def can_be_checked(self) -> bool:
        return self.is_typed or bool(self.text)

    def has_length(self, demands: Demands) -> bool:
        """Tell whether its length is known: of a scan only the pages can be counted."""
        return self.can_be_checked or (demands.length_unit == PAGES and self.pages > 0)

    def measured(self, demands: Demands) -> Measured:
        """Return how long it is as such a category counts."""
        return length.measure(Piece(self.title, self.text, self.note_lines, self.pages), demands)


def of(entry: Entry, own: tuple[Answer, ...] = ()) -> Work:
    """Freeze the draft as it stands, with its answers to the edition's `own` fields."""
    file = entry.file
    body = entry.text if file is None else file.text
    return Work(
        title=entry.title,
        category_id=entry.category_id,
        text=body,
        words=entry.words if file is None else file.words,
        kind=limits.TYPED if file is None else file.kind,
        sha256_text=sha256(body.encode()),
        sha256_file=file.sha256 if file else None,
        pages=file.pages if file else 0,
        note_lines=file.note_lines if file else 0,
        file_size=file.size if file else 0,
        own=own,
    )


def whole(entry: Entry) -> Work:
    """Freeze the draft with its answers: what a submit would hand in."""
    return of(entry, answers.of_draft(entry))


def problems(entry: Entry, work: Work, author: Person, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Return every broken rule, each naming its field: an author mends all of them at one go."""
    return (*_broken(_checks(entry, work, author, now)), *about.problems(entry, author))


def legacy(work: Work) -> tuple[RuleBroken, ...]:
    """Tell whether typed text is in an encoding of before Unicode; files are asked when they are received.

    Costs more than all of `problems` (milliseconds for a long text), so it is asked outside writing transactions.
    """
    if not work.is_typed:
        return ()
    return tuple(_broken(iter([lambda: refuse_legacy(work.text, field="text")])))


def limits_of(category: CategoryView) -> limits.Limits:
    """Return the limits of a category as the rules take them."""
    return limits.Limits(
        category.length_minimum,
        category.length_maximum,
        category.file_kinds,
        category.works_per_author,
        category.demands.length_unit,
        category.demands.file_limit_mb,
    )


def obstacles(edition_id: int, author_id: int, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Tell what keeps the author from taking part at all, whatever the work."""
    author = people.person(author_id)
    return tuple(_broken(_conditions(edition_id, author, admission.conditions(edition_id), now)))


def _conditions(
    edition_id: int, author: Person, asked: Conditions, now: datetime
) -> Iterator[Callable[[], object]]:
    if asked.born_from is None and asked.born_until is None and not asked.units:
        return
    yield lambda: eligibility.check_birth_year(author.birth_year, asked)
    is_admitted = not asked.units or admission.admits_unit(edition_id, author.unit_id, on=now.date())
    yield lambda: eligibility.check_unit(is_admitted=is_admitted)


def _checks(entry: Entry, work: Work, author: Person, now: datetime) -> Iterator[Callable[[], object]]:
    asked = admission.conditions(entry.edition_id)
    yield from _conditions(entry.edition_id, author, asked, now)
    yield lambda: limits.check_title(work.title)
    field = "text" if work.is_typed else "file"
    if work.category_id is None:
        yield _ask_for_category
        return
    category = editions.category(work.category_id, edition_id=entry.edition_id, with_prizes=False)
    allowed = limits_of(category)
    yield lambda: limits.check_kind(work.kind, allowed)
    yield lambda: limits.check_file_size(work.file_size, allowed, field="file")
    if work.has_length(category.demands):
        yield lambda: limits.check_length(work.measured(category.demands).length, allowed, field=field)
    yield from (partial(answers.check, each) for each in work.own)
    others = own.other_works(entry, entry.author_id)
    yield lambda: limits.check_works(others[category.id], allowed)
    yield lambda: eligibility.check_works_in_all(others.total(), asked)
    yield from company.checks(
        entry, category, asked, lambda who: tuple(_broken(_conditions(entry.edition_id, who, asked, now)))
    )


def _ask_for_category() -> None:
    raise RuleBroken(N_("Choose a category."), field="category_id")


def _broken(checks: Iterator[Callable[[], object]]) -> Iterator[RuleBroken]:
    try:
        for check in checks:
            try:
                check()
            except RuleBroken as error:
                yield error
    except NotFound:
        yield RuleBroken(
            N_("The chosen category is no longer there. Choose another one."), field="category_id"
        )
