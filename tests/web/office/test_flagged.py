"""The page on which a secretary blacks out a flagged copy: what was quoted is offered, nobody's words are lost."""

import html
import re
from dataclasses import dataclass

import pytest

from contest.access.duties import Duty
from contest.anonymisation import queries, telling
from contest.editions import queries as editions
from contest.kernel import clock
from tests.judged import Judged
from tests.worlds import world

TEXT = "Ngày xưa ở chợ Khe Mây đông vui, tôi là cháu bà Năm Hớn. Nay chợ vắng hơn."


@world
def contest(factory):
    made = Judged(factory, ("Một",))
    made.accepted(made.authors["Một"], title="Một", text=TEXT)
    made.second = factory.person("Lê Thị Thư Ký")
    factory.appoint(made.edition_id, made.second, Duty.SECRETARY)
    return made.coded_only().rubric().given_out()


@dataclass
class Desk:
    contest: Judged
    client_for: object

    @property
    def copy(self):
        return self.contest.factory.read(queries.blind_copies, self.contest.round_id)[0]

    def tell(self, said, judge=0):
        who = {"judge_id": self.contest.judges[judge], "said": said, "now": clock.now()}
        self.contest.factory.do(telling.tell, self.copy.id, **who)

    @property
    def path(self):
        slug = self.contest.factory.read(editions.by_id, self.contest.edition_id, now=clock.now()).slug
        return f"/office/{slug}/blind-copies/flagged/{self.copy.code}"

    def opened(self, person):
        """A secretary's form as it was opened."""
        browser = self.client_for(person)
        page = html.unescape(browser.get(self.path).text)
        return Form(browser, self.path, page)

    @property
    def essay(self):
        return self.contest.factory.read(queries.essay, self.contest.round_id, self.copy.code).html


@dataclass
class Form:
    browser: object
    path: str
    page: str

    def send(self, **typed):
        hidden = dict(re.findall(r'name="(csrf_token|stamp)"[^>]*value="([^"]+)"', self.page))
        answer = self.browser.post(self.path, data={**hidden, **typed})
        self.page = html.unescape(answer.text).replace("\r\n", "\n")
        return answer.status_code

    @property
    def offered(self):
        """What is offered to tick, and whether it is ticked."""
        boxes = re.findall(r'<input[^>]*name="chosen"[^>]*>', self.page)
        return [(re.search(r'value="([^"]*)"', box)[1], "checked" in box) for box in boxes]

    @property
    def typed(self):
        return re.search(r"<textarea[^>]*>(.*?)</textarea>", self.page, re.DOTALL)[1].strip()


@pytest.fixture
def desk(contest, client_for):
    return Desk(contest, client_for)


def test_what_the_judge_quoted_is_offered_and_black_only_when_it_is_ticked(desk):
    desk.tell("Câu “cháu bà Năm Hớn” nói rõ quá, cả “Làng Không Có”")
    form = desk.opened(desk.contest.secretary_id)
    assert (form.offered, form.typed) == ([("cháu bà Năm Hớn", False)], "")
    assert form.send(act="redact", words="Khe Mây") == 303
    assert desk.essay == "<p>Ngày xưa ở chợ ▇▇ đông vui, tôi là cháu bà Năm Hớn. Nay chợ vắng hơn.</p>"

    desk.tell("“cháu bà Năm Hớn” vẫn còn")
    form = desk.opened(desk.contest.secretary_id)
    assert form.send(act="redact", chosen="cháu bà Năm Hớn") == 303
    assert desk.essay == "<p>Ngày xưa ở chợ ▇▇ đông vui, tôi là ▇▇. Nay chợ vắng hơn.</p>"


def test_a_secretary_reads_on_the_first_page_that_a_judge_told_of_a_work_until_it_is_settled(desk):
    home = desk.path.rsplit("/blind-copies/", 1)[0] + "/"
    said = "Judges say of 1 work that it tells who wrote it."
    people = (desk.contest.secretary_id, desk.contest.organiser_id)
    seen = [[said in desk.client_for(who).get(home).text for who in people]]
    desk.tell("“cháu bà Năm Hớn”")
    seen.append([said in desk.client_for(who).get(home).text for who in people])
    assert desk.opened(people[0]).send(act="redact", chosen="cháu bà Năm Hớn") == 303
    seen.append([said in desk.client_for(who).get(home).text for who in people])

    assert seen == [[False, False], [True, False], [False, False]]


def test_the_second_of_two_secretaries_is_told_and_nothing_ticked_or_typed_is_lost(desk):
    desk.tell("“Khe Mây”, “cháu bà Năm Hớn”")
    first, second = desk.opened(desk.contest.secretary_id), desk.opened(desk.contest.second)
    assert first.send(act="redact", chosen="Khe Mây") == 303
    assert second.send(act="redact", chosen=["Khe Mây", "cháu bà Năm Hớn"], words="chợ vắng") == 409
    assert "Meanwhile this work was settled" in second.page
    assert "ở chợ ▇▇ đông vui" in second.page
    assert (second.offered, second.typed) == ([("cháu bà Năm Hớn", True)], "chợ vắng\nKhe Mây")
    assert "Leave it as it is" not in second.page

    assert second.send(act="redact", chosen="cháu bà Năm Hớn", words="chợ vắng\nKhe Mây") == 422
    assert "“Khe Mây” stands nowhere in this work." in second.page
    assert second.send(act="redact", chosen="cháu bà Năm Hớn", words="chợ vắng") == 303
    assert desk.essay == "<p>Ngày xưa ở chợ ▇▇ đông vui, tôi là ▇▇. Nay ▇▇ hơn.</p>"


def test_what_another_judge_tells_meanwhile_is_read_before_anything_is_left_as_it_is(desk):
    desk.tell("không rõ")
    form = desk.opened(desk.contest.secretary_id)
    desk.tell("“Khe Mây”", judge=1)
    assert form.send(act="keep") == 409
    assert form.offered == [("Khe Mây", False)]
    assert form.send(act="keep") == 303


def test_all_that_is_wrong_is_named_at_once(desk):
    desk.tell("")
    form = desk.opened(desk.contest.secretary_id)
    assert form.send(act="redact") == 422
    assert "Choose what is to be blacked out." in form.page
    assert form.send(act="redact", words="một nơi\nKhe Mây\nnơi khác") == 422
    assert re.findall(r"“([^”]+)” stands nowhere", form.page) == ["một nơi", "nơi khác"] * 2
    assert form.typed == "một nơi\nKhe Mây\nnơi khác"
    assert form.send(act="redact", words="\n".join(f"từ {number}" for number in range(51))) == 422
    assert "Write at most 50 lines." in form.page


def test_a_work_that_was_settled_says_how_and_can_still_be_blacked_out(desk):
    assert desk.client_for(desk.contest.secretary_id).get(desk.path).status_code == 404  # nobody told of it
    desk.tell("“Khe Mây”, “cháu bà Năm Hớn”")
    seen = []
    for person, sent in (
        (desk.contest.secretary_id, {"act": "keep"}),
        (desk.contest.second, {"act": "redact", "chosen": "Khe Mây"}),
        (desk.contest.second, {"act": "redact", "chosen": "cháu bà Năm Hớn"}),
    ):
        form = desk.opened(person)
        said = ("Leave it as it is", "that this work stays as it is", "This work was blacked out at")
        seen.append([words in form.page for words in said])
        assert form.send(**sent) == 303

    assert seen == [[True, False, False], [False, True, False], [False, False, True]]
    assert desk.essay == "<p>Ngày xưa ở chợ ▇▇ đông vui, tôi là ▇▇. Nay chợ vắng hơn.</p>"


def test_what_was_settled_is_found_again_by_its_code_by_those_who_may_black_it_out(desk):
    desk.tell("“Khe Mây”")
    listed = desk.path.rsplit("/flagged/", 1)[0]
    assert desk.opened(desk.contest.secretary_id).send(act="redact", chosen="Khe Mây") == 303
    page = desk.client_for(desk.contest.secretary_id).get(listed).text
    assert (f'href="{desk.path}"' in page, "1 work that a judge told of is settled" in page) == (True, True)
    assert desk.path not in desk.client_for(desk.contest.organiser_id).get(listed).text
