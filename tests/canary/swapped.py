"""Two worlds in which all is equal but that two authors are exchanged, and what a judge can tell them apart by.

In the one C writes the essay that came as a Word file and G the one that came as PDF, in the other the reverse; C
always comes first. Beside each stands a recording that sounds the same in both, in a file of whoever writes it. So
name, unit, addresses, the files' properties and sizes, the times, the number of saves and of versions are exchanged,
and the essays stay. The codes are drawn until chance lays the copies in the same order in
both; then the same work has the same number, and gets the same code: a PDF that we set holds a code in packed bytes
and in the name of its fonts, where it could not be renamed for the comparison.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from contest.anonymisation import coding
from contest.anonymisation import queries as blind
from contest.anonymisation.models import BlindCopy
from contest.editions import queries as editions
from contest.kernel import clock
from contest.platform.database import db, unit_of_work
from contest.settings import SECRETS_FILE
from tests.canary.browser import Answer, Browser
from tests.canary.chance import repeatable
from tests.canary.facts import Facts, learn
from tests.canary.people import AUTHORS, Author, Work, recorded
from tests.canary.snapshots import Place, Snapshot, let_go
from tests.canary.stages import STAGES, judge_all, judge_half
from tests.canary.walk import UNKNOWN_CODE, filled, follow, play
from tests.canary.world import World, announce, at, clear, prepare, screen, standing_at, write
from tests.works import pdf_file, word_file

LETTERS = ("C", "E", "F", "G")
FIRST, SECOND = "C", "G"
SWAPPED_STAGES = ("open", "screening", "judging", "third reading")
PARAGRAPHS = (
    "Buổi sáng ở chợ quê bắt đầu từ rất sớm, khi sương còn trên mặt sông.",
    "Người bán rau xếp từng mớ ngay ngắn bên đường, ai đi qua cũng dừng lại hỏi thăm nhau một câu.",
)
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Pair:
    """The two worlds at a stage."""

    one: Snapshot
    other: Snapshot


def build_pairs(folder: Path) -> dict[str, Pair]:
    """Build both worlds; return them at every stage."""
    one, other = Place.in_folder(folder / "one"), Place.in_folder(folder / "other")
    ones, codes = _build(one, exchanged=False, codes=None)
    shutil.copy(one.folder / SECRETS_FILE, other.folder)
    others, _ = _build(other, exchanged=True, codes=codes)
    return {stage: Pair(ones[stage], others[stage]) for stage in SWAPPED_STAGES}


def _build(
    place: Place, *, exchanged: bool, codes: dict[str, str] | None
) -> tuple[dict[str, Snapshot], dict[str, str]]:
    app = place.app()
    with app.app_context():
        db.create_all()
    world = World(app, LETTERS, works=_works(exchanged=exchanged), disputed=FIRST)
    found: dict[str, Snapshot] = {}
    announce(world)
    write(world)
    found["open"] = _kept(world, place, "open")
    screen(world)
    prepare(world)
    found["screening"] = _kept(world, place, "screening")
    clear(world)
    codes = _draw(world, codes)
    with repeatable("desks"):
        judge_half(world)
    found["judging"] = _kept(world, place, "judging")
    judge_all(world)
    found["third reading"] = _kept(world, place, "third reading")
    let_go(app)
    return found, codes


def _works(*, exchanged: bool) -> dict[str, Work]:
    word, pdf = (FIRST, SECOND) if not exchanged else (SECOND, FIRST)
    return {word: _word(AUTHORS[word]), pdf: _pdf(AUTHORS[pdf])}


def _word(author: Author) -> Work:
    """The essay that has C in its title, as a Word file of whoever writes it."""
    raw = word_file(*PARAGRAPHS, author=author.full_name)
    written = io.BytesIO(raw)
    with zipfile.ZipFile(written, "a") as package:
        package.writestr(f"customXml/{author.token('PART')}.txt", author.unit * (author.place + 1))
    name = f"Bài của {author.name} {author.token('FILE')}.docx"
    title = f"Con đường {AUTHORS[FIRST].seen('TITLE')}"
    return Work(title, file=(name, written.getvalue()), recording=recorded(author, "mp3"))


def _pdf(author: Author) -> Work:
    """The essay that has G in its title, as a PDF of whoever writes it."""
    raw = pdf_file(*PARAGRAPHS[::-1], author=author.full_name)
    title = f"Dòng sông {AUTHORS[SECOND].seen('TITLE')}"
    return Work(title, file=(f"{author.token('FILE')}.pdf", raw), recording=recorded(author, "mp3"))


class _DrawnOtherwise(Exception):
    """Chance laid the copies in another order."""


def _draw(world: World, wanted: dict[str, str] | None) -> dict[str, str]:
    """Draw the codes, again and again until the copies lie in the wanted order; return them by the titles, in order."""
    for attempt in range(DRAWS):
        with standing_at(world, at(18, 3, 9)), repeatable(f"draw {attempt}"), world.app.app_context():
            try:
                return _drawn(world, wanted)
            except _DrawnOtherwise:
                continue
    raise AssertionError(f"chance never laid the copies in the order {wanted}")


def _drawn(world: World, wanted: dict[str, str] | None) -> dict[str, str]:
    round_id = editions.rounds(world.edition_id)[0].id
    with unit_of_work():
        coding.draw_codes(round_id, **world.by("secretary"))
        copies = sorted(blind.blind_copies(round_id), key=lambda copy: copy.id)
        codes = {copy.title: copy.code for copy in copies}
        if wanted is None:
            return codes
        if list(codes) != list(wanted):
            raise _DrawnOtherwise
        for copy in copies:
            db.session.get_one(BlindCopy, copy.id).code = wanted[copy.title]
    return wanted


def _kept(world: World, place: Place, stage: str) -> Snapshot:
    world.now = STAGES[stage][0]
    facts = learn(world)
    let_go(world.app)
    kept = place.copied(place.folder.with_name(f"{place.folder.name}-{stage.replace(' ', '-')}"))
    return Snapshot(stage, world.now, kept, facts)


# --- comparing ----------------------------------------------------------------------------------------------


def differences(pair: Pair, apps: tuple[Flask, Flask], judge: str) -> list[str]:
    """By which answers a judge could tell the two worlds apart; nothing where all is equal, byte by byte."""
    one, other = (
        received(app, world, judge) for app, world in zip(apps, (pair.one, pair.other), strict=True)
    )
    asked, asked_too = [a.url for a in one], [a.url for a in other]
    if asked != asked_too:
        return sorted(f"asked only in one: {url}" for url in set(asked) ^ set(asked_too)) or ["another order"]
    return [
        _difference(mine, theirs)
        for mine, theirs in zip(one, other, strict=True)
        if _compared(mine) != _compared(theirs)
    ]


def received(app: Flask, world: Snapshot, judge: str) -> list[Answer]:
    """All that a judge can reach of the contest, the essays' addresses with every code, and what telling leads to."""
    facts = world.facts
    with clock.fixed(world.now):
        browser = Browser(app, facts.officials[judge])
        follow(
            browser,
            [f"/judge/{facts.slugs[0]}/", "/judge/", "/account/", f"/editions/{facts.slugs[0]}/", "/"],
        )
        for url in dict.fromkeys(_guessed(app, facts)):
            browser.ask(url)
        play(browser)
        _tell(browser, facts)
    return browser.answers


def _tell(browser: Browser, facts: Facts) -> None:
    """Say of every essay, own and others', that it tells who wrote it; look at what the page says of it then."""
    judge = f"/judge/{facts.slugs[0]}"
    by_work = facts.codes[-1] if facts.codes else {}
    token = {"csrf_token": browser.token(f"{judge}/conflicts")}
    for code in (*(by_work[letter] for letter in sorted(by_work)), UNKNOWN_CODE):
        for said in ("Đoạn đầu nói tên làng.", "dài" * 400):
            browser.ask(f"{judge}/essays/{code}/visible", "POST", data={**token, "said": said})
        browser.ask(f"{judge}/essays/{code}")


def _guessed(app: Flask, facts: Facts) -> Iterable[str]:
    by_work = facts.codes[-1] if facts.codes else {}
    for rule in app.url_map.iter_rules():
        if "code" in rule.arguments and "GET" in (rule.methods or ()):
            for code in (*(by_work[letter] for letter in sorted(by_work)), UNKNOWN_CODE):
                for number in ("1", "2"):
                    yield filled(rule, {"slug": facts.slugs[0], "code": code, "number": number})


# What setting up an authenticator app offers: drawn anew at each look, for the person who looks.
_OWN_SECRET = re.compile(rb"""<img class="qr" src="[^"]*"|<p class="secret-key">.*?</p>""", re.DOTALL)

# A root is made of signed receipts and of nonces: another one in every contest, whoever wrote what.
_ROOT = re.compile(rb"\b(?:[0-9a-f]{128}|[0-9a-f]{64})\b")


def _compared(answer: Answer) -> tuple[bytes, bytes]:
    """Head and body but for the session's own cookie, whose token is drawn anew each time."""
    head, body = answer.seen()
    body = _OWN_SECRET.sub(b"SECRET", body)
    if "/verify" in answer.url:
        body = _ROOT.sub(lambda root: b"R" * len(root[0]), body)
    return head.replace(answer.cookie.encode(), b"") if answer.cookie.startswith("{") else head, body


def _difference(mine: Answer, theirs: Answer) -> str:
    for one, other in zip(_compared(mine), _compared(theirs), strict=True):
        for line, line_too in zip(one.split(b"\n"), other.split(b"\n"), strict=False):
            if line != line_too:
                return f"{mine.url}: {line[:120]!r} / {line_too[:120]!r}"
    return f"{mine.url}: longer in one"
