"""In the demonstration judges meet pages, a black part of a picture and a player; the secretary meets them to clear."""

import io
import random

from PIL import Image

from contest.anonymisation import queries as blind
from contest.anonymisation import renditions
from contest.demonstration import build, shown, whole
from contest.demonstration.stages import Stage
from contest.editions import queries as editions
from contest.kernel import clock
from contest.people import queries as people

BY_HAND, PDF, RECORDED = sorted(shown.TITLES)


def test_judges_and_the_secretary_of_the_demonstration_meet_a_pdf_a_handwritten_page_and_a_recording(app):
    with app.app_context():
        now = clock.now()
        begun = build.build(Stage.JUDGING, entries=shown.FEWEST, judges=3, seed=11, now=now)
        whole.open_edition(begun, now)
        round_id = editions.rounds(begun.edition_id)[0].id
        codes = {copy.title: copy.code for copy in blind.blind_copies(round_id)}
        essays = {title: blind.essay(round_id, codes[title]) for title in shown.TITLES}
        page = Image.open(io.BytesIO(blind.page_image(round_id, codes[BY_HAND], 1))).convert("L")
        kind, opened = blind.recording(round_id, codes[RECORDED])
        with opened:
            played = opened.read()

        assert {title: each.kind for title, each in essays.items()} == {
            BY_HAND: "pages", PDF: "pages", RECORDED: "html",
        }  # fmt: skip
        assert [essays[title].pages > 0 for title in (BY_HAND, PDF, RECORDED)] == [True, True, False]
        assert (kind, essays[RECORDED].recording.seconds, len(played) > 10_000) == ("mp3", 4, True)
        name, paper = _signature(page), page.getpixel((450, 1050))
        assert (name.getextrema(), paper > 200) == ((0, 0), True), "who wrote it is black, and nothing else"

        assert len([line for line in whole.accounts() if "a recording are read by judge" in line]) == 1

        secretary = people.by_email("secretary@example.org").id
        [waiting] = [
            edition for edition, _ in editions.editions_of(secretary, now=now) if edition.phase == "open"
        ]
        to_clear = renditions.listed(waiting.id, "to_clear").lines
        assert {BY_HAND, RECORDED} <= {line.title for line in to_clear} <= shown.TITLES
        assert sum(renditions.counts(waiting.id).values()) == len(shown.TITLES)


def _signature(page):
    """The part of the page where the author signed."""
    return page.crop((70, 1140, 800, 1165))


def test_the_same_works_are_made_every_time_and_the_page_has_room_for_all_its_lines():
    first, again = (dict(shown.essays(random.Random(5))) for _ in range(2))
    lines = shown._lines(first[shown.PICTURES], "Đặng Vũ Khuê Tú")

    assert first == again
    assert {essay.title for essay in first.values()} == shown.TITLES
    assert (len(lines), lines[-1]) == (shown._LINES, "Người viết: Đặng Vũ Khuê Tú")
    assert shown._mp3() == shown._mp3.__wrapped__()
