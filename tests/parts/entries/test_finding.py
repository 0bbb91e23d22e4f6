"""Works are compared with one another and with reference texts; what is alike is counted, kept apart, and forgotten."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from contest.audit import queries as audit
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.entries import (
    author_queries,
    erasing,
    finding,
    handing_on,
    intake,
    marking,
    queries,
    reference_texts,
    similar,
)
from contest.entries import service as entries
from contest.entries.intake import Draft, Stamp
from contest.entries.marking import Mark
from contest.entries.models import ComparedText, Likeness, LikenessMark, ReferenceShingle, SampledShingle
from contest.entries.reference_texts import Reference
from contest.entries.rules import copies
from contest.entries.similar import Alike
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.platform.database import db
from contest.reports import checking
from tests import planted_copies as planted
from tests.factories import NOW, WEEK, Factory

ESSAYS = list(planted.essays(6, words=400, seed=5, sayings=0))


class Open:
    """A contest that is open, with works of 400 words, at a fixed instant."""

    def __init__(self, factory: Factory) -> None:
        self.factory = factory
        self.edition_id = factory.edition()
        self.authors = [factory.person(name) for name in ("Nguyễn Văn Đức", "Trần Thị Bích", "Lê Văn Cường")]
        self.secretary_id = factory.person("Lê Thị Thư Ký")

    def work(self, author: int, words: list[str], title: str = "Con đường làng", **more: Any) -> str:
        return self.factory.entry(
            self.edition_id, self.authors[author], title=title, text=planted.text(words), **more
        )

    def again(self, key: str, author: int, words: list[str]) -> None:
        who = self.authors[author]
        stamp = Stamp(self.factory.read(author_queries.draft, key, who).revision)
        self.factory.do(
            intake.save_draft, key, Draft(text=planted.text(words)), author_id=who, stamp=stamp, now=NOW
        )
        self.factory.submit(key, who)

    def compare(self) -> int:
        with self.factory.app.app_context():
            return finding.compare_texts()

    def alike(self, key: str, edition_id: int | None = None) -> Alike:
        found: Alike = self.factory.read(similar.of, key, edition_id or self.edition_id)
        return found

    def figures(self, key: str) -> tuple[int, int, list[tuple[str, int, bool]]]:
        """Percent in others' works, in own works, and by source: authors or title, percent, whether own."""
        found = self.alike(key)
        return found.others, found.own, [(s.authors or s.title, s.percent, s.is_own) for s in found.sources]

    def refer(self, words: list[str], title: str = "Bài mẫu", *, may_be_quoted: bool = False) -> str:
        said = Reference(title, "Báo Hà Tĩnh, 3/5/2024", planted.text(words), may_be_quoted)
        key: str = self.factory.do(
            reference_texts.add, self.edition_id, said, actor_id=self.secretary_id, now=NOW
        )
        return key

    def by(self) -> dict[str, Any]:
        return {"edition_id": self.edition_id, "secretary_id": self.secretary_id, "now": NOW}


@pytest.fixture
def contest(factory: Factory) -> Any:
    with clock.fixed(NOW):
        yield Open(factory)


def left(factory: Factory) -> list[int]:
    """How many rows are left in each table of the search."""
    tables = (ComparedText, SampledShingle, ReferenceShingle, Likeness, LikenessMark)
    return [
        factory.read(lambda t=table: db.session.scalar(select(func.count()).select_from(t)))
        for table in tables
    ]


def test_a_work_that_copies_another_is_found_from_both_sides_and_others_are_not(contest):
    first = contest.work(0, ESSAYS[0])
    copy = contest.work(1, ESSAYS[1][:200] + ESSAYS[0][:200])
    other = contest.work(2, ESSAYS[2])
    assert [contest.alike(key).state for key in (first, copy, other)] == ["waiting"] * 3

    assert contest.compare() == 3

    assert contest.figures(copy) == (50, 0, [("Nguyễn Văn Đức", 50, False)])
    assert contest.figures(first) == (50, 0, [("Trần Thị Bích", 50, False)])
    assert contest.figures(other) == (0, 0, [])
    assert contest.compare() == 0


def test_own_work_stands_apart_and_words_in_several_sources_count_once(contest):
    contest.work(0, ESSAYS[0])
    contest.work(1, ESSAYS[1][:200] + ESSAYS[0][:200])
    contest.work(2, ESSAYS[2])
    work = contest.work(2, ESSAYS[3][:200] + ESSAYS[0][:100] + ESSAYS[2][:100], title="Bài thứ hai")
    contest.compare()

    others, own, sources = contest.figures(work)

    assert (others, own) == (25, 25)
    assert sorted(sources) == [
        ("Lê Văn Cường", 25, True), ("Nguyễn Văn Đức", 25, False), ("Trần Thị Bích", 25, False),
    ]  # fmt: skip


def test_passages_stand_side_by_side_with_the_equal_words_marked(contest):
    changed = [*ESSAYS[0][:100], "mới", *ESSAYS[0][101:200]]
    contest.work(0, ESSAYS[0])
    key = contest.work(1, ESSAYS[1][:200] + changed)
    contest.compare()
    source = contest.alike(key).sources[0]

    shown = contest.factory.read(similar.side_by_side, key, source.key, contest.edition_id)

    [pair] = shown.pairs
    assert (shown.source, shown.left, pair.words, pair.is_quoted) == (source, 0, 200, False)
    assert (
        [piece.is_same for piece in pair.ours]
        == [piece.is_same for piece in pair.theirs]
        == [True, False, True]
    )
    assert pair.ours[1].text.casefold().strip(" .\n") == "mới"
    assert "".join(piece.text for piece in pair.theirs).split()[0].casefold() == ESSAYS[0][0]
    with pytest.raises(NotFound):
        contest.factory.read(similar.side_by_side, key, key, contest.edition_id)


def test_a_new_version_is_compared_anew_and_what_was_found_before_goes(contest):
    first = contest.work(0, ESSAYS[0])
    copy = contest.work(1, ESSAYS[0])
    contest.compare()
    assert contest.figures(first)[0] == 100

    contest.again(copy, 1, ESSAYS[1])
    assert (contest.alike(copy).state, contest.factory.read(similar.of, first, contest.edition_id).others) == (
        "waiting", 100,
    )  # fmt: skip
    assert contest.compare() == 1

    assert contest.figures(first) == contest.figures(copy) == (0, 0, [])
    assert left(contest.factory)[0] == 2


def test_a_text_too_short_to_be_compared_says_so(contest):
    key = contest.factory.entry(contest.edition_id, contest.authors[0], text="Năm chữ thì quá ngắn.")
    contest.compare()

    assert contest.alike(key).state == "unread"


def test_a_work_that_was_sent_on_is_not_a_copy_of_itself_but_another_copy_of_it_is_found(contest):
    key = contest.work(0, ESSAYS[0])
    contest.factory.screen(contest.edition_id, key, contest.secretary_id)
    upper_id = contest.factory.edition(title="Cuộc thi cấp tỉnh")
    upper = contest.factory.read(editions.by_id, upper_id, now=NOW)
    category = contest.factory.read(editions.categories, upper_id)[0].id
    entry_id = contest.factory.read(queries.own_work, key, contest.authors[0]).entry_id
    contest.factory.do(
        handing_on.hand_on, {entry_id: category}, lower_id=contest.edition_id, upper=upper,
        actor_id=contest.secretary_id, now=NOW,
    )  # fmt: skip
    copy = contest.factory.entry(upper_id, contest.authors[1], title="Chép", text=planted.text(ESSAYS[0]))
    contest.compare()

    found = contest.alike(copy, upper_id)
    assert contest.figures(key) == (100, 0, [("Trần Thị Bích", 100, False)])
    assert sorted((s.edition_id, s.percent) for s in found.sources) == [
        (contest.edition_id, 100), (upper_id, 100),
    ]  # fmt: skip
    [elsewhere] = contest.factory.read(similar.the_very_same, copy, upper_id)
    assert (elsewhere.key, elsewhere.edition_id) == (key, contest.edition_id)
    assert contest.factory.read(similar.alike_in_title, key, contest.edition_id) == ()


def test_works_of_a_past_edition_are_sources_and_are_asked_nothing_themselves(contest):
    old = contest.work(0, ESSAYS[0], title="Con đường làng")
    with clock.fixed(NOW + 10 * WEEK):
        by = {"actor_id": contest.secretary_id, "now": clock.now()}
        round_id = contest.factory.read(editions.rounds, contest.edition_id)[0].id
        contest.factory.do(editions_service.set_round_state, round_id, "coded", **by)
        contest.factory.do(editions_service.begin_judging, contest.edition_id, **by)
        later = contest.factory.edition(title="Lần sau")
        copy = contest.factory.entry(later, contest.authors[1], title="Chép", text=planted.text(ESSAYS[0]))
        mine = contest.factory.entry(
            later, contest.authors[0], title="Con đường làng tôi", text="Một bài khác hẳn bài kia."
        )

        assert contest.compare() == 2

        assert [s.title for s in contest.alike(copy, later).sources] == ["Con đường làng"]
        assert contest.alike(old) == Alike("waiting")
        [titled] = contest.factory.read(similar.alike_in_title, mine, later)
        assert (titled.key, titled.edition_id) == (old, contest.edition_id)


def test_a_reference_text_is_a_source_and_one_that_may_be_quoted_takes_its_words_out(contest):
    work = contest.work(0, ESSAYS[1][:200] + ESSAYS[0][:200])
    contest.work(1, ESSAYS[2][:200] + ESSAYS[0][:200])
    contest.compare()
    assert contest.figures(work) == (50, 0, [("Trần Thị Bích", 50, False)])

    key = contest.refer(ESSAYS[1], "Bài báo")
    contest.compare()
    assert contest.figures(work)[0] == 100
    assert sorted(contest.figures(work)[2]) == [("Bài báo", 50, False), ("Trần Thị Bích", 50, False)]

    quoted = contest.refer(ESSAYS[0], "Nghị quyết", may_be_quoted=True)
    contest.compare()
    assert contest.figures(work) == (50, 0, [("Bài báo", 50, False)])

    by = {"actor_id": contest.secretary_id, "now": NOW}
    contest.factory.do(reference_texts.let_be_quoted, contest.edition_id, quoted, may_be=False, **by)
    contest.factory.do(reference_texts.remove, contest.edition_id, key, **by)
    contest.compare()
    assert contest.figures(work)[0] == 50
    assert sorted(contest.figures(work)[2]) == [("Nghị quyết", 50, False), ("Trần Thị Bích", 50, False)]
    assert [r.title for r in contest.factory.read(reference_texts.of_edition, contest.edition_id)] == [
        "Nghị quyết"
    ]
    contest.factory.do(reference_texts.remove, contest.edition_id, quoted, **by)
    assert left(contest.factory)[2] == 0
    with pytest.raises(NotFound):
        contest.factory.do(reference_texts.remove, contest.edition_id, quoted, **by)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 201}, "title"),
        ({"origin": "a" * 301}, "origin"),
        ({"text": "Quá ngắn."}, "text"),
    ],
)
def test_a_reference_text_needs_a_title_and_enough_words(contest, changes, field):
    said = replace(Reference("Bài mẫu", "", planted.text(ESSAYS[0]), may_be_quoted=False), **changes)

    with pytest.raises(RuleBroken) as broken:
        contest.factory.do(
            reference_texts.add, contest.edition_id, said, actor_id=contest.secretary_id, now=NOW
        )

    assert broken.value.field == field


def test_a_marked_source_does_not_count_until_the_mark_is_taken_back(contest):
    contest.work(0, ESSAYS[0])
    work = contest.work(1, ESSAYS[1][:200] + ESSAYS[0][:200])
    contest.compare()
    source = contest.alike(work).sources[0]
    said = Mark(copies.QUOTATION, "Trích nguyên văn, có ghi nguồn.")

    contest.factory.do(marking.mark, work, source.key, said, **contest.by())

    found = contest.alike(work)
    assert (found.others, found.sources[0].percent) == (0, 50)
    mark = found.sources[0].mark
    assert (mark.kind, mark.reason, mark.secretary_name) == (said.kind, said.reason, "Lê Thị Thư Ký")
    contest.again(work, 1, ESSAYS[1][:200] + ESSAYS[0][:201])  # a mark outlives a new version
    contest.compare()
    assert (contest.alike(work).others, contest.alike(source.key).others) == (0, 50)
    contest.factory.do(marking.unmark, work, source.key, **contest.by())
    contest.factory.do(marking.unmark, work, source.key, **contest.by())
    assert contest.alike(work).others == 50
    names = [line.name for line in contest.factory.read(audit.log, contest.edition_id, limit=50)]
    assert (names.count("likeness.marked"), names.count("likeness.unmarked")) == (1, 1)
    with pytest.raises(NotFound):
        contest.factory.do(marking.mark, work, work, said, **contest.by())


def test_of_a_work_that_is_erased_no_trace_is_left_and_it_counts_nowhere(contest):
    first = contest.work(0, ESSAYS[0])
    copy = contest.work(1, ESSAYS[0])
    contest.compare()
    contest.factory.do(marking.mark, first, copy, Mark(copies.QUOTATION, "Trích có nguồn."), **contest.by())
    entry_id = contest.factory.read(queries.own_work, copy, contest.authors[1]).entry_id

    contest.factory.do(erasing.empty, [entry_id], now=NOW)
    contest.compare()

    assert contest.figures(first) == (0, 0, [])
    samples = contest.factory.read(
        lambda: db.session.scalars(select(SampledShingle.holder_id).distinct()).all()
    )
    assert left(contest.factory)[0] == len(samples) == 1
    assert left(contest.factory)[3:] == [0, 0]
    assert contest.alike(copy).state == "waiting"


def test_a_withdrawn_work_stays_a_source_and_says_that_it_is_withdrawn(contest):
    first = contest.work(0, ESSAYS[0])
    contest.factory.do(entries.withdraw, first, author_id=contest.authors[0], now=NOW)
    copy = contest.work(1, ESSAYS[0])
    contest.compare()

    assert [source.state for source in contest.alike(copy).sources] == ["withdrawn"]


def test_the_check_names_what_waits_for_more_than_an_hour(contest):
    contest.work(0, ESSAYS[0])
    key = contest.work(1, ESSAYS[1])

    def named(now):
        return [fault for fault in contest.factory.read(checking.faults, now) if "index of copies" in fault]

    assert named(NOW) == []
    late = named(NOW + WEEK)

    assert len(late) == 2
    assert late[1] == f"version 1 of entry {key} is not in the index of copies: run `flask tick`"
    contest.compare()
    assert named(NOW + WEEK) == []
