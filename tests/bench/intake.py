"""How long a unit's list of thousands of works takes: look through, confirm, take in; and how much memory.

python -m tests.bench.intake --rows 5000
"""

import argparse
import io
import resource
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from contest.access.duties import Duty
from contest.app import create_app
from contest.editions import queries as editions
from contest.entries import batch_queries, batches
from contest.entries.models import Receipt
from contest.entries.rules.batch_rows import FORWARDED
from contest.kernel import clock
from contest.platform import jobs, schema, spreadsheets
from contest.platform.database import db
from contest.settings import read
from tests.factories import Factory
from tests.works import word_file

WORDS = ["Làng", "tôi", "có", "một", "con", "đường", "nhỏ", "chạy", "dọc", "bờ", "sông"]
UNITS = 200


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what:<42} {time.perf_counter() - began:8.1f} s   peak {memory():6.0f} MB")


def parcel(path: Path, rows: int) -> None:
    """Write the ZIP to the disk: a Word document of some 1,500 words for each row, no two alike."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for number in range(rows):
            body = " ".join(WORDS[(number * 7 + place * place) % len(WORDS)] for place in range(1500))
            made.writestr(f"{number}.docx", word_file(f"Bài số {number}. {body}"))


def name(number: int) -> str:
    letters = (number % 26, number // 26 % 26, number // 676)
    return "Nguyễn Thị " + "".join(chr(65 + each) for each in letters)


def listed(rows: int) -> bytes:
    lines = [
        [f"Bài số {n}", "Bài viết", name(n), 1960 + n % 40, f"U{3 + n % UNITS:04d}", "", "", "", f"{n}.docx"]
        for n in range(rows)
    ]  # fmt: skip
    return spreadsheets.write_excel(list(FORWARDED.values()), lines, sheet="1")


def prepare(app: Flask) -> tuple[Factory, int, int]:
    factory = Factory(app)
    edition = factory.edition(phase="open")
    secretary = factory.person("Lê Thị Thư Ký")
    factory.appoint(edition, secretary, Duty.SECRETARY)
    for number in range(UNITS):
        factory.unit(f"Xã số {number}")
    return factory, edition, secretary


def look_through(app: Flask, edition: int, secretary: int, sheet: bytes, path: Path) -> str:
    """Do what the page does with the form, the ZIP coming from the disk."""
    from contest.web.unit_lists import Desk, ListForm

    with app.app_context():
        view = editions.by_id(edition, now=clock.now())
    arrived = f"{clock.now().astimezone(view.zone):%Y-%m-%d}"
    with path.open("rb") as packed, app.test_request_context(
        method="POST",
        data={
            "channel": "unit", "arrived": arrived, "sheet": "Mẫu 2", "signed": "y",
            "forwarded": (io.BytesIO(sheet), "1.xlsx"), "zip": (packed, "1.zip"),
        },
    ):  # fmt: skip
        from flask import request

        request.max_content_length = app.extensions["contest_settings"].list_limit
        form = ListForm(meta={"csrf": False})
        assert form.validate(), form.errors
        key = Desk(view, secretary).look_through(form)
        db.session.commit()
        return key


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        instance = Path(folder)
        app = create_app(read({"CONTEST_INSTANCE": str(instance)}))
        schema.bring_up_to_date(app)
        factory, edition, secretary = prepare(app)
        path = instance / "bai.zip"
        parcel(path, rows)
        sheet = listed(rows)
        print(f"{rows} rows, a ZIP of {path.stat().st_size / 1e6:.0f} MB; before: {memory():.0f} MB")
        with timed("looking through"):
            key = look_through(app, edition, secretary, sheet, path)
        factory.do(batches.confirm, key, edition, actor_id=secretary, now=clock.now())
        runs = 0
        with timed("taking in"), app.app_context():
            while batch_queries.one(key, edition).is_running:
                db.session.rollback()
                jobs.run(batches.JOB)
                runs += 1
        with app.app_context():
            view = batch_queries.one(key, edition)
            receipts = db.session.scalar(select(func.count()).select_from(Receipt))
        print(
            f"taken in {view.done - view.refused}, refused {view.refused}, receipts {receipts}, runs of the job {runs}"
        )


if __name__ == "__main__":
    main()
