"""Flags in the queue and on the page of a work, with the cases of real rules that they are for (domain.md 8.2)."""

import re
from datetime import date

import pytest
from sqlalchemy import update

from contest.access.duties import Duty
from contest.editions import barring
from contest.editions import queries as editions
from contest.editions.models import Category, Edition
from contest.editions.rules.barring import Row
from contest.entries.models import StatementRow, Version
from contest.kernel import clock
from contest.platform.database import db
from tests.judged import Judged
from tests.web.account.browsing import told
from tests.web.office.office_browsing import text
from tests.web.office.test_screening import Office, last_letter, office

__all__ = ["last_letter", "office"]


def change(office: Office, *statements) -> None:
    """Change rules after works came in, as for works on paper, from below, or moved: a submit would have refused."""
    with office.factory.work():
        for statement in statements:
            db.session.execute(statement, execution_options={"synchronize_session": False})


def noticed(office: Office) -> list[list[str]]:
    cells = re.findall(r'data-label="Noticed">(.*?)</td>', office.browser.get(office.queue).text, re.DOTALL)
    return [re.findall(r"<span[^>]*>\s*(.*?)\s*</span>", cell) for cell in cells]


def shown(office: Office, key: str) -> str:
    return text(office.browser.get(f"{office.queue}/{key}"))


def test_case_3_a_barred_author_is_pointed_out_in_the_queue_and_a_person_decides(office):
    key = office.entry("Một")
    rows = [Row(1, "Nguyễn Văn Đức", "", "Ban Chỉ đạo")]
    given = {"actor_id": office.secretary_id, "now": clock.now()}
    office.factory.do(barring.bar, office.edition_id, rows, **given)

    assert noticed(office) == [["May not take part?"]]
    assert "Find out whether it is the same person." in shown(office, key)
    assert office.decide(key, "refuse", causes=["barred"]).status_code == 303


def test_case_8_published_before_the_launch_is_pointed_out_and_after_it_is_fine(office):
    key = office.entry("Một")
    launch = date(2026, 2, 1)
    change(
        office,
        update(Category).values(publication="unpublished", published_from=launch),
        update(StatementRow).values(published="yes"),
    )
    for day, is_flagged in ((date(2026, 1, 31), True), (launch, False)):
        with office.factory.work():
            version = db.session.query(Version).one()
            db.session.query(StatementRow).delete()
            db.session.add(
                StatementRow(
                    entry_id=version.entry_id,
                    version_id=version.id,
                    published="yes",
                    published_in="Báo Bình Minh",
                    published_on=day,
                )
            )
        assert ("published before the launch of the contest (01/02/2026)" in shown(office, key)) is is_flagged
        assert noticed(office) == ([["Publication, language"]] if is_flagged else [[]])


def test_case_9_a_name_in_the_text_is_a_reason_of_the_list(office, last_letter):
    key = office.entry("Một", text="Tôi là Nguyễn Văn Đức, viết về làng tôi.")
    answer = office.decide(key, "refuse", causes=["identity"])
    assert "Decided; the author is told by mail. Nothing else waits." in told(
        office.browser.get(answer.location)
    )
    assert "- The work says who its author is." in last_letter()[1].text


def test_case_10_a_little_over_the_limit_is_told_with_both_numbers(office):
    key = office.entry("Một")
    change(office, update(Category).values(length_maximum=9))
    assert noticed(office) == [["Length"]]
    assert "The text has 11 words; at most 9 are allowed. Too many: 2." in shown(office, key)


def test_case_13_a_winner_of_before_is_pointed_out_as_a_fact(factory, client_for):
    before = Judged(factory, ("Một", "Hai"), readings=1, tolerance=None).judging()
    before.marked({"Một": [("9", "9")], "Hai": [("8", "8")]}).closed().awarded().approved().published()
    edition_id = factory.edition(title="Cuộc thi năm sau")
    secretary_id = factory.person("Phạm Thư")
    factory.appoint(edition_id, secretary_id, Duty.SECRETARY)
    winner = next(iter(before.authors.values()))
    key = factory.entry(edition_id, winner, title="Bài mới")
    slug = factory.read(editions.by_id, edition_id, now=clock.now()).slug

    page = text(client_for(secretary_id).get(f"/office/{slug}/screening/{key}"))

    assert re.search(r"Tác Giả \w+ won “Giải (Nhất|Nhì)” in the contest Cuộc thi viết Bình Minh\.", page)


def test_cases_6_and_18_more_works_than_one_person_may_have_are_counted(office):
    keys = [office.entry(title) for title in ("Một", "Hai")]
    change(office, update(Category).values(works_per_author=1), update(Edition).values(works_in_all=1))
    assert noticed(office) == [["Too many works"], ["Too many works"]]
    page = shown(office, keys[0])
    assert "Nguyễn Văn Đức has 2 works in “Bài viết”, as author or co-author. Rule: at most 1" in page
    assert "in this contest, as author or co-author. Rule: at most 1" in page
    office.decide(keys[0], "refuse", causes=["works"])
    assert noticed(office) == [[]]


@pytest.mark.parametrize(
    ("born", "sentence"), [(1990, "Rule: born in 1990 or later."), (None, None)], ids=["age", "no rule"]
)
def test_an_age_outside_the_rules_is_told_with_the_rule(office, born, sentence):
    key = office.entry("Một")
    change(office, update(Edition).values(born_from=born))
    assert ("Rule: born" in shown(office, key)) is (sentence is not None)
    assert noticed(office) == ([["Age"]] if sentence else [[]])
