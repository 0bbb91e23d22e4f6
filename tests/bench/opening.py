"""How long the opening of a sealed edition takes: the part in the last holder's request, and the worker's.

python -m tests.bench.opening --works 1000
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contest.app import create_app
from contest.entries import discarding, finding, works_opened, works_put_back, works_sealed
from contest.entries.models import Version
from contest.platform import public_seals, schema
from contest.platform.database import db, unit_of_work
from contest.settings import read
from tests.factories import Factory
from tests.works import Works, word_file

WORDS = ["Làng", "tôi", "có", "một", "con", "đường", "nhỏ", "chạy", "dọc", "bờ", "sông"]
SECRET, PUBLIC = public_seals.new_pair()


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what:<52} {time.perf_counter() - began:8.2f} s", flush=True)


def main() -> None:
    """Write works, every third as a Word document, seal them, open them, put them back."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--works", type=int, default=1000)
    count = parser.parse_args().works
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(read({"CONTEST_INSTANCE": str(Path(folder) / "instance")}))
        schema.bring_up_to_date(app)
        works = Works(Factory(app), title="Mở niêm phong")
        with timed(f"write {count} works"):
            for number in range(count):
                body = " ".join(WORDS[(number * 7 + at * at) % len(WORDS)] for at in range(1500))
                file = ("bai.docx", word_file(f"Bài {number}. {body}")) if number % 3 == 0 else None
                works.accepted(works.factory.person(), text=f"Bài {number}. {body}", file=file)
        with app.app_context():
            with timed("compare"):
                while finding.compare_texts():
                    pass
            with timed("seal, at the coding"), unit_of_work():
                works_sealed.seal_works(works.edition_id, PUBLIC, now=works.now)
            discarding.discard_waiting()
            with timed("open, in the last holder's request"), unit_of_work():
                works_opened.open_works(works.edition_id, SECRET, now=works.now)
            with timed("put back, by the worker"):
                while works_put_back.progress(works.edition_id):
                    works_put_back.put_works_back()
            back = db.session.query(Version).filter(Version.text.like("Bài %")).count()
            print(f"{back} texts are back")


if __name__ == "__main__":
    main()
