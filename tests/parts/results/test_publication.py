"""Publication opens the identities once, after two approvals, and what was published can be reckoned again."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from sqlalchemy import select, update

from contest.anonymisation.models import Seal
from contest.editions import queries as editions
from contest.editions.models import Round
from contest.entries import queries as entries
from contest.judging.models import Mark
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.people import service as accounts
from contest.platform.database import db, unit_of_work
from contest.results import publication, queries
from contest.results import service as results
from contest.results.models import Award, PublishedResult, Standing
from tests.judged import Judged
from tests.watching import heard
from tests.worlds import world

MARKS = {"Một": [("9", "9"), ("9", "8")], "Hai": [("7", "7")] * 2, "Ba": [("6", "6"), ("5", "5")]}


@world
def decided(factory):
    return Judged(factory).judging().marked(MARKS).closed().awarded()


def result(contest, title):
    return contest.factory.read(queries.result_of, contest.entries[title])


def phase(contest):
    return contest.factory.read(editions.by_id, contest.edition_id, now=contest.now).phase


def faults(contest):
    return contest.factory.read(queries.faults)


def test_published_results_are_joined_to_their_entries(decided, factory):
    codes = {title: decided.code(title) for title in MARKS}
    with heard() as events:
        decided.approved().published()

    assert phase(decided) == "published"
    told = [type(e).__name__ for e in events]
    assert told == ["ResultsApproved"] * 2 + [
        "PhaseChanged",
        "SealsOpened",
        "ProofPublished",
        "ResultsPublished",
    ]
    assert {title: (result(decided, title).code, result(decided, title).place) for title in MARKS} == {
        "Một": (codes["Một"], 1), "Hai": (codes["Hai"], 2), "Ba": (codes["Ba"], 3),
    }  # fmt: skip
    winners = factory.read(queries.winners, decided.edition_id)
    assert [(w.entry_id, w.prize_id) for w in winners] == [
        (decided.entries["Một"], decided.prize("Giải Nhất")),
        (decided.entries["Hai"], decided.prize("Giải Nhì")),
        (decided.entries["Ba"], decided.prize("Giải Nhì")),
    ]
    assert factory.read(queries.published_entries, decided.edition_id) == tuple(
        sorted(decided.entries.values())
    )


def test_an_author_sees_every_reading_and_no_judge(decided):
    decided.approved().published()

    own = result(decided, "Một")
    assert own.value == Decimal(88)
    assert own.scores == (
        {"total": "86", "marks": {"Nội dung": "9", "Hình thức": "8"}},
        {"total": "90", "marks": {"Nội dung": "9", "Hình thức": "9"}},
    )


def test_nothing_is_found_before_publication(decided, factory):
    decided.approved()

    with pytest.raises(NotFound):
        result(decided, "Một")
    assert factory.read(queries.winners, decided.edition_id) == ()
    assert factory.read(queries.publication, decided.edition_id) is None


@pytest.mark.parametrize("approvals", [0, 1])
def test_without_two_approvals_nothing_is_opened(decided, factory, approvals):
    if approvals:
        decided.approved(decided.chair_id)

    with heard() as events, pytest.raises(RuleBroken) as refused:
        decided.published()

    assert refused.value.params == {"count": approvals}
    assert (events, phase(decided)) == ([], "deliberation")
    assert factory.read(lambda: db.session.scalars(select(Seal.opened_at)).all()) == [None] * 3


def test_what_is_published_cannot_be_changed_or_published_again(decided, factory):
    decided.approved().published()
    before = {title: result(decided, title) for title in MARKS}

    for act in (
        decided.published,
        decided.awarded,
        lambda: decided.approved(decided.chair_id),
        lambda: factory.do(
            results.change_award, decided.edition_id, decided.code("Một"), None,
            reason="Đổi ý rồi.", actor_id=decided.chair_id, now=decided.now,
        ),
    ):  # fmt: skip
        with pytest.raises(RuleBroken):
            act()

    assert {title: result(decided, title) for title in MARKS} == before


def test_in_two_rounds_each_result_is_of_the_last_round_reached(factory):
    contest = Judged(factory, rounds=2)

    def let_one_go_on():
        db.session.get_one(Round, contest.round_id).advancing = 1

    factory.do(let_one_go_on)
    contest.judging().marked(MARKS).closed().advanced()
    contest.rubric(1).given_out(1).marked({"Một": [("5", "5")] * 2}, 1).closed(
        1
    ).awarded().approved().published()

    own = {title: result(contest, title) for title in MARKS}
    assert {title: (r.round_id, r.place, r.prize_id) for title, r in own.items()} == {
        "Một": (contest.rounds[1], 1, contest.prize("Giải Nhất")),
        "Hai": (contest.rounds[0], 2, None),
        "Ba": (contest.rounds[0], 3, None),
    }
    assert own["Một"].code == contest.code("Một", 1)
    assert [s["total"] for s in own["Một"].scores] == ["50", "50"]
    assert faults(contest) == []


def test_seals_of_another_installation_are_not_opened_and_the_answer_says_what_to_do(decided, factory):
    decided.approved()
    factory.do(lambda: db.session.execute(update(Seal).values(sealed=b"\x01" + b"x" * 552)))

    with pytest.raises(RuleBroken, match="keys"):
        decided.published()

    assert phase(decided) == "deliberation"


def test_a_change_at_the_very_instant_of_publication_comes_before_it_or_not_at_all(decided, app):
    decided.approved()
    code, together = decided.code("Một"), Barrier(2)

    def run(act):
        with app.app_context():
            together.wait(5)
            try:
                with unit_of_work():
                    act()
            except RuleBroken:
                return "refused"
            return "done"

    def publish():
        publication.publish(decided.edition_id, actor_id=decided.organiser_id, now=decided.now)

    def change():
        results.change_award(
            decided.edition_id, code, None, reason="Đổi ý rồi.", actor_id=decided.chair_id, now=decided.now
        )

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, (publish, change))) == ["done", "refused"]
    assert faults(decided) == []


# --- checking -----------------------------------------------------------------------------------------------


def tamper(contest, statement):
    contest.factory.do(lambda: db.session.execute(statement))


def test_a_sound_contest_has_no_faults_at_any_stage(decided):
    assert faults(decided) == []
    assert faults(decided.approved()) == []
    assert faults(decided.published()) == []


@pytest.mark.parametrize(
    "statement",
    [
        update(Mark).values(points=Decimal(1)),
        update(Standing).where(Standing.place == 2).values(value="71"),
        update(Standing).where(Standing.place == 3).values(tie_broken_by="draw"),
    ],
)
def test_tampered_marks_and_standings_are_found_and_not_published(decided, statement):
    decided.approved()
    tamper(decided, statement)

    [fault] = faults(decided)
    assert "does not follow from its scores" in fault
    with pytest.raises(RuleBroken, match="check"):
        decided.published()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            update(PublishedResult).where(PublishedResult.place == 3).values(prize_id=None),
            "published results",
        ),
        (update(PublishedResult).where(PublishedResult.place == 2).values(value="99"), "published results"),
        (update(Award).values(reason="Lý do khác"), "awards of edition"),
    ],
)
def test_tampered_publications_are_found(decided, statement, words):
    decided.approved().published()
    tamper(decided, statement)

    [fault] = faults(decided)
    assert words in fault


# --- consent ------------------------------------------------------------------------------------------------


def test_only_those_who_agreed_may_be_named(factory):
    one, other = factory.person(), factory.person()
    agreed = {"contest": "Tôi đồng ý.", "publication": "Tôi đồng ý công bố."}
    now = clock.now()
    factory.do(accounts.give_consents, one, agreed, language="vi", now=now)
    factory.do(accounts.give_consents, other, {"contest": "Tôi đồng ý."}, language="vi", now=now)

    both = frozenset({one, other})
    assert factory.read(people.has_consent, both, "publication") == {one}
    assert factory.read(people.has_consent, both, "contest") == both
    assert factory.read(people.has_consent, frozenset(), "contest") == frozenset()


def test_the_names_behind_the_results_are_the_authors(decided, factory):
    decided.approved().published()

    named = factory.read(entries.named, decided.entries.values())
    assert {n.title: n.author_id for n in named.values()} == decided.authors
