"""Whoever decides reads a work as the judges had it: by its code, its pictures and recording too, and no name."""

import pytest

from contest.access.duties import Duty
from contest.anonymisation import coding, renditions, service
from contest.anonymisation.service import Seen
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from tests import planted, planted_pdf, played
from tests.deepgrep import tokens_in
from tests.judged import Judged
from tests.web.office.office_browsing import text
from tests.worlds import world

RADIO = CategorySpec("Phát thanh", 1, 5000, demands=Demands(recordings=("mp3", "mp4")))
TITLES = ("Chợ sớm", "Tiếng", "Tranh")


@world
def contest(factory):
    made = Judged(factory, TITLES, categories=(RADIO,))
    made.accepted(made.authors["Chợ sớm"], title="Chợ sớm", text="Mẹ tôi bán rau ở chợ huyện.")
    word, pdf = planted.word_document().raw, planted_pdf.pdf_document().raw
    sound = ("ZQXfile.mp3", played.planted_mp3())
    made.accepted(made.authors["Tiếng"], title="Tiếng", file=("ZQXname.docx", word), recording=sound)
    made.accepted(made.authors["Tranh"], title="Tranh", file=("ZQXname.pdf", pdf))
    with factory.app.app_context():
        service.prepare(made.edition_id, now=made.now)
    for line in factory.read(renditions.listed, made.edition_id, "to_clear").lines:
        shown = factory.read(renditions.detail, made.edition_id, line.key)
        factory.do(
            service.clear, made.edition_id, Seen(line.key, shown.stamp),
            secretary_id=made.secretary_id, now=made.now,
        )  # fmt: skip
    factory.do(coding.draw_codes, made.round_id, actor_id=made.secretary_id, now=made.now)
    made.rubric().given_out()
    return made.marked({title: [("7", "7")] * 2 for title in TITLES}).closed()


@pytest.fixture
def path(contest):
    slug = contest.factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    return f"/office/{slug}/results"


@pytest.mark.parametrize("who", ["chair_id", "organiser_id"])
def test_from_the_results_of_a_code_one_reads_its_text_without_any_name(contest, client_for, path, who):
    browser = client_for(getattr(contest, who))
    code = contest.code("Chợ sớm")
    address = f"{path}/{code}/text"

    assert f'href="{address}"' in browser.get(f"{path}/{code}").text
    shown = browser.get(address)
    assert "Mẹ tôi bán rau ở chợ huyện." in text(shown)
    assert f"The text of {code}" in text(shown)
    assert "Tác Giả" not in text(shown)


def test_pictures_of_pages_and_recordings_are_those_of_the_judges(contest, client_for, path):
    chair = client_for(contest.chair_id)
    pictures, sound = f"{path}/{contest.code('Tranh')}/text", f"{path}/{contest.code('Tiếng')}/text"
    judge = client_for(contest.judges[0])
    desk = path.replace("/office/", "/judge/").replace("/results", "/essays")

    assert f'src="{pictures}/pages/1"' in chair.get(pictures).text
    assert f'src="{sound}/recording"' in chair.get(sound).text
    for office, own in (
        (f"{pictures}/pages/1", f"{desk}/{contest.code('Tranh')}/pages/1"),
        (f"{sound}/recording", f"{desk}/{contest.code('Tiếng')}/recording"),
    ):
        answers = [browser.get(at, buffered=True) for browser, at in ((chair, office), (judge, own))]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].data == answers[1].data
    for address in (pictures, f"{pictures}/pages/1", sound, f"{sound}/recording"):
        assert tokens_in(chair.get(address, buffered=True).data) == set()


def test_a_code_of_nobody_and_a_page_that_is_not_there_are_not_found(contest, client_for, path):
    chair = client_for(contest.chair_id)
    code = contest.code("Chợ sớm")

    for address in (
        "CCCCCCC/text",
        "CCCCCCC/text/recording",
        f"{code}/text/pages/1",
        f"{code}/text/recording",
    ):
        assert chair.get(f"{path}/{address}").status_code == 404


@pytest.mark.parametrize("duty", [Duty.SECRETARY, Duty.JUDGE, Duty.OBSERVER, Duty.TREASURER])
def test_whoever_does_not_decide_does_not_read(contest, factory, client_for, path, duty):
    person = factory.person("Người Khác")
    factory.appoint(contest.edition_id, person, duty)

    assert client_for(person).get(f"{path}/{contest.code('Chợ sớm')}/text").status_code == 403


def test_while_judges_read_it_an_organiser_does_not(factory, client_for):
    contest = Judged(factory, ("Một",)).judging()
    slug = factory.read(editions.by_id, contest.edition_id, now=contest.now).slug
    organiser = client_for(contest.organiser_id)

    assert organiser.get(f"/office/{slug}/results/{contest.code('Một')}/text").status_code == 403
