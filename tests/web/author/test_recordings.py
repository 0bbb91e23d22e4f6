"""Recordings beside a work: sent, listened to, counted in minutes, frozen, vouched for, and kept from judges."""

import hashlib
from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.anonymisation import renditions, service
from contest.editions import queries as editions
from contest.editions.rules.demands import MINUTES, Demands
from contest.editions.rules.edition import CategorySpec
from contest.entries import author_queries as own
from contest.entries import erasing, vouching
from contest.kernel import clock
from contest.platform.media import sentences
from contest.reports import checking, orphans
from tests import played, recordings
from tests.deepgrep import tokens_in
from tests.factories import NOW, WEEK
from tests.web.account.browsing import errors
from tests.web.author.conftest import Desk
from tests.web.author.test_uploading import Sender

MP4 = recordings.mp4(90, size=5000, ART="Nguyễn Văn Đức")


def radio(desk: Desk, **demands: object) -> Desk:
    """The same author in a contest of recordings with their script, of one to two minutes."""
    wanted = {"length_unit": MINUTES, "recordings": ("mp3", "mp4"), "recording_limit_mb": 1, **demands}
    category = CategorySpec("Phát thanh", 1, 2, works_per_author=3, demands=Demands(**wanted))
    edition_id = desk.factory.edition(title=f"Cuộc thi phát thanh {desk.edition_id}", categories=(category,))
    desk.factory.appoint(edition_id, desk.secretary_id, Duty.SECRETARY)
    desk.edition_id = edition_id
    desk.slug = desk.factory.read(editions.by_id, edition_id, now=NOW).slug
    desk.category_id = desk.factory.read(editions.categories, edition_id)[0].id
    return desk


# What is read in a recording and shown of it is no matter of the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def sender(desk: Desk) -> Sender:
    radio(desk)
    return Sender(desk, desk.entry(submit=False))


def send(sender: Sender, raw: bytes, name: str = "phim.mp4"):
    return sender.finish(sender.whole(raw, name, "recording"))


def draft(sender: Sender) -> own.DraftView:
    found: own.DraftView = sender.desk.factory.read(own.draft, sender.key, sender.desk.author_id)
    return found


def faults(sender: Sender) -> list[str]:
    with sender.desk.factory.app.app_context():
        return [*orphans.faults(clock.now(), young=timedelta(0)), *checking.faults(NOW)]


def test_a_recording_is_shown_played_in_parts_and_taken_out_again(sender: Sender) -> None:
    desk = sender.desk
    answer = send(sender, MP4)
    page = desk.browser.get(desk.page(sender.key)).text
    address = desk.page(sender.key, "/beside/recording")

    assert answer.status_code == 200
    found = draft(sender).recording
    assert (found.file_name, found.kind, found.seconds, found.traces) == (
        "phim.mp4", "mp4", 90, ("Nguyễn Văn Đức",),
    )  # fmt: skip
    assert f'<video class="player" controls preload="metadata" src="{address}"' in page
    assert ("1:30" in page, "1 to 2 minutes" in page) == (True, True)
    whole = desk.browser.get(address, buffered=True)
    assert (whole.data, whole.mimetype, whole.headers["Accept-Ranges"]) == (MP4, "video/mp4", "bytes")
    assert whole.headers["Content-Disposition"] == 'attachment; filename="draft-recording.mp4"'
    part = desk.browser.get(address, headers={"Range": "bytes=100-199"}, buffered=True)
    assert (part.status_code, part.data, part.headers["Content-Range"]) == (
        206, MP4[100:200], f"bytes 100-199/{len(MP4)}",
    )  # fmt: skip
    assert desk.browser.get(address, headers={"Range": f"bytes={len(MP4)}-"}).status_code == 416
    assert "media-src 'self'" in whole.headers["Content-Security-Policy"]
    revision = draft(sender).revision
    assert desk.save(sender.key, f"{revision}-w", action="remove-recording_file").status_code == 303
    assert draft(sender).recording is None
    assert faults(sender) == []


def test_after_the_closing_the_author_still_hears_what_was_sent(sender: Sender) -> None:
    desk, player = sender.desk, '<video class="player" controls preload="metadata" src="{}"'
    send(sender, MP4)
    with desk.at(NOW + 2 * WEEK):
        page = desk.browser.get(desk.page(sender.key)).text
    assert player.format(desk.page(sender.key, "/beside/recording")) in page
    assert ("phim.mp4" in page, "There is no text to show here." in page) == (True, False)


def test_a_recording_goes_with_the_form_without_scripts(sender: Sender) -> None:
    desk = sender.desk
    answer = desk.save(sender.key, file=("bai.mp3", recordings.mp3(61)), role="recording_file")

    assert answer.status_code == 303
    assert (draft(sender).recording.kind, draft(sender).recording.seconds) == ("mp3", 61)
    refused = desk.save(
        sender.key,
        f"{draft(sender).revision}-w",
        file=("bai.mp3", b"no"),
        role="recording_file",
        text="Giữ lại.",
    )
    assert refused.status_code == 422
    assert [told[:47] for told in errors(refused)] == ["This is neither an MP3 nor an MP4 recording. Ex"]
    assert "Giữ lại.</textarea>" in refused.text
    assert faults(sender) == []


def test_what_a_category_does_not_take_is_told_before_it_is_sent_where_that_can_be_known(
    sender: Sender,
) -> None:
    large = sender.begin(1024 * 1024 + 1, "phim.mp4", "recording")
    assert large.json["message"].startswith(
        "The recording has 1.0 MB; this category takes recordings of at most 1 MB."
    )
    radio(sender.desk, recordings=("mp3",))
    other = Sender(sender.desk, sender.desk.entry(submit=False))
    assert send(other, MP4).json["message"] == (
        "This category does not take recordings of the kind MP4. It takes: MP3."
    )
    plain = radio(sender.desk, recordings=(), length_unit="words", recording_limit_mb=None)
    none = Sender(plain, plain.entry(submit=False))
    assert (
        none.begin(10, "phim.mp4", "recording")
        .json["message"]
        .startswith("This category takes no recordings.")
    )
    assert 'id="recording_file"' not in plain.browser.get(plain.page(none.key)).text
    assert none.begin(10, "x", "elsewhere").status_code == 404


@pytest.mark.parametrize(
    ("seconds", "sentence"),
    [
        (None, "The recording is missing. Choose the file with it."),
        (59, "The recording lasts 0:59; at least 1 minutes are asked for. Missing: 0:01."),
        (121, "The recording lasts 2:01; at most 2 minutes are allowed. Too long by: 0:01."),
        (60, None),
        (120, None),
    ],
)
def test_minutes_count_to_the_second_and_the_text_does_not(
    sender: Sender, seconds: int | None, sentence: str | None
) -> None:
    if seconds is not None:
        send(sender, recordings.mp4(seconds))
    found = sender.desk.factory.read(own.review, sender.key, sender.desk.author_id, now=NOW)

    assert [str(problem) for problem in found.problems] == ([] if sentence is None else [sentence])


def test_the_script_may_be_missing_only_where_the_category_says_so(desk: Desk) -> None:
    said = {}
    for script in (True, False):
        radio(desk, script=script)
        sender = Sender(desk, desk.entry(submit=False, text=""))
        send(sender, recordings.mp4(90))
        found = desk.factory.read(own.review, sender.key, desk.author_id, now=NOW)
        said[script] = [str(problem) for problem in found.problems]
    assert said == {True: ["There is no text yet. Write it, paste it, or attach a file."], False: []}


def test_a_submitted_recording_is_frozen_vouched_for_and_waits_before_the_judges(
    sender: Sender, client_for
) -> None:
    desk = sender.desk
    send(sender, MP4)
    assert desk.submit(sender.key).status_code == 303
    send(sender, recordings.mp4(100))
    assert "phim.mp4" in desk.browser.get(desk.page(sender.key, "/submit")).text
    judged = desk.browser.get(desk.page(sender.key, "/as-judges-read-it")).text
    assert "Judges never get your file. They get the recording made anew" in judged
    receipt = desk.factory.read(own.receipt, sender.key, desk.author_id, 1)
    digest = hashlib.sha256(MP4).hexdigest()

    assert receipt.digests["sha256_recording"] == digest
    assert desk.factory.read(vouching.vouched, receipt.number, [digest]).fits == "sha256_recording"
    page = desk.browser.get(desk.page(sender.key, "/receipt/1")).text
    assert ("SHA-256 of the recording:" in page, digest in page) == (True, True)
    beside = desk.browser.get(desk.page(sender.key, "/versions/1/beside/recording"), buffered=True)
    assert beside.data == MP4
    office = client_for(desk.secretary_id)
    screened = office.get(f"/office/{desk.slug}/screening/{sender.key}").text
    played = f"/office/{desk.slug}/screening/{sender.key}/beside/recording"
    assert (f'src="{played}"' in screened, "1:30" in screened) == (True, True)
    assert office.get(played, headers={"Range": "bytes=0-3"}, buffered=True).data == MP4[:4]
    assert faults(sender) == []

    desk.factory.screen(desk.edition_id, sender.key, desk.secretary_id)
    assert desk.factory.do(service.prepare_few, desk.edition_id, now=NOW) is None, "it is left to the worker"
    with desk.factory.app.app_context():
        service.prepare(desk.edition_id, now=NOW)
    (line,) = desk.factory.read(renditions.listed, desk.edition_id, "failed").lines
    assert line.failure == (sentences.CANNOT_BE_REMADE, {})
    assert faults(sender) == []


def test_an_erased_work_leaves_no_recording(sender: Sender) -> None:
    desk = sender.desk
    send(sender, MP4)
    desk.submit(sender.key)
    sender.whole(MP4, "phim.mp4", "recording")
    entry_id = draft(sender).id

    desk.factory.do(erasing.empty, [entry_id], now=NOW)
    storage = desk.factory.app.extensions["contest_storage"]
    assert (storage.keys(), storage.partial_keys()) == (frozenset(), frozenset())
    assert faults(sender) == []


def test_an_author_gets_the_beginning_as_judges_would_and_reads_what_is_left_out(sender: Sender) -> None:
    desk = sender.desk
    raw = played.film(tags=(("artist", "ZQXartist"),))
    send(sender, raw)
    page = desk.browser.get(desk.page(sender.key, "/as-judges-read-it")).text
    address = desk.page(sender.key, "/as-judges-read-it/recording")
    answer = desk.browser.get(address)

    assert f'href="{address}" download>Make it as judges get it</a>' in page
    assert "Left out of your file: ZQXartist" in page
    assert (answer.status_code, answer.mimetype) == (200, "video/mp4")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="as-judges-read-it.mp4"'
    assert tokens_in(raw) == {"ZQXartist", "ZQXhandler"}
    assert tokens_in(answer.data) == set()
    stranger = desk.factory.person("Người Khác")
    assert client_status(desk, stranger, address) == 404


def client_status(desk: Desk, person: int, address: str) -> int:
    other = desk.factory.entry(desk.edition_id, person, submit=False)
    return int(desk.browser.get(address.replace(address.split("/")[-3], other)).status_code)


def test_an_author_is_told_that_a_recording_cannot_be_made_anew(sender: Sender) -> None:
    desk = sender.desk
    address = desk.page(sender.key, "/as-judges-read-it/recording")
    assert desk.browser.get(address).status_code == 404
    send(sender, MP4)
    refused = desk.browser.get(address)
    assert (refused.status_code, "could not be decoded" in refused.text) == (422, True)
