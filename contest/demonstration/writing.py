"""The works of a demonstration: written, sent in as text or as files, screened, and cleared for the judges."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from contest.anonymisation import renditions
from contest.anonymisation import service as blinding
from contest.demonstration import comments, copying, identity, shown
from contest.demonstration.essays import Essay, essay
from contest.demonstration.files import docx_file, pdf_file, txt_file
from contest.demonstration.people import Person
from contest.demonstration.stages import Stage
from contest.editions import own_fields
from contest.editions import queries as editions
from contest.editions.rules import schedule
from contest.entries import (
    authorship,
    co_authors,
    enclosing,
    files,
    intake,
    screening,
    screening_queries,
)
from contest.entries import service as entries
from contest.entries.rules.screening import CHECKLIST
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.kernel.keys import new_key
from contest.people import queries as people
from contest.platform.database import unit_of_work

if TYPE_CHECKING:
    from contest.demonstration.build import Demonstration

BATCH = 20
# Of a hundred works: how many come as Word files, PDF and plain text; the others are typed.
SHARES = (("docx", 12), ("pdf", 3), ("txt", 3))
TWO_AUTHORS = 8  # one work of so many has two authors
TELLING = 0.04  # share of works whose text says who wrote them
REFUSED, RETURNED = 0.04, 0.02
PUBLISHED = 9  # every ninth work has been published, where that is asked


@dataclass(frozen=True, slots=True)
class Work:
    """A work before it is sent in."""

    number: int
    author_id: int
    person: Person
    category_id: int
    essay: Essay
    kind: str
    at: datetime
    beside: tuple[int, Person] | None
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sent:
    """What was received of a work beside what is typed."""

    file: files.Received | None = None
    recording: files.Received | None = None


def write(demo: "Demonstration", count: int, now: datetime) -> None:
    """Write and submit the works, most of them near the end as in real contests; when open, some stay drafts."""
    works = _with_copies(list(_works(demo, count, min(now, demo.dates.closes))))
    if count >= shown.FEWEST:
        works = _with_shown(works, demo)
    for start in range(0, len(works), BATCH):
        batch = works[start : start + BATCH]
        received = [_received(work) for work in batch]
        with unit_of_work():
            for work, sent in zip(batch, received, strict=True):
                is_draft = demo.stage is Stage.OPEN and demo.rng.random() < 0.3
                _enter(demo.edition_id, work, sent, submit=not is_draft)


def write_shown(demo: "Demonstration", now: datetime) -> None:
    """Write and submit only those works that are no plain text, one of each kind."""
    works = _with_shown(list(_works(demo, len(shown.TITLES), now)), demo)
    received = [_received(work) for work in works]
    with unit_of_work():
        for work, sent in zip(works, received, strict=True):
            _enter(demo.edition_id, work, sent, submit=True)


def _works(demo: "Demonstration", count: int, latest: datetime) -> Iterator[Work]:
    rng = demo.rng
    known = editions.categories(demo.edition_id)
    categories = [category.id for category in known]
    asking = {category.id for category in known if category.demands.publication}
    taken: set[str] = set()
    window = latest - demo.dates.opens - timedelta(minutes=2)
    for number in range(count):
        author_id, person = demo.cast.authors[number % len(demo.cast.authors)]
        telling = person if rng.random() < TELLING else None
        words = min(2400, max(520, round(rng.gauss(1300, 420))))
        written = essay(rng, words=words, self_identifying=telling, taken=taken)
        taken.add(written.title)
        at = demo.dates.opens + window * rng.betavariate(3, 1) + timedelta(minutes=1)
        beside = _co_author(demo, number)
        category_id = rng.choice(categories)
        said = _said(number, at) if category_id in asking else {}
        yield Work(number, author_id, person, category_id, written, _kind(rng), at, beside, said)


def _with_copies(works: list[Work]) -> list[Work]:
    """Let the last two to come in copy from the winner of an earlier year: much, and less."""
    if len(works) < copying.FEWEST:
        return works
    late, later = sorted(works, key=lambda work: work.at)[-2:]
    copies = {
        late.number: replace(late, essay=copying.copied(late.essay, len(copying.WINNER)), kind="text"),
        later.number: replace(later, essay=copying.copied(later.essay, 3), kind="text"),
    }
    return [copies.get(work.number, work) for work in works]


def _with_shown(works: list[Work], demo: "Demonstration") -> list[Work]:
    """Let the first to come in be a PDF, pictures of pages, and a text with a recording, which prose may be."""
    prose = editions.categories(demo.edition_id)[1].id
    made = shown.essays(random.Random(len(works)))  # noqa: S311 -- believable, not secret
    first = sorted(works, key=lambda work: work.at)
    them = {
        work.number: replace(work, essay=written, kind=kind, category_id=prose, said={})
        for work, (kind, written) in zip(first, made, strict=False)
    }
    return [them.get(work.number, work) for work in works]


def _co_author(demo: "Demonstration", number: int) -> tuple[int, Person] | None:
    """Return who writes this work with its author: of the last authors each once, so that nobody has too many works."""
    turn, rest = divmod(number, TWO_AUTHORS)
    authors = demo.cast.authors
    if rest or turn >= len(authors) or authors[-1 - turn] == authors[number % len(authors)]:
        return None
    return authors[-1 - turn]


def _said(number: int, at: datetime) -> dict[str, str]:
    """Most works are unpublished; a few came out after the launch, which the rules allow."""
    if number % PUBLISHED:
        return {"published": "no"}
    return {
        "published": "yes",
        "published_in": "Trang tin Tỉnh Mẫu",
        "published_on": f"{at:%Y-%m-%d}",
        "link": f"https://trangtin.tinhmau.example/bai-viet/{number + 1:04d}-doi-moi.html",
    }


def _kind(rng: random.Random) -> str:
    drawn = rng.randrange(100)
    for kind, share in SHARES:
        if drawn < share:
            return kind
        drawn -= share
    return "text"


def _received(work: Work) -> Sent:
    if work.kind == shown.PICTURES:
        return Sent(shown.pictures(work.essay, work.person.name))
    if work.kind == shown.RECORDING:
        return Sent(recording=shown.recording())
    name = work.person.name.split()[-1]
    if work.kind == "docx":
        raw = docx_file(work.essay, author=work.person.name, company=work.person.unit.name)
    elif work.kind == "pdf":
        raw = pdf_file(work.essay, author=work.person.name)
    elif work.kind == "txt":
        raw = txt_file(work.essay)
    else:
        return Sent()
    return Sent(files.receive(raw, f"Bài dự thi - {name}.{work.kind}"))


def _enter(edition_id: int, work: Work, sent: Sent, *, submit: bool) -> None:
    who = work.author_id
    key = intake.start_draft(edition_id, author_id=who, category_id=work.category_id, now=work.at)
    text = "" if sent.file else work.essay.text
    draft = intake.Draft(work.essay.title, work.category_id, text, _answers(edition_id, work), work.said)
    intake.save_draft(key, draft, author_id=who, stamp=intake.Stamp(1), now=work.at)
    if sent.file is not None:
        intake.attach_file(key, sent.file, author_id=who, now=work.at)
    if sent.recording is not None:
        enclosing.enclose(key, enclosing.RECORDING, sent.recording, author_id=who, now=work.at)
    identity.tell(key, work.person, work.number, author_id=who, now=work.at)
    if work.beside is not None:
        _join(key, work, *work.beside, confirm=submit)
    if submit:
        declared = editions.declarations(edition_id)
        entries.submit(key, author_id=who, token=new_key(), declared=declared, now=work.at)


def _answers(edition_id: int, work: Work) -> dict[str, str]:
    """Answer the choices of the edition's own by the length of the title; some are left open."""
    chosen = len(work.essay.title)
    fields = own_fields.asked(edition_id, work.category_id)
    return {f.key: f.asks.options[chosen % len(f.asks.options)] for f in fields if chosen % 5}


def _join(key: str, work: Work, account_id: int, person: Person, *, confirm: bool) -> None:
    """Ask the co-author, who confirms; of what is still a draft the answer is waited for."""
    email = people.person(account_id).email
    asked = co_authors.ask(key, person.name, email, author_id=work.author_id, now=work.at)
    if confirm:
        co_authors.confirm(authorship.question_by_id(asked).key, account_id, now=work.at)
        identity.tell(key, person, work.number + 1, author_id=account_id, now=work.at)


# --- the secretariat -----------------------------------------------------------------------------------------------


def screen(
    edition_id: int, secretaries: Sequence[int], rng: random.Random, *, share: float, now: datetime
) -> None:
    """Let the secretaries decide about that share of the waiting works: most accepted, a few refused or returned."""
    waiting = tuple(_waiting(edition_id))
    may_return = editions.by_id(edition_id, now=now).phase == schedule.OPEN
    chosen = waiting[: round(len(waiting) * share)]
    for start in range(0, len(chosen), BATCH):
        with unit_of_work():
            for key in chosen[start : start + BATCH]:
                view = screening_queries.to_screen(key, edition_id)
                decision = _decision(view.version_number, rng, may_return=may_return)
                if view.title in shown.TITLES:
                    decision = _accepting(view.version_number)
                secretary = rng.choice(secretaries)
                screening.decide(key, decision, edition_id=edition_id, secretary_id=secretary, now=now)


def _waiting(edition_id: int) -> Iterator[str]:
    after: str | None = ""
    while after is not None:
        page = screening_queries.queue(edition_id, after=after)
        yield from (line.key for line in page.lines)
        after = page.following


def _decision(version_number: int, rng: random.Random, *, may_return: bool) -> Decision:
    drawn = rng.random()
    if drawn < REFUSED:
        return Decision(Act.REFUSE, version_number, (), comments.refusal(rng))
    if may_return and drawn < REFUSED + RETURNED:
        return Decision(Act.RETURN, version_number, (), comments.return_reason(rng))
    return _accepting(version_number)


def _accepting(version_number: int) -> Decision:
    return Decision(Act.ACCEPT, version_number, tuple(CHECKLIST), "")


def clear(edition_id: int, secretary_id: int, *, now: datetime) -> None:
    """Let a secretary black out what the leak search found; pages that cannot be blacked out become text first."""
    while listed := renditions.listed(edition_id, "to_clear").lines:
        for line in listed:
            with unit_of_work():
                _clear_one(edition_id, line.key, secretary_id, now)


def _clear_one(edition_id: int, key: str, secretary_id: int, now: datetime) -> None:
    by: Any = {"secretary_id": secretary_id, "now": now}
    view = renditions.detail(edition_id, key)
    if view.title in shown.TITLES:
        black = shown.black(view.title)  # what is found in their texts is there by chance, and is left
        if black is not None:
            blinding.redact(edition_id, _seen(view), (), black, **by)
            view = renditions.detail(edition_id, key)
        blinding.clear(edition_id, _seen(view), **by)
        return
    if view.kind == "pages" and view.findings and view.has_text:
        blinding.show_text(edition_id, _seen(view), **by)
        view = renditions.detail(edition_id, key)
    if view.findings:
        places = range(len(view.findings))
        blinding.redact(edition_id, _seen(view), tuple(places), **by)
        view = renditions.detail(edition_id, key)
    if view.state == "to_clear":
        blinding.clear(edition_id, _seen(view), **by)


def _seen(view: renditions.RenditionView) -> blinding.Seen:
    return blinding.Seen(view.key, view.stamp)
