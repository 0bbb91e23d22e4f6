"""Checks that nobody who judges an edition can learn who wrote what: plants, carries, walks, searches, reports."""

import email
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.policy import default
from typing import Final

from flask import current_app

from contest.assignment import queries as assignment
from contest.blindcheck import handing_in, making, sealing, traces, walking
from contest.blindcheck.browser import HTML, JSON, Answer, Browser
from contest.blindcheck.made import Made
from contest.blindcheck.making import PASSWORD
from contest.blindcheck.scratch import MakeApp, installation, read_edition
from contest.blindcheck.search import TIME, WORK, Canaries, Secret
from contest.communications import outbox
from contest.editions import blind_checks
from contest.editions import queries as editions
from contest.kernel import clock
from contest.kernel.errors import N_, ContestError, RuleBroken
from contest.platform.database import db, unit_of_work
from contest.platform.jobs import task
from contest.reports.blindness import Finding, Look, Report, counted

# Every header that a page or picture of the judges' may have; what is not here tells something.
HEADERS: Final = frozenset({
    "Allow", "Cache-Control", "Content-Encoding", "Content-Length", "Content-Security-Policy", "Content-Type",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Location", "Permissions-Policy", "Accept-Ranges",
    "Content-Range",
    "Referrer-Policy", "Set-Cookie", "Vary", "X-Content-Type-Options", "X-Frame-Options",
})  # fmt: skip
NO_WORK: Final = N_("None of the made-up works could be handed in: %(why)s")
WALKED: Final = 2  # judges who walk, in each round
CHANCE: Final = 10_000  # one in so many contests may be blamed for an order that chance gave it


_SENT_PART: Final = re.compile(r"bytes (\d+)-(\d+)/\d+")


@dataclass(frozen=True, slots=True)
class _Way:
    """How a page is asked for: as what, and which part of it."""

    accept: str = HTML
    part: str = ""


_WAYS: Final = (_Way(), _Way(JSON), _Way(part="bytes=0-99"))


@dataclass(frozen=True, slots=True)
class Guessed:
    """What is known of the works: `walking.Known`."""

    slugs: tuple[str, ...]
    entry_keys: dict[str, str]
    rendition_keys: dict[str, str]
    codes: tuple[dict[str, str], ...]
    receipts: dict[str, str] = field(default_factory=dict)
    storage_keys: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def check(slug: str, make_app: MakeApp) -> Report:
    """Check the edition with this address. Nothing of it is changed, nobody is written to.

    Raises NotFound, and RuleBroken where the edition cannot be judged as it is set up.
    """
    copied = read_edition(slug)
    db.session.rollback()  # nothing of the real database is held while this takes its minute
    now = clock.now()
    with installation(make_app) as scratch:
        made = making.announce(scratch, copied)
        handing_in.write(made)
        if not made.keys:
            raise RuleBroken(NO_WORK, why=str(made.why_nothing or "–"))
        standing = making.carry_to_desks(made)
        looked, left = sealing.left_of_works(made) if made.holders else ({}, [])
        found = list(_rounds(made, standing))
    return Report(
        slug=slug,
        title=copied.spec.title,
        checked_at=f"{now:%Y-%m-%d %H:%M}",
        authors=len(made.keys),
        ways=counted([name for way in made.ways.values() for name in way.names]),
        planted=counted([secret.kind for secret in found[-1].secrets if secret.kind != WORK]),
        looks=[each for seen in found for each in seen.looks],
        findings=[
            *(Finding("–", "–", what, where) for what, where in left),
            *(each for seen in found for each in seen.findings),
        ],
        left_out=made.left_out,
        sealing={"holders": len(made.holders), "needed": made.needed} | looked if made.holders else {},
    )


@task(blind_checks.JOB)
def check_waiting() -> None:
    """Do the checks that organisers asked for, and keep what came of each."""
    for asked in blind_checks.waiting():
        slug = editions.by_id(asked.edition_id, now=clock.now()).slug
        db.session.rollback()
        try:
            report = check(slug, current_app.extensions["contest_make_app"])
        except ContestError as problem:
            with unit_of_work():
                blind_checks.give_up(asked.id, str(problem), now=clock.now())
            continue
        with unit_of_work():
            blind_checks.finish(asked.id, report.as_json(), leaks=len(report.findings), now=clock.now())


def _rounds(made: Made, begun: datetime) -> Iterator["Seen"]:
    """Look at each round in turn; the first one has begun."""
    standing: datetime | None = begun
    for position, each in enumerate(made.copied.spec.rounds):
        if position and standing is not None:
            standing = making.carry_to_the_next_round(made, standing)
        if standing is None:
            return
        with clock.fixed(standing):
            yield look(made, made.rounds[: position + 1], each.name)


@dataclass(slots=True)
class Seen:
    """What was looked for in a round, by whom, and what was found."""

    secrets: tuple[Secret, ...]
    looks: list[Look] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def look(made: Made, rounds: Sequence[int], name: str, *, below: str = "/") -> Seen:
    """Walk as the judges of the last of these rounds, whose works lie on the desks; `below` as `walking.walk` has it.

    The first of them tries everything where nothing is left out.
    """
    seen = Seen(tuple(dict.fromkeys(_secrets(made))))
    known = _known(made, rounds)
    _deliver(made)
    browsers = {}
    for number, judge in enumerate(sorted(made.judges), 1):
        browsers[judge] = Browser(made.scratch.app)
        browsers[judge].sign_in(made.judges[judge], PASSWORD)
        if number <= WALKED:
            _walk_as(made, seen, known, (name, number, judge), browsers[judge], below)
    if _is_in_order_of_arrival(made, browsers, known):
        seen.findings.append(Finding(name, "–", "order of arrival", f"/judge/{made.slug}/"))
    return seen


def _walk_as(
    made: Made, seen: Seen, known: Guessed, who: tuple[str, int, int], browser: Browser, below: str
) -> None:
    name, number, judge = who
    codes = {
        reading.code
        for reading in made.scratch.read(assignment.desk, judge, made.rounds[len(known.codes) - 1])
    }
    own = frozenset(letter for letter, code in known.codes[-1].items() if code in codes)
    search = Canaries(s for s in seen.secrets if s.kind != WORK or s.letter not in own)
    answers = list(walking.walk(browser, known, thorough=number == 1 and below == "/", below=below))
    apart, compared, asked = _told_apart(browser, known, codes, thorough=number == 1)
    letters = _letters(made, made.judges[judge])
    told = {
        *_told(answers, search), *_headers(answers), *parts_of_another(answers), *apart, *_by_mail(letters, search),
    }  # fmt: skip
    seen.findings += [Finding(name, str(number), what, where) for what, where in sorted(told)]
    seen.looks.append(
        Look(
            round=name, judge=str(number), works=len(codes), answers=len(answers),
            kinds=counted([str(a.status) for a in answers]), size=sum(len(a.body) for a in answers),
            compared=compared, letters=len(letters), parts=sum(1 for a in answers if a.part),
            asked=asked,
        )
    )  # fmt: skip


def _secrets(made: Made) -> Iterator[Secret]:
    for author in made.authors.values():
        yield from author.secrets()
    yield from made.traces
    accounts = frozenset(made.accounts.values())
    yield from made.scratch.read(traces.of_works, accounts, made.zone)


def _known(made: Made, rounds: Sequence[int]) -> Guessed:
    storage = made.scratch.app.extensions["contest_storage"]
    return Guessed(
        slugs=(made.slug,),
        entry_keys=dict(made.keys),
        rendition_keys=dict(made.rendition_keys),
        codes=tuple(made.codes(each) for each in rounds),
        storage_keys=tuple(sorted(storage.keys()))[:9],
    )


def _deliver(made: Made) -> None:
    """Let the letters leave, into the folder of the scratch installation: it knows no mail server."""
    with made.scratch.app.app_context():
        outbox.deliver_due()


def _letters(made: Made, address: str) -> list[bytes]:
    folder = made.scratch.folder / "outbox"
    raw = [path.read_bytes() for path in sorted(folder.glob("*.eml"))]
    return [each for each in raw if address in str(email.message_from_bytes(each, policy=default)["To"])]


# --- what must not be ---------------------------------------------------------------------------------------


def _told(answers: Iterable[Answer], search: Canaries) -> Iterator[tuple[str, str]]:
    """Secrets in an answer, each where it stood first."""
    first: dict[Secret, str] = {}
    for answer in answers:
        for secret in search.in_answer(answer):
            first.setdefault(secret, _where(answer, search))
    for secret, where in first.items():
        yield secret.named, where


def _where(answer: Answer, search: Canaries) -> str:
    """Name an address without what it may tell itself: the report can be published."""
    place = f"{answer.method} {answer.url}"
    if not search.in_bytes(place.encode()):
        return place
    return f"{answer.method} {answer.endpoint or '–'}"


def _headers(answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    for answer in answers:
        if answer.endpoint is not None and answer.endpoint.startswith("judge."):
            yield from ((f"header: {name}", answer.endpoint) for name in strange_headers(answer))


def strange_headers(answer: Answer) -> Iterator[str]:
    """Headers that say more than they must: a file is saved under the code in its address and no other name."""
    for name, value in answer.headers:
        if name == "Content-Disposition":
            said = re.sub(r"attachment|inline|filename\*?=|UTF-8''|[;\"\s]", "", value)
            if any(
                re.fullmatch(rf"(?:{re.escape(part)}\.\w+)+", said) for part in answer.url.split("/") if part
            ):
                continue
        if name not in HEADERS:
            yield name


def _told_apart(
    browser: Browser, known: Guessed, own: set[str], *, thorough: bool
) -> tuple[list[tuple[str, str]], int, int]:
    """Ask for works of other desks, and for one that is not: the answers must be the same, to the last byte.

    So must be what the database is asked: who measures how long an answer takes would learn which of them are.
    Returns the differences, how many pairs were compared, and how many questions to the database that took.
    """
    found, compared, asked = [], 0, 0
    browser.ask("/")
    ways = _WAYS if thorough else _WAYS[:1]
    foreign = (*walking.all_codes(known), *list(known.entry_keys.values())[:1], *known.storage_keys[:1])
    for rule in browser.app.url_map.iter_rules():
        if not (
            rule.endpoint.startswith("judge.") and "code" in rule.arguments and "GET" in (rule.methods or ())
        ):
            continue
        values = {"slug": known.slugs[0], "number": "1", "code": walking.UNKNOWN_CODE}
        nobodys = walking.filled(rule, values)
        none = {way: browser.ask(nobodys, accept=way.accept, part=way.part) for way in ways}
        for code in sorted(set(foreign) - own):
            theirs = walking.filled(rule, {**values, "code": code})
            for way in ways:
                ours = browser.ask(theirs, accept=way.accept, part=way.part)
                compared += 1
                asked += len(ours.statements)
                if (ours.status, *ours.seen()) != (none[way].status, *none[way].seen()):
                    found.append(("told apart", rule.rule))
                if ours.statements != none[way].statements:
                    found.append(("database work", rule.rule))
    return found, compared, asked


def parts_of_another(answers: Iterable[Answer]) -> Iterator[tuple[str, str]]:
    """Parts, by what they are and where, that are not of the recording sent as a whole: they are of another file."""
    whole: dict[str, bytes] = {}
    for answer in answers:
        if answer.status == 200 and answer.method == "GET":
            whole.setdefault(answer.url, answer.body)
        found = _SENT_PART.fullmatch(dict(answer.headers).get("Content-Range", ""))
        if answer.status == 206 and found is not None:
            first, last = int(found[1]), int(found[2])
            if answer.body != whole.get(answer.url, b"")[first : last + 1]:
                yield "part", answer.endpoint or answer.url


def _is_in_order_of_arrival(made: Made, browsers: Mapping[int, Browser], known: Guessed) -> bool:
    """Tell whether every desk lists its works as they came in, or the reverse, and chance can hardly have done it."""
    letter_of = {code: letter for letter, code in known.codes[-1].items()}
    orders = 1
    for browser in browsers.values():
        page = browser.ask(f"/judge/{made.slug}/").body.decode()
        # The last mention of each: the list stands below the button that leads to the next work.
        mentioned = list(dict.fromkeys(reversed(re.findall("|".join(letter_of), page))))
        shown = [letter_of[code] for code in reversed(mentioned)]
        orders *= math.factorial(len(shown))
        if shown not in (sorted(shown), sorted(shown, reverse=True)):
            return False
    return orders >= CHANCE


def _by_mail(letters: Iterable[bytes], search: Canaries) -> Iterator[tuple[str, str]]:
    for letter in letters:
        message = email.message_from_bytes(letter, policy=default)
        parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
        body = b"\n".join(part for part in parts if isinstance(part, bytes))
        for secret in search.in_bytes(str(message.items()).encode() + b"\n" + body):
            if secret.kind != TIME:
                yield secret.named, "mail"
