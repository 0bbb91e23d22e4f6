"""A secretary settles what was found in blind copies, draws the codes, and sees no name beside them."""

import html
import re
from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.anonymisation import queries, renditions, service
from contest.editions import queries as editions
from contest.editions.rules.demands import Demands
from contest.editions.rules.edition import CategorySpec
from contest.kernel import clock
from contest.platform.database import unit_of_work
from contest.platform.jobs import poke
from tests import played
from tests.drawn_letters import drawn_letters
from tests.works import Works, pdf_file, word_file

NAME = "Đặng Vũ Khuê Tú"


class Office:
    """The secretary's browser on the blind copies of a contest."""

    def __init__(self, factory, client_for, **edition):
        self.works = Works(factory, **edition)
        self.factory = factory
        self.slug = factory.read(editions.by_id, self.works.edition_id, now=self.works.now).slug
        self.path = f"/office/{self.slug}/blind-copies"
        self.browser = client_for(self.works.secretary_id)

    def prepare(self):
        with self.factory.app.app_context():
            service.prepare(self.works.edition_id, now=self.works.now)

    def get(self, path="", *, status=200):
        answer = self.browser.get(self.path + path)
        assert answer.status_code == status
        return html.unescape(answer.text)

    def post(self, path="", **data):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.browser.get(self.path).text)[1]
        return self.browser.post(self.path + path, data={"csrf_token": token, **data})

    def key(self, state="to_clear"):
        return self.factory.read(renditions.listed, self.works.edition_id, state).lines[0].key

    def settle(self, act, *, chosen=(), stamp=None, state="to_clear", **more):
        key = self.key(state)
        return self.post(f"/{key}", act=act, stamp=stamp or self.stamp(state), chosen=list(chosen), **more)

    def stamp(self, state="to_clear"):
        return self.factory.read(renditions.detail, self.works.edition_id, self.key(state)).stamp

    def counts(self):
        return self.factory.read(renditions.counts, self.works.edition_id)


@pytest.fixture
def office(factory, client_for) -> Office:
    return Office(factory, client_for)


@pytest.fixture
def found(office) -> Office:
    person = office.factory.person(NAME, email="khuetu.dang@example.org")
    office.works.accepted(person, text=f"Tôi là {NAME} đây, xin chào <b>mọi người</b> trong xóm.")
    office.prepare()
    return office


# --- the list -----------------------------------------------------------------------------------------------


def test_an_empty_list_says_what_happens_next(office):
    page = office.get()
    assert "No blind copy waits for you." in page
    assert "No work has been accepted, so there is nothing to draw codes for." in page


def test_few_works_are_prepared_while_the_secretary_waits(office):
    office.works.accepted(office.factory.person())
    assert "Prepare the blind copies first" in office.get()
    answer = office.post("/prepare")
    assert (answer.status_code, answer.location) == (303, office.path)
    assert "1 blind copy was made." in office.get()
    assert office.counts() == {"failed": 0, "to_clear": 0, "clear": 1}
    assert office.post("/prepare").status_code == 303
    assert "Every accepted work has its blind copy already." in office.get()


def test_many_works_are_left_to_the_worker(office):
    for number in range(service.FEW + 1):
        office.works.accepted(office.factory.person(), title=f"Bài {number}")
    office.post("/prepare")
    assert "The blind copies are being prepared." in office.get()
    assert office.counts()["clear"] == 0


def test_the_secretary_is_told_where_nothing_makes_the_copies_for_an_hour(office, app):
    for number in range(service.FEW + 1):
        office.works.accepted(office.factory.person(), title=f"Bài {number}")
    with app.app_context(), clock.fixed(clock.now() - timedelta(minutes=70)), unit_of_work():
        poke("prepare_blind_copies")
    told = "and nothing has made them since. Please tell whoever runs this website."
    assert told not in office.get(), "nobody asked for what was accepted later"
    app.extensions["contest_queue"].flush()
    office.post("/prepare")
    assert told not in office.get()
    with clock.fixed(clock.now() + timedelta(minutes=70)):
        assert told in office.get()
    office.prepare()
    with clock.fixed(clock.now() + timedelta(minutes=70)):
        assert told not in office.get()


def test_each_state_has_its_tab_and_other_states_are_not_found(found):
    assert "Chợ quê buổi sáng" in found.get("?state=to_clear")
    assert "Chợ quê buổi sáng" not in found.get("?state=clear")
    assert "No blind copy is in this state." in found.get("?state=failed")
    for wrong in ("?state=coded", "?after=x", "?after=²", "?after=-1"):
        found.get(wrong, status=404)


# --- one work -----------------------------------------------------------------------------------------------


def test_a_work_is_shown_as_judges_will_see_it_with_the_findings_marked(found):
    page = found.browser.get(f"{found.path}/{found.key()}").text
    assert f"<p>Tôi là <mark>{NAME}</mark> đây, xin chào &lt;b&gt;mọi người&lt;/b&gt; trong xóm.</p>" in page
    assert f"“{NAME}”: the author's name, in the text" in html.unescape(page)


def test_what_was_left_out_of_a_file_is_told(office):
    raw = word_file("Một bài rất ngắn về dòng sông.", author="Máy tính của Khuê")
    office.works.accepted(office.factory.person(), file=("bai.docx", raw))
    office.prepare()
    page = office.get(f"/{office.key('clear')}")
    assert "Property of the file" in page
    assert "Máy tính của Khuê" in page
    assert "Let it go as it is" not in page


def test_a_finding_is_cleared(found):
    answer = found.settle("clear")
    assert (answer.status_code, answer.location) == (303, found.path)
    assert found.counts()["clear"] == 1


def test_a_finding_is_blacked_out(found):
    assert found.settle("redact", chosen=[NAME]).status_code == 303
    page = found.get(f"/{found.key('clear')}")
    assert "▇▇" in page
    assert "Tôi là Đặng" not in page


def test_words_that_stand_there_often_are_one_line(office):
    office.works.accepted(
        office.factory.person(NAME), text=f"{NAME} đây. Vâng, {NAME} đây ạ. {NAME} xin chào."
    )
    office.prepare()
    page = office.get(f"/{office.key()}")
    assert re.findall(r'name="chosen"[^>]*value="([^"]+)"', page) == [NAME]
    assert "3 times in all" in page
    office.settle("redact", chosen=[NAME])
    assert "▇▇ đây. Vâng, ▇▇ đây ạ. ▇▇ xin chào." in office.get(f"/{office.key('clear')}")


def test_after_one_work_the_next_that_waits_is_opened(found):
    other = found.factory.person("Hồ Thị Mỹ Duyên")
    found.works.accepted(other, title="Thư của Hồ Thị Mỹ Duyên")
    found.prepare()
    answer = found.settle("clear")
    assert answer.location == f"{found.path}/{found.key()}"


def test_blacking_out_nothing_is_said_beside_the_list(found):
    answer = found.settle("redact")
    assert answer.status_code == 422
    assert "Choose what is to be blacked out." in answer.text


@pytest.mark.parametrize("chosen", ["x", "9", "-1", "²"])
def test_a_choice_that_is_none_is_refused_and_nothing_changes(found, chosen):
    assert found.settle("redact", chosen=[chosen]).status_code == 422
    assert found.counts()["to_clear"] == 1


def test_a_page_that_is_out_of_date_clears_nothing(found):
    answer = found.settle("clear", stamp="1-html-7")
    assert answer.status_code == 409
    assert "This blind copy has changed meanwhile." in html.unescape(answer.text)
    assert found.counts()["to_clear"] == 1


@pytest.fixture
def second(found, client_for):
    """The browser of another secretary of the contest."""
    person = found.factory.person("Lê Thị Thư Ký")
    found.factory.appoint(found.works.edition_id, person, Duty.SECRETARY)
    return client_for(person)


def test_the_second_of_two_secretaries_is_told_and_finds_what_was_typed_and_ticked_beside_what_is_now(
    found, second
):
    key, seen = found.key(), found.stamp()
    assert found.settle("redact", words="xin chào").status_code == 303
    page = second.get(f"{found.path}/{key}").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    sent = {"csrf_token": token, "act": "redact", "stamp": seen, "chosen": NAME, "words": "trong xóm"}
    answer = second.post(f"{found.path}/{key}", data=sent)
    told = html.unescape(answer.text)
    assert (answer.status_code, "has changed meanwhile" in told) == (409, True)
    assert (">\r\ntrong xóm</textarea>" in told or "trong xóm</textarea>" in told, "đây, ▇▇" in told) == (
        True,
        True,
    )
    assert re.search(rf'<input[^>]*checked[^>]*value="{NAME}"', told)
    sent["stamp"] = re.search(r'name="stamp"[^>]*value="([^"]+)"', told)[1]
    assert second.post(f"{found.path}/{key}", data=sent).status_code == 303
    assert "Tôi là ▇▇ đây, ▇▇ <b>mọi người</b> ▇▇." in found.get(f"/{found.key('clear')}").replace(
        "strong>", "b>"
    )


def test_who_comes_after_the_work_is_settled_reads_what_was_not_done(found, second):
    key, seen = found.key(), found.stamp()
    found.settle("clear")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', second.get(f"{found.path}/{key}").text)[1]
    sent = {"csrf_token": token, "act": "redact", "stamp": seen, "chosen": NAME, "words": "trong xóm"}
    answer = second.post(f"{found.path}/{key}", data=sent)
    told = html.unescape(answer.text)
    assert answer.status_code == 409
    assert re.findall(r"You wanted to black out:</p>\s*<ul>\s*(.*?)\s*</ul>", told, re.DOTALL) == [
        f"<li>{NAME}</li><li>trong xóm</li>"
    ]
    assert found.counts()["clear"] == 1


def test_every_word_that_stands_nowhere_is_named_and_all_that_was_typed_stays(found):
    typed = "khôngcó\ntrong xóm\ncũngkhông"
    answer = found.settle("redact", words=typed)
    page = html.unescape(answer.text).replace("\r\n", "\n")
    assert (answer.status_code, f"{typed}</textarea>" in page) == (422, True)
    named = [each for each in ("khôngcó", "trong xóm", "cũngkhông") if f"“{each}” stands nowhere" in page]
    assert named == ["khôngcó", "cũngkhông"]
    assert found.counts()["to_clear"] == 1


def test_pictures_of_pages_are_shown_and_can_be_replaced_by_their_text(office):
    person = office.factory.person(NAME)
    office.works.accepted(person, file=("bai.pdf", pdf_file(f"Bài này do {NAME} viết.")))
    office.prepare()
    key = office.key()
    page = office.get(f"/{key}")
    assert 'alt="Page 1 of 1"' in page
    picture = office.browser.get(f"{office.path}/{key}/pages/1")
    assert picture.mimetype in {"image/png", "image/webp"}
    assert picture.headers["Cache-Control"] == "no-store"
    assert office.browser.get(f"{office.path}/{key}/pages/2").status_code == 404
    answer = office.settle("text")
    assert answer.location == f"{office.path}/{key}"
    assert "<mark>" in office.get(f"/{key}")


def test_a_name_that_is_black_on_pictures_waits_until_a_secretary_has_seen_that_it_is(office):
    person = office.factory.person(NAME)
    office.works.accepted(person, file=("bai.pdf", pdf_file(f"Bài này do {NAME} viết.")))
    office.prepare()
    key = office.key()
    before = office.browser.get(f"{office.path}/{key}/pages/1").data
    answer = office.settle("redact", chosen=[NAME])
    assert (answer.status_code, answer.location) == (303, f"{office.path}/{key}")
    page = html.unescape(office.get(f"/{key}"))
    assert (NAME in page, "Look at every page: is all black that should be?" in page) == (False, True)
    assert office.browser.get(f"{office.path}/{key}/pages/1").data != before
    assert office.settle("clear").location == office.path
    assert office.counts()["clear"] == 1


def test_a_word_whose_place_the_file_does_not_tell_asks_for_the_page_that_is_to_be_ticked(office):
    office.works.accepted(office.factory.person(NAME), title=f"Thư {NAME}", file=("bai.pdf", drawn_letters()))
    office.prepare()
    answer = office.settle("redact", words="AAA")
    assert answer.status_code == 422
    assert "Tick the part of the picture as well, on each of these pages: 1." in html.unescape(answer.text)
    assert office.settle("redact", chosen=[NAME], words="AAA", cells=["1-0-0"]).status_code == 303
    assert "AAA" not in office.get(f"/{office.key('clear')}")


def test_a_name_in_large_and_small_letters_is_offered_once_and_goes_altogether(office):
    text = f"Bài của {NAME} đây. {NAME.upper()} kính bút, cảm ơn đã đọc."
    office.works.accepted(office.factory.person(NAME), text=text)
    office.prepare()
    page = html.unescape(office.get(f"/{office.key()}"))
    assert page.count('name="chosen"') == 1
    assert "Undo all of it" not in page
    office.settle("redact", chosen=[NAME])
    shown = html.unescape(office.get(f"/{office.key('clear')}"))
    assert (NAME.lower() in shown.lower(), "Undo all of it" in shown) == (False, True)


def test_what_no_search_found_is_blacked_out_of_a_copy_that_is_ready(office):
    office.works.accepted(office.factory.person(), text="Bài của người làng Khe Mây, ngắn thôi.")
    office.prepare()
    key = office.key("clear")
    wrong = office.settle("redact", state="clear", words="Khe Mưa")
    told = "“Khe Mưa” stands nowhere in this work"
    assert (wrong.status_code, told in html.unescape(wrong.text)) == (422, True)
    answer = office.settle("redact", state="clear", words="Khe Mây")
    assert (answer.status_code, answer.location) == (303, office.path)
    shown = html.unescape(office.get(f"/{key}"))
    assert ("Khe Mây" in shown, "Bài của người làng ▇▇, ngắn thôi." in shown) == (False, True)
    assert office.counts() == {"failed": 0, "to_clear": 0, "clear": 1}


def test_whoever_looks_at_a_film_with_subtitles_is_asked_to_listen_to_its_end_too(factory, client_for):
    category = CategorySpec("Phát thanh", 1, 5000, demands=Demands(recordings=("mp4",)))
    office = Office(factory, client_for, categories=(category,))
    office.works.accepted(factory.person(), recording=("phim.mp4", played.film(1, subtitles=("một", "hai"))))
    office.prepare()
    page = office.get(f"/{office.key()}")
    assert "Listen to the recording and look at it to its end" in page
    assert "There are things in the file that only your eyes can check." in page


def test_a_work_that_cannot_be_shown_says_why(office):
    office.works.accepted(office.factory.person(), file=("bai.docx", word_file("Một bài rất ngắn thôi.")))
    with office.factory.app.app_context():
        [work] = service.pending(office.works.edition_id)
    office.factory.app.extensions["contest_storage"].put(work.file.storage_key, b"PK\x03\x04 damaged")
    office.prepare()
    assert "Works that cannot be shown to judges: 1." in office.get()
    page = office.get(f"/{office.key('failed')}")
    assert "This work cannot be shown to judges" in page
    assert "damaged" in page


@pytest.mark.parametrize("act", ["", "delete", "CLEAR"])
def test_an_unknown_act_is_not_found(found, act):
    assert found.settle(act).status_code == 404


def test_a_work_of_another_contest_is_not_found(found):
    other = Works(found.factory, title="Một cuộc thi khác")
    slug = found.factory.read(editions.by_id, other.edition_id, now=other.now).slug
    found.factory.appoint(other.edition_id, found.works.secretary_id, Duty.SECRETARY)
    assert found.browser.get(f"/office/{slug}/blind-copies/{found.key()}").status_code == 404


# --- drawing ------------------------------------------------------------------------------------------------


def test_codes_are_drawn_only_when_the_box_is_ticked(office):
    office.works.accepted(office.factory.person())
    office.prepare()
    answer = office.post("/draw")
    assert answer.status_code == 422
    assert "Tick the box if you want to draw the codes now." in answer.text
    assert 'aria-invalid="true" aria-describedby="confirmed-error"' in answer.text
    assert office.post("/draw", confirmed="yes").status_code == 303
    assert "1 work has its code." in office.get()


def test_what_stands_in_the_way_of_the_codes_is_listed(found):
    found.works.submitted(found.factory.person())
    page = found.get()
    assert "Works that nobody has decided about: 1." in page
    assert "Blind copies in which something was found: 1." in page
    found.post("/draw", confirmed="yes")
    assert "Works that nobody has decided about: 1." in found.get()
    assert found.factory.read(queries.count, found.works.round_id) == 0


def test_after_the_codes_are_drawn_no_work_no_name_and_no_code_is_listed(found):
    key = found.key()
    found.settle("redact", chosen=[NAME])
    found.post("/draw", confirmed="yes")
    [copy] = found.factory.read(queries.blind_copies, found.works.round_id)
    page = found.get()
    assert "Works with a code: Chung khảo" in page
    for secret in (NAME, copy.code, copy.title, key):
        assert secret not in page
    for path in (f"/{key}", f"/{key}/pages/1"):
        found.get(path, status=403)
    assert found.browser.post(found.path + "/prepare").status_code in {400, 403}


@pytest.mark.parametrize("duty", [Duty.ORGANISER, Duty.CHAIR, Duty.OBSERVER, Duty.JUDGE])
def test_only_a_secretary_sees_blind_copies_beside_their_works(found, client_for, duty):
    person = found.factory.person()
    found.factory.appoint(found.works.edition_id, person, duty)
    browser = client_for(person)
    key = found.key()
    for path in ("", f"/{key}", f"/{key}/pages/1"):
        assert browser.get(found.path + path).status_code == 403
    assert client_for(found.factory.person()).get(found.path).status_code == 404
