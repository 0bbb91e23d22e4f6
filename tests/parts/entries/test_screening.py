"""Screening: one decision a version, said aloud, and what the secretary is shown."""

from typing import Any

import pytest

from contest.audit import queries as audit
from contest.entries import author_queries as own
from contest.entries import intake, screening, screening_queries
from contest.entries.intake import Draft, Stamp
from contest.entries.rules.states import Act
from contest.entries.screening import Decision
from contest.entries.screening_queries import PastDecision
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from tests.factories import NOW, WEEK, Factory
from tests.parts.entries.conftest import Contest

REASON = "Bài viết chưa đúng chủ đề của cuộc thi."
ALL = ("eligible", "theme", "form", "own", "anonymous")


def decide(contest: Contest, key: str, decision: Decision, **more: Any) -> None:
    given = {"edition_id": contest.edition_id, "secretary_id": contest.secretary_id, "now": NOW, **more}
    contest.factory.do(screening.decide, key, decision, **given)


def again(contest: Contest, key: str, text: str) -> None:
    draft = contest.factory.read(own.draft, key, contest.author_id)
    contest.factory.do(
        intake.save_draft,
        key,
        Draft(text=text),
        author_id=contest.author_id,
        stamp=Stamp(draft.revision),
        now=NOW,
    )
    contest.factory.submit(key, contest.author_id)


def waiting(contest: Contest, **more: Any) -> list[str]:
    page = contest.factory.read(screening_queries.queue, contest.edition_id, **more)
    return [line.title for line in page.lines]


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        (Act.ACCEPT, "accepted", "entry.accepted"),
        (Act.RETURN, "returned", "entry.returned"),
        (Act.REFUSE, "refused", "entry.refused"),
    ],
)
def test_a_decision_changes_the_state_and_is_logged(
    factory: Factory, contest: Contest, act: Act, state: str, event: str
) -> None:
    key = contest.entry()
    decide(contest, key, Decision(act, 1, ALL, f"  {REASON} "))
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert (view.state, view.decisions) == (
        state,
        (PastDecision(1, act.value, REASON, "Lê Thị Thư Ký", NOW),),
    )
    assert event in [line.name for line in factory.read(audit.log, contest.edition_id)]


def test_a_version_is_accepted_once(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    contest.screen(key)
    with pytest.raises(Conflict, match=r"^This entry has been accepted already\.$"):
        decide(contest, key, Decision(Act.ACCEPT, 1, ALL, ""))


def test_an_accepted_version_may_still_be_refused_and_the_last_decision_counts(
    factory: Factory, contest: Contest
) -> None:
    key = contest.entry()
    contest.screen(key)
    with pytest.raises(Conflict, match=r"^This entry has been accepted already\.$"):
        decide(contest, key, Decision(Act.REFUSE, 1, (), REASON))  # by somebody who saw it before
    decide(contest, key, Decision(Act.REFUSE, 1, (), REASON, state="accepted"))
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert (view.state, [d.verdict for d in view.decisions]) == ("refused", ["refuse", "accept"])
    mine = factory.read(own.own_entries, contest.author_id)
    assert [(entry.state, entry.reason) for entry in mine] == [("refused", REASON)]


def test_a_version_submitted_meanwhile_is_not_decided_unread(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    again(contest, key, "Làng tôi có một con đường nhỏ, bài sửa lại.")
    with pytest.raises(Conflict):
        decide(contest, key, Decision(Act.ACCEPT, 1, ALL, ""))
    assert waiting(contest) == ["Con đường làng"]


def test_a_returned_entry_is_submitted_again_and_keeps_its_past(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    contest.screen(key, "return", REASON)
    assert [line.reason for line in factory.read(own.own_entries, contest.author_id)] == [REASON]
    again(contest, key, "Làng tôi có một con đường nhỏ, bài sửa lại.")
    contest.screen(key)
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert [(past.version_number, past.verdict) for past in view.decisions] == [(2, "accept"), (1, "return")]
    lines = factory.read(own.versions, key, contest.author_id)
    assert [(line.number, line.verdict, line.reason) for line in lines] == [
        (2, "accept", ""),
        (1, "return", REASON),
    ]


def test_a_returned_entry_may_be_submitted_again_unchanged(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    contest.screen(key, "return", REASON)
    assert factory.submit(key, contest.author_id) == 2


def test_after_the_closing_time_nothing_is_returned(factory: Factory, contest: Contest) -> None:
    key = contest.entry()
    with pytest.raises(Conflict, match=r"Accept or refuse the entry\.$"):
        decide(contest, key, Decision(Act.RETURN, 1, (), REASON), now=NOW + WEEK)
    decide(contest, key, Decision(Act.ACCEPT, 1, ALL, ""), now=NOW + WEEK)


def test_an_unfinished_checklist_or_a_missing_reason_leaves_no_trace(
    factory: Factory, contest: Contest
) -> None:
    key = contest.entry()
    for decision in (Decision(Act.ACCEPT, 1, ALL[:4], ""), Decision(Act.REFUSE, 1, ALL, " ")):
        with pytest.raises(RuleBroken):
            decide(contest, key, decision)
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert (view.state, view.decisions) == ("submitted", ())


def test_another_contests_entry_and_a_draft_are_not_there(factory: Factory, contest: Contest) -> None:
    elsewhere = factory.edition(title="Cuộc thi khác")
    submitted, draft = contest.entry(), contest.entry(submit=False)
    for key, edition_id in (
        (submitted, elsewhere),
        (draft, contest.edition_id),
        ("0" * 26, contest.edition_id),
    ):
        with pytest.raises(NotFound):
            factory.read(screening_queries.to_screen, key, edition_id)
        with pytest.raises(NotFound):
            factory.read(screening_queries.submitted_file, key, edition_id)
    with pytest.raises(NotFound):
        decide(contest, submitted, Decision(Act.ACCEPT, 1, ALL, ""), edition_id=elsewhere)


def test_the_secretary_sees_who_and_what(factory: Factory, contest: Contest) -> None:
    key = contest.entry(file=("bài thi.txt", "Làng tôi có một con đường nhỏ.".encode()))
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert (view.author.name, view.unit_name, view.title, view.text, view.words) == (
        "Nguyễn Văn Đức",
        "Xã Bình Minh",
        "Con đường làng",
        "Làng tôi có một con đường nhỏ.",
        7,
    )
    assert view.file is not None
    assert view.file.file_name == "bài thi.txt"
    assert view.declarations == ("Tác phẩm là của tôi.", "Tác phẩm chưa được công bố.")


def test_the_draft_after_the_submit_is_not_the_secretarys_business(
    factory: Factory, contest: Contest
) -> None:
    key = contest.entry(title="Nộp")
    draft = Draft("Nháp", None, "chữ chưa nộp")
    factory.do(intake.save_draft, key, draft, author_id=contest.author_id, stamp=Stamp(2), now=NOW)
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert (view.title, waiting(contest)) == ("Nộp", ["Nộp"])


@pytest.mark.parametrize(
    ("first", "second", "is_copy"),
    [
        ({"text": "Cùng một bài văn như nhau."}, {"text": "Cùng một bài văn như nhau."}, True),
        ({"text": "Cùng một bài văn như nhau."}, {"text": "Cùng một bài văn như nhau!"}, False),
        (
            {"text": "Cùng một bài văn như nhau."},
            {"file": ("a.txt", "Cùng một bài văn như nhau.".encode())},
            True,
        ),
        ({"file": ("a.txt", b"the same file of them")}, {"file": ("b.txt", b"the same file of them")}, True),
    ],
)
def test_the_very_same_text_or_file_of_another_is_shown(
    factory: Factory, contest: Contest, first: dict[str, Any], second: dict[str, Any], is_copy: bool
) -> None:
    key = contest.entry(**first)
    other = contest.entry(contest.other_id, title="Bài khác", **second)
    view = factory.read(screening_queries.to_screen, key, contest.edition_id)
    assert [(copy.key, copy.title, copy.author_name) for copy in view.copies] == (
        [(other, "Bài khác", "Trần Thị Mai")] if is_copy else []
    )


# --- the queue ---------------------------------------------------------------------------------------------------


def queued(contest: Contest, count: int) -> list[str]:
    authors = [contest.factory.person("Trần Văn " + "ABCDE"[at]) for at in range(count)]
    return [contest.entry(author, title=f"Bài {at}") for at, author in enumerate(authors)]


def test_the_longest_waiting_stands_first_page_by_page(factory: Factory, contest: Contest) -> None:
    keys = queued(contest, 5)
    seen, after = [], ""
    while True:
        page = factory.read(screening_queries.queue, contest.edition_id, after=after, limit=2)
        seen += [line.key for line in page.lines]
        if page.following is None:
            break
        after = page.following
    assert seen == keys


def test_a_decided_entry_leaves_the_queue_and_the_next_comes(factory: Factory, contest: Contest) -> None:
    first, second, third = queued(contest, 3)
    contest.screen(second)
    assert waiting(contest) == ["Bài 0", "Bài 2"]
    assert waiting(contest, state="accepted") == ["Bài 1"]
    following = [
        factory.read(screening_queries.next_waiting, contest.edition_id, key)
        for key in (first, second, third)
    ]
    assert following == [third, third, first]


def test_the_last_one_has_no_next(factory: Factory, contest: Contest) -> None:
    (only,) = queued(contest, 1)
    assert factory.read(screening_queries.next_waiting, contest.edition_id, only) is None


def test_a_strange_place_begins_at_the_beginning(factory: Factory, contest: Contest) -> None:
    queued(contest, 1)
    assert waiting(contest, after="nonsense") == ["Bài 0"]
