"""What a submit would hand in, and which rules of the contest it breaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final

from contest.editions import admission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView
from contest.editions.rules.conditions import OPEN_TO_ALL, Conditions
from contest.editions.rules.demands import MINUTES, PAGES, PLAIN, Demands
from contest.entries import about, answers, company, own, statements
from contest.entries.answers import Answer
from contest.entries.models import Entry, StoredFile
from contest.entries.rules import eligibility, length, limits, recording
from contest.entries.rules import statement as rules
from contest.entries.rules.length import Measured, Piece
from contest.entries.rules.receipt import MARKUP, picture_digests
from contest.entries.statements import UNSAID, Stated
from contest.kernel.encodings import refuse_legacy
from contest.kernel.errors import N_, NotFound, RuleBroken
from contest.kernel.text import count_words
from contest.people import queries as people
from contest.people.queries import Person
from contest.platform.crypto import sha256


@dataclass(frozen=True, slots=True)
class Asked:
    """What the entry is held against; no category while none is chosen, or where the chosen one is gone."""

    conditions: Conditions
    category: CategoryView | None

    @property
    def demands(self) -> Demands:
        return self.category.demands if self.category else PLAIN


NOTHING_ASKED: Final = Asked(OPEN_TO_ALL, None)


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
    asked: Asked = NOTHING_ASKED
    stated: Stated = UNSAID
    translated: "Work | None" = None
    own: tuple[Answer, ...] = ()
    markup: str = ""  # the typed text with its structure; "" where it has none
    seconds: int = 0  # of the recording beside it
    pictures: dict[str, str] = field(
        default_factory=dict
    )  # their digests by the names that a receipt gives them

    @property
    def digests_beside(self) -> dict[str, str]:
        """The digests that a receipt names beside those of text and file, by their names."""
        formatted = {MARKUP: sha256(self.markup.encode())} if self.markup else {}
        return formatted | self.pictures | self.stated.digests() | answers.file_digests(self.own)

    @property
    def sha256_own(self) -> str | None:
        """The digest of the answers to the edition's own fields; None where it has none."""
        return answers.digest(self.own) if self.own else None

    @property
    def judged(self) -> "Work":
        """Return what judges read: the translation where there is one."""
        return self.translated or self

    @property
    def is_typed(self) -> bool:
        return self.kind == limits.TYPED

    @property
    def can_be_checked(self) -> bool:
        return self.is_typed or bool(self.text)

    def has_length(self, demands: Demands) -> bool:
        """Tell whether its length is known: of a scan only the pages can be counted."""
        if demands.length_unit == MINUTES:
            return self.seconds > 0
        return self.can_be_checked or (demands.length_unit == PAGES and self.pages > 0)

    def measured(self, demands: Demands) -> Measured:
        """Return how long it is as such a category counts."""
        piece = Piece(self.title, self.text, self.note_lines, self.pages, self.seconds)
        return length.measure(piece, demands)


def of(entry: Entry, own: tuple[Answer, ...] = ()) -> Work:
    """Freeze the draft as it stands, with its answers to the edition's `own` fields and what its category asks for."""
    asked = Asked(admission.conditions(entry.edition_id), _category(entry))
    stated = _stated(entry, asked)
    bare = Work(
        entry.title, entry.category_id, entry.text, entry.words, limits.TYPED, "", None, own=own, asked=asked,
        markup=entry.markup, seconds=stated.recording.seconds if stated.recording else 0,
    )  # fmt: skip
    own_text = replace(_with(bare, entry.file), stated=stated)
    if not rules.needs_translation(stated.statement, asked.demands):
        return own_text
    text = stated.statement.translation
    typed = replace(bare, text=text, words=count_words(text), markup="")
    return replace(own_text, translated=_with(typed, stated.translation))


def whole(entry: Entry) -> Work:
    """Freeze the draft with its answers: what a submit would hand in."""
    return of(entry, answers.of_draft(entry))


def _stated(entry: Entry, asked: Asked) -> Stated:
    if not rules.asks_anything(asked.demands, asked.conditions):
        return UNSAID
    return statements.relevant(statements.of_draft(entry.id), asked.demands, asked.conditions)


def _with(work: Work, file: StoredFile | None) -> Work:
    """Return the work as its file is, where there is one; and its digests."""
    if file is None:
        return replace(work, sha256_text=sha256(work.text.encode()))
    return replace(
        work,
        text=file.text,
        markup="",
        words=file.words,
        kind=file.kind,
        sha256_text=sha256(file.text.encode()),
        sha256_file=file.sha256,
        pages=file.pages,
        note_lines=file.note_lines,
        file_size=file.size,
        pictures=picture_digests(file.parts),
    )


def _category(entry: Entry) -> CategoryView | None:
    if entry.category_id is None:
        return None
    try:
        return editions.category(entry.category_id, edition_id=entry.edition_id, with_prizes=False)
    except NotFound:
        return None


def problems(entry: Entry, work: Work, author: Person, *, now: datetime) -> tuple[RuleBroken, ...]:
    """Return every broken rule, each naming its field: an author mends all of them at one go."""
    asked = work.asked
    said = rules.problems(work.stated.statement, work.stated.files, asked.demands, asked.conditions)
    return (*_broken(_checks(entry, work, author, now)), *said, *about.problems(entry, author))


def legacy(entry: Entry) -> tuple[RuleBroken, ...]:
    """Tell whether typed text is in an encoding of before Unicode; files and translations are asked when they come.

    Costs more than all of `problems` (milliseconds for a long text), so it is asked outside writing transactions.
    """
    if entry.file is not None:
        return ()
    return tuple(_broken(iter([lambda: refuse_legacy(entry.text, field="text")])))


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
    yield from _conditions(entry.edition_id, author, work.asked.conditions, now)
    yield lambda: limits.check_title(work.title)
    category = work.asked.category
    if category is None:
        yield _ask_for_category if work.category_id is None else _ask_for_another_category
        return
    allowed = limits_of(category)
    yield from _form(work, allowed, category.demands)
    yield from (partial(answers.check, each) for each in work.own)
    others = own.other_works(entry, entry.author_id)
    yield lambda: limits.check_works(others[category.id], allowed)
    asked = work.asked.conditions
    yield lambda: eligibility.check_works_in_all(others.total(), asked)
    yield from company.checks(
        entry, category, asked, lambda who: tuple(_broken(_conditions(entry.edition_id, who, asked, now)))
    )


def _form(work: Work, allowed: limits.Limits, demands: Demands) -> Iterator[Callable[[], object]]:
    """Check what was sent in, and as to its length what judges read, or the recording where minutes count."""
    yield from _recording(work, allowed, demands)
    if _is_recording_alone(work, demands):
        return
    yield lambda: limits.check_kind(work.kind, allowed)
    yield lambda: limits.check_file_size(work.file_size, allowed, field="file")
    field = "text" if work.is_typed else "file"
    if work.translated is None:
        yield from _length(work, allowed, demands, field)
        return
    if work.can_be_checked:
        yield lambda: limits.check_written(work.words, field=field)
    if work.stated.is_translated:  # if not, the rules of the statement say so
        yield from _translation(work.translated, allowed, demands)


def _translation(judged: Work, allowed: limits.Limits, demands: Demands) -> Iterator[Callable[[], object]]:
    yield lambda: limits.check_kind(judged.kind, allowed, field="translation_file")
    yield lambda: limits.check_file_size(judged.file_size, allowed, field="translation_file")
    yield from _length(judged, allowed, demands, "translation" if judged.is_typed else "translation_file")


def _length(
    judged: Work, allowed: limits.Limits, demands: Demands, field: str
) -> Iterator[Callable[[], object]]:
    """Check the text's length; where minutes count it must only be there."""
    if demands.length_unit == MINUTES:
        if judged.can_be_checked:
            yield lambda: limits.check_written(judged.words, field=field)
    elif judged.has_length(demands):
        yield lambda: limits.check_length(judged.measured(demands).length, allowed, field=field)


def _recording(work: Work, allowed: limits.Limits, demands: Demands) -> Iterator[Callable[[], object]]:
    found = work.stated.recording
    if found is not None:
        yield lambda: recording.check(found.kind, found.size, demands)
    elif demands.needs_recording:
        yield lambda: recording.check_there(is_there=False)
    if found is not None and demands.length_unit == MINUTES:
        yield lambda: recording.check_minutes(found.seconds, allowed)


def _is_recording_alone(work: Work, demands: Demands) -> bool:
    """Tell whether the recording is all there is, and may be."""
    is_bare = work.is_typed and not work.text.strip() and work.translated is None
    return is_bare and work.stated.recording is not None and not demands.script


def _ask_for_category() -> None:
    raise RuleBroken(N_("Choose a category."), field="category_id")


def _ask_for_another_category() -> None:
    raise RuleBroken(N_("The chosen category is no longer there. Choose another one."), field="category_id")


def _broken(checks: Iterator[Callable[[], object]]) -> Iterator[RuleBroken]:
    for check in checks:
        try:
            check()
        except RuleBroken as error:
            yield error
