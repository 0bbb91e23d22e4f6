"""A film of 200 MB, sent over a line that breaks twice: it goes on by itself, after loading the page again as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from contest.app import create_app
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_files
from contest.kernel import clock
from contest.platform import schema, storage
from contest.platform.database import db
from contest.settings import read
from tests import recordings
from tests.cookies import signed_in
from tests.factories import Factory
from tests.journeys.browsing import Visit
from tests.journeys.conftest import Visitor
from tests.serving import LiveServer

SIZE = 200 * 1024 * 1024
FILE = "main [name=recording_file]"
BOX = "[data-role=recording]"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "phim.mp4"
    with path.open("wb") as file:
        file.writelines(recordings.large_mp4(SIZE, seconds=95))
    return path


@dataclass
class Stage:
    """A contest of films with a draft in it, and its server."""

    app: Flask
    server: LiveServer
    author_id: int
    key: str
    cookie: tuple[str, str]

    def stored(self) -> str:
        """The SHA-256 of the recording beside the draft."""
        with self.app.app_context():
            found = author_files.draft_enclosure(self.key, self.author_id, "recording")
            assert not isinstance(found, str)
            digest = storage.digest(self.app.extensions["contest_storage"].open(found.storage_key))
            db.session.remove()
        return digest


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    app = create_app(read({"CONTEST_INSTANCE": str(tmp_path / "instance")}))
    schema.bring_up_to_date(app)
    factory = Factory(app)
    demands = Demands(length_unit="minutes", recordings=("mp4",))
    edition_id = factory.edition(categories=(CategorySpec("Phim", 1, 2, demands=demands),))
    author_id = factory.person("Nguyễn Văn Phim")
    key = factory.entry(edition_id, author_id, submit=False)
    name, _, value = factory.do(signed_in, app, author_id, now=clock.now()).cookie.partition("=")
    server = LiveServer(tmp_path / "instance").start()
    yield Stage(app, server, author_id, key, (name, value))
    server.stop()
    with app.app_context():
        db.engine.dispose()


def wait_for(author: Visit, share: float) -> None:
    """Wait until so much is sent."""
    for _ in range(1200):
        if float(str(author.page.evaluate(f"document.querySelector('{BOX} progress').value"))) > share:
            return
        author.page.wait_for_timeout(25)
    raise AssertionError(author.page.inner_text(BOX))


def test_a_large_film_goes_on_after_its_line_broke_twice(visit: Visitor, stage: Stage, film: Path) -> None:
    author = visit(stage.server, "author")
    page, sent = author.page, []
    author.expected.add(
        409
    )  # whoever comes back while the server still takes what came before asks once more
    name, value = stage.cookie
    author.context.add_cookies([{"name": name, "value": value, "url": stage.server.url}])
    page.on("request", lambda r: sent.append(r) if r.method == "PATCH" else None)
    author.go(f"/author/entries/{stage.key}")

    page.set_input_files(FILE, film)
    wait_for(author, 0.2)
    author.context.set_offline(True)
    page.wait_for_timeout(300)
    author.context.set_offline(False)
    wait_for(author, 0.5)
    page.click(f"{BOX} [data-upload-pause]")
    author.look()
    page.reload()
    assert "phim.mp4" in page.inner_text("[data-upload-waiting]")
    before = len(sent)
    page.set_input_files(FILE, film)
    page.click(f"{BOX} [data-upload-done]", timeout=60_000)
    page.wait_for_selector("video")

    assert int(sent[before].headers["upload-offset"]) > 0.4 * SIZE, "what was sent is not sent twice"
    assert "1:35" in page.inner_text("main")
    author.look()
    author.problems = [p for p in author.problems if "ERR_" not in p]  # the line that was broken on purpose
    assert stage.stored() == storage.digest(film.open("rb"))
