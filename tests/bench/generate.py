"""Fills an empty database for benchmarks: a contest that takes works in and one that is judged, of any size.

python -m tests.bench.generate --entries 2000 --judges 40 [--words 1500]

Rows go in by bulk statements, because the services would need hours for 100,000 entries; the two editions, their
rubric and their people's duties are made through the services.
"""

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

from sqlalchemy import insert

from contest.access.duties import Duty
from contest.anonymisation.models import BlindCopy
from contest.anonymisation.rules import codes
from contest.app import create_app
from contest.assignment.models import Reading
from contest.demonstration import edition as demonstration
from contest.demonstration.essays import essay
from contest.demonstration.stages import Stage, calendar
from contest.editions import queries as editions
from contest.editions import service as editing
from contest.entries.models import Entry, Receipt, Version
from contest.judging import queries as judging
from contest.judging.models import Mark, Scoresheet
from contest.kernel import clock
from contest.kernel.keys import new_key
from contest.people import service as people
from contest.people.models import Account
from contest.platform import schema
from contest.platform.database import db, unit_of_work

CHUNK = 500
READINGS = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """Where things stand: accounts by duty, slugs, and how many there are."""

    open_slug: str
    judged_slug: str
    organiser: int
    secretary: int
    chair: int
    judges: tuple[int, ...]
    authors: range


def fill(*, entries: int, judges: int, words: int, seed: int = 1) -> Filled:
    """Fill the database of the current application context."""
    rng = random.Random(seed)
    now = clock.now()
    staff = _staff(judges, now)
    organiser, secretary, chair, jury = staff[0], staff[1], staff[2], tuple(staff[3:])
    authors = _authors(entries, now)
    texts = [essay(rng, words=max(500, words)).text[: words * 7] for _ in range(20)]
    open_id = demonstration.announce_open(organiser, calendar(Stage.OPEN, now))
    with unit_of_work():
        editing.appoint(open_id, secretary, Duty.SECRETARY, actor_id=organiser, now=now)
    _entries(open_id, authors, texts, rng, now)
    judged_id, round_id = _judged_edition(organiser, chair, jury, now)
    _judging(judged_id, round_id, entries, jury, texts, rng, now)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE")
        else:
            connection.exec_driver_sql("ANALYZE main")
    slugs = [editions.by_id(edition_id, now=now).slug for edition_id in (open_id, judged_id)]
    db.session.rollback()
    return Filled(slugs[0], slugs[1], organiser, secretary, chair, jury, authors)


def _staff(judges: int, now: datetime) -> list[int]:
    with unit_of_work():
        made = [
            people.new_account(
                f"staff{number}@example.org",
                "x",
                people.Details("Nguyễn Văn Bình", 1970, "", None),
                language="vi",
                now=now,
            )
            for number in range(judges + 3)
        ]
        people.make_administrator(made[0], now=now)
    return made


def _authors(count: int, now: datetime) -> range:
    with unit_of_work():
        first = (db.session.query(db.func.max(Account.id)).scalar() or 0) + 1
    rows = (
        {
            "id": first + number,
            "key": new_key(),
            "email": f"author{number}@example.org",
            "password": "x",
            "active": True,
            "fs_uniquifier": new_key(52),
            "created_at": now,
            "full_name": f"Trần Thị Số {number}",
            "birth_year": 1980,
            "folded_name": f"tran thi so {number}",
            "language": "vi",
            "is_administrator": False,
        }
        for number in range(count)
    )
    _bulk(Account, rows)
    return range(first, first + count)


def _entries(edition_id: int, authors: range, texts: list[str], rng: random.Random, now: datetime) -> None:
    category = editions.categories(edition_id)[0].id
    db.session.rollback()
    sent = [now - timedelta(seconds=rng.randrange(1, 60 * 86400)) for _ in authors]

    def entry(number: int) -> dict[str, Any]:
        return {
            "id": number + 1, "key": new_key(), "edition_id": edition_id, "category_id": category,
            "author_id": authors[number], "state": "submitted", "title": f"Chuyện làng tôi, phần {number}",
            "text": "", "revision": 2, "saved_in": "", "version_number": 1,
            "created_at": sent[number], "saved_at": sent[number],
            "submitted_at": sent[number],
        }  # fmt: skip

    def version(number: int) -> dict[str, Any]:
        text = texts[number % len(texts)]
        return {
            "id": number + 1, "entry_id": number + 1, "number": 1, "token": new_key(40), "category_id": category,
            "title": f"Chuyện làng tôi, phần {number}", "text": text, "words": len(text.split()),
            "declarations": [], "submitted_at": sent[number],
        }  # fmt: skip

    def receipt(number: int) -> dict[str, Any]:
        return {
            "version_id": number + 1, "number": new_key(14), "issued_at": sent[number],
            "sha256_text": new_key(64), "sha256_file": None, "document": "{}", "signature": "0" * 128,
        }  # fmt: skip

    for model, row in ((Entry, entry), (Version, version), (Receipt, receipt)):
        _bulk(model, (_complete(model, row(number)) for number in range(len(authors))))


def _judged_edition(organiser: int, chair: int, jury: tuple[int, ...], now: datetime) -> tuple[int, int]:
    dates = calendar(Stage.JUDGING, now)
    edition_id = demonstration.announce_open(organiser, dates, title="Cuộc thi viết được chấm")
    with unit_of_work():
        for judge in jury:
            editing.appoint(edition_id, judge, Duty.JUDGE, actor_id=organiser, now=now)
        editing.appoint(edition_id, chair, Duty.CHAIR, actor_id=organiser, now=now)
        round_id = editions.rounds(edition_id)[0].id
        editing.set_round_state(round_id, "coded", actor_id=organiser, now=now)
        editing.begin_judging(edition_id, actor_id=organiser, now=now)
        editing.set_round_state(round_id, "judging", actor_id=organiser, now=now)
    return edition_id, round_id


def _judging(
    edition_id: int,
    round_id: int,
    entries: int,
    jury: tuple[int, ...],
    texts: list[str],
    rng: random.Random,
    now: datetime,
) -> None:
    category = editions.categories(edition_id)[0].id
    criteria = [line.id for line in judging.needed_rubric(round_id).criteria]
    db.session.rollback()
    pages = ["".join(f"<p>{part}</p>" for part in text.split("\n\n")) for text in texts]
    taken: set[str] = set()
    while len(taken) < entries:
        taken.add(codes.new_code(rng.randrange))
    drawn = sorted(taken)

    def copy(number: int) -> dict[str, Any]:
        return {
            "id": number + 1, "edition_id": edition_id, "round_id": round_id, "category_id": category,
            "code": drawn[number], "title": f"Chuyện làng tôi, phần {number}", "kind": "html",
            "html": pages[number % len(pages)], "words": len(texts[number % len(texts)].split()),
        }  # fmt: skip

    _bulk(BlindCopy, (_complete(BlindCopy, copy(number)) for number in range(entries)))
    given = [
        (number, jury[(number * READINGS + at) % len(jury)])
        for number in range(entries)
        for at in range(READINGS)
    ]

    def reading(at: int) -> dict[str, Any]:
        number, judge = given[at]
        return {
            "id": at + 1, "round_id": round_id, "blind_copy_id": number + 1, "judge_id": judge, "kind": "regular",
            "state": "assigned", "position": at // len(jury) + 1, "recusal_reason": "",
        }  # fmt: skip

    _bulk(Reading, (_complete(Reading, reading(at)) for at in range(len(given))))
    # The first two of three readings are handed in, so every desk has something left to do.
    done = [at for at in range(len(given)) if at % READINGS]
    _bulk(Scoresheet, (_complete(Scoresheet, {
        "id": place + 1, "reading_id": at + 1, "state": "submitted", "comment": "", "total": 70, "revision": 2,
        "saved_at": now, "submitted_at": now,
    }) for place, at in enumerate(done)))  # fmt: skip
    _bulk(Mark, (_complete(Mark, {
        "scoresheet_id": place + 1, "criterion_id": criterion, "points": 15, "text": "",
    }) for place in range(len(done)) for criterion in criteria))  # fmt: skip


def _complete(model: type[Any], row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the table does not have; make points decimals."""
    for name in ("total", "points"):
        if name in row:
            row[name] = Decimal(row[name])
    known = set(model.__table__.columns.keys())
    return {name: value for name, value in row.items() if name in known}


def _bulk(model: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        with db.engine.begin() as connection:
            connection.execute(insert(model.__table__), chunk)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, default=2000)
    parser.add_argument("--judges", type=int, default=40)
    parser.add_argument("--words", type=int, default=1500)
    asked = parser.parse_args()
    app = create_app()
    schema.bring_up_to_date(app)
    began = time.monotonic()
    with app.app_context():
        fill(entries=asked.entries, judges=asked.judges, words=asked.words)
    print(f"{asked.entries} entries, {asked.judges} judges in {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
