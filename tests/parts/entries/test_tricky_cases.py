"""Cases that real rules decide (domain.md 8.2): rows 2, 3, 6, 7, 16, 18 and 19.

Rows with tests of their own: 1 test_co_authors; 4, 8, 13 test_statement; 9 test_leaks; 10 test_length;
11 test_adjudication; 12 test_forwarding; 17 test_awards; 20 test_people_details, test_conditions.
Rows 5, 14 and 15 are not of the set-up.
"""

from datetime import timedelta

import pytest

from contest.access.duties import Duty
from contest.assignment import queries as assignment
from contest.entries import author_files, author_queries, intake, queries, screening_queries
from contest.kernel import clock
from contest.kernel.errors import RuleBroken
from contest.people import units
from contest.people.rules.unit_tree import Unit, digest
from contest.reports import statistics
from tests.factories import NOW
from tests.judged import Judged

YESTERDAY = NOW.date() - timedelta(days=1)


def test_case_2_no_work_of_the_own_unit_is_ever_given_to_a_judge(factory):
    unit = factory.unit("Sở Văn hóa")
    contest = Judged(factory, ("Một", "Hai", "Ba"), judges=3, readings=1)
    contest.authors["Một"] = factory.person("Tác Giả Cùng Đơn Vị", unit_id=unit)
    colleague = factory.person("Giám Khảo Cùng Đơn Vị", unit_id=unit)
    factory.appoint(contest.edition_id, colleague, Duty.JUDGE)
    contest.judges.append(colleague)

    contest.judging()

    desk = factory.read(assignment.desk, colleague, contest.round_id)
    assert contest.code("Một") not in {reading.code for reading in desk}


@pytest.mark.parametrize("duty", [Duty.JUDGE, Duty.CHAIR, Duty.SECRETARY])
def test_case_3_who_judges_or_screens_sends_in_nothing(factory, contest, duty):
    key = contest.entry(submit=False)
    barred = contest.other_id
    factory.appoint(contest.edition_id, barred, duty)

    with pytest.raises(RuleBroken):
        factory.entry(contest.edition_id, barred)
    with pytest.raises(RuleBroken):
        factory.appoint(contest.edition_id, contest.author_id, duty)
    assert factory.submit(key, contest.author_id) == 1


def test_case_6_a_work_is_in_one_category_and_other_works_may_be_in_others(factory, contest):
    first = contest.entry(title="Bến sông", text="Bến sông quê tôi có con đò nhỏ qua lại.")
    second = contest.draft(category_id=contest.typed_only_id)
    draft = intake.Draft("Câu hát", contest.typed_only_id, "Câu hát ru vang trên bến sông quê chiều nay.")
    stamp = intake.Stamp(factory.read(author_queries.draft, second, contest.author_id).revision)
    factory.do(intake.save_draft, second, draft, author_id=contest.author_id, stamp=stamp, now=NOW)
    factory.submit(second, contest.author_id)

    works = factory.read(queries.own_works, contest.author_id, contest.edition_id)
    assert [(work.key, work.category_id) for work in works] == [
        (first, contest.category_id),
        (second, contest.typed_only_id),
    ]


def test_cases_6_7_and_18_the_same_work_twice_is_shown_to_the_secretary_as_one(factory, contest):
    """Handed in by two ways, in two categories or from a second account of one person: a person decides, once."""
    text = "Bến sông quê tôi có con đò nhỏ qua lại."
    contest.entry(title="Bến sông", text=text)
    again = contest.entry(contest.other_id, title="Con đò", text=text)

    view = factory.read(screening_queries.to_screen, again, contest.edition_id)

    assert [copy.title for copy in view.copies] == ["Bến sông"]


def test_case_16_a_better_version_counts_until_the_closing_time_and_the_first_is_kept(factory, contest):
    key = contest.entry(text="Bến sông quê tôi có con đò nhỏ.")
    stamp = intake.Stamp(factory.read(author_queries.draft, key, contest.author_id).revision)
    better = intake.Draft(text="Bến sông quê tôi có con đò nhỏ và câu hát.")
    factory.do(intake.save_draft, key, better, author_id=contest.author_id, stamp=stamp, now=NOW)

    assert factory.submit(key, contest.author_id) == 2
    first = factory.read(author_files.version_text, key, contest.author_id, 1)
    assert first == "Bến sông quê tôi có con đò nhỏ."


def test_case_19_a_unit_that_is_merged_stays_with_the_work_and_counts_for_its_successor(factory):
    with clock.fixed(NOW):
        edition = factory.edition()
        old = factory.unit("Xã Cũ")
        factory.unit("Xã Mới")
        author = factory.person(unit_id=old)
        key = factory.entry(edition, author)
        codes = {unit.name: unit.code for unit in factory.read(units.tree).values()}
        stored = factory.read(units.tree)[codes["Xã Cũ"]]
        ended = Unit(stored.code, "Xã Cũ", stored.kind, None, None, YESTERDAY, (codes["Xã Mới"],))
        factory.do(units.save, ended, seen=digest({stored.code: stored}), actor_id=None, now=NOW)

        entry_id = factory.read(queries.own_work, key, author).entry_id
        named = factory.read(queries.named, [entry_id])[entry_id]
        [line] = factory.read(statistics.by_units, [edition]).lines

    assert [each.unit_name for each in named.authors] == ["Xã Cũ"]
    assert (line.name, line.joined, line.figures[0].submitted) == ("Xã Mới", ("Xã Cũ",), 1)
