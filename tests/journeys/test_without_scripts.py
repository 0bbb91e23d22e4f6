"""With JavaScript off everything that matters still works, by plain forms: writing, submitting, marking."""

from contest.demonstration import cast as demonstration
from tests.journeys import by_hand as hand
from tests.journeys.browsing import sign_in
from tests.journeys.cast import BINH, TITLES, typed_text
from tests.journeys.conftest import Visitor
from tests.serving import LiveServer

OPEN = "cuoc-thi-viet-chuyen-lang-toi-2026"
JUDGED = "cuoc-thi-viet-tinh-mau-doi-moi-2026"


def test_an_author_without_scripts_registers_writes_saves_and_gets_a_receipt(
    demo: LiveServer, visit: Visitor
) -> None:
    author = visit(demo, "author-without-scripts", phone=True, scripts=False)
    hand.register(author, OPEN, BINH)
    hand.begin(author, OPEN, 0)
    author.fill(title=TITLES[BINH], text=typed_text(3)).press(hand.SAVE)
    saved = author.page.input_value("main [name=text]")
    author.fill(text=f"{saved} Thêm một câu cuối.").press(hand.SAVE)
    number = hand.submit(author)
    author.go("/author/")
    assert number in author.text()
    assert f"{TITLES[BINH]}\n" in author.text()


def test_a_judge_without_scripts_marks_and_submits_by_plain_forms(demo: LiveServer, visit: Visitor) -> None:
    judge = visit(demo, "judge-without-scripts", phone=True, scripts=False)
    sign_in(judge, "judge2@example.org", demonstration.PASSWORD)
    waiting = hand.waiting_on_desk(judge, JUDGED)
    judge.go(waiting[0])
    criteria = judge.page.locator(hand.CRITERION)
    for criterion in criteria.all():
        criterion.locator("input[value='14']").check(force=True)
    judge.press("main button[name=act][value=save]")
    assert judge.page.locator("input[type=radio]:checked").count() == criteria.count()
    judge.press("main button[name=act][value=submit]")
    assert judge.path == waiting[1]
    assert hand.waiting_on_desk(judge, JUDGED) == waiting[1:]
