"""A secretary moves, merges, corrects: with reason and trace, told to the authors, who stay who they are."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from contest.audit import queries as audit
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.entries import (
    about,
    acts_done,
    flagging,
    for_office,
    office_acts,
    queries,
    screening_queries,
    unit_counts,
)
from contest.entries import service as entries
from contest.entries.models import Entry
from contest.entries.office_acts import By
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.people import queries as people
from contest.platform.database import db
from tests.factories import NOW, WEEK
from tests.parts.entries.conftest import Contest

WHY = "Theo quyết định của ban tổ chức."


def by(contest: Contest, **changed) -> By:
    return replace(By(contest.edition_id, contest.secretary_id, WHY, NOW), **changed)


def view(contest: Contest, key: str):
    return contest.factory.read(screening_queries.to_screen, key, contest.edition_id)


def events(contest: Contest) -> list[str]:
    return [line.name for line in contest.factory.read(audit.log, contest.edition_id)]


def letters(contest: Contest) -> list[tuple[int, str]]:
    with contest.factory.app.app_context():
        query = select(OutboxMessage).where(OutboxMessage.notice == "office_acted").order_by(OutboxMessage.id)
        found = [(row.account_id, rendering.letter(row).text) for row in db.session.scalars(query)]
        db.session.rollback()
    return found


def test_a_work_is_moved_and_what_does_not_fit_there_becomes_flags(factory, contest):
    key = contest.entry(file=("bài.txt", "Làng tôi có một con đường nhỏ.".encode()))
    contest.screen(key)
    factory.do(office_acts.move, key, contest.typed_only_id, by(contest))

    moved = view(contest, key)
    assert (moved.category_id, moved.state, moved.version_number) == (contest.typed_only_id, "accepted", 1)
    flagged = factory.read(flagging.of, contest.edition_id, [key], now=NOW)[key]
    assert [flag.kind for flag in flagged.flags] == ["kind"]
    (acts,) = factory.read(acts_done.of_person, contest.author_id).values()
    assert [(act.kind, act.before, act.after, act.reason) for act in acts] == [
        ("category", "Bài viết", "Thơ", WHY)
    ]
    assert events(contest)[0] == "entry.office-acted"
    ((to, letter),) = letters(contest)
    assert to == contest.author_id
    assert "It was moved from the category “Bài viết” to “Thơ”." in letter
    assert WHY in letter


def test_a_unit_is_corrected_for_this_work_alone(factory, contest):
    key = contest.entry()
    other = factory.unit("Sở Văn hóa")
    factory.do(office_acts.correct_unit, key, contest.author_id, other, by(contest))

    corrected = view(contest, key)
    assert (corrected.unit_name, corrected.author.unit_id) == ("Sở Văn hóa", contest.unit_id)
    with pytest.raises(NotFound):
        factory.do(office_acts.correct_unit, key, contest.other_id, other, by(contest))


@pytest.mark.parametrize("take_unit", [True, False], ids=["ministry", "residence"])
def test_cases_7_and_18_the_same_work_by_two_ways_counts_once_for_the_unit_that_the_rules_say(
    factory, contest, take_unit
):
    """Row 7: by the ministry's line and by the place of residence; row 18: from two accounts of one person."""
    text = "Bến sông quê tôi có con đò nhỏ qua lại."
    kept = contest.entry(text=text)
    ministry = factory.unit("Quân khu")
    twin = factory.person("Nguyễn Văn Đức", unit_id=ministry)
    other = contest.entry(twin, text=text)
    number = view(contest, other).receipt_number

    merged = factory.do(office_acts.merge, kept, number.lower(), by(contest), take_unit=take_unit)

    assert merged == other
    assert (view(contest, kept).state, view(contest, other).state) == ("submitted", "withdrawn")
    assert view(contest, kept).author.id == contest.author_id  # of record, as it was
    expected = ministry if take_unit else contest.unit_id
    credited = factory.read(unit_counts.credited, contest.edition_id)
    assert [each.units for each in credited] == [(expected,)]
    assert factory.read(queries.counts_by_state, contest.edition_id) == {"submitted": 1, "withdrawn": 1}
    told = dict(letters(contest))
    assert "one takes no part" in " ".join(told[twin].split())
    assert "this one stays" in told[contest.author_id]
    (acts,) = factory.read(acts_done.of_person, twin).values()
    assert acts_done.is_duplicate(acts)


def test_case_6_another_work_of_the_author_in_another_category_is_not_the_same_and_stays(factory, contest):
    first = contest.entry(title="Bến sông")
    second = contest.entry(title="Câu hát", text="Câu hát ru vang trên bến sông quê.")
    factory.do(office_acts.move, second, contest.typed_only_id, by(contest))
    assert [view(contest, key).state for key in (first, second)] == ["submitted", "submitted"]


def test_the_same_receipt_an_unknown_one_and_no_reason_are_refused_and_leave_no_trace(factory, contest):
    key = contest.entry()
    number = view(contest, key).receipt_number
    other = contest.entry(contest.other_id)
    cases = (
        (number, by(contest), "number"),
        ("2026-0000", by(contest), "number"),
        (view(contest, other).receipt_number, by(contest, reason=" "), "reason"),
    )
    for typed, who, field in cases:
        with pytest.raises(RuleBroken) as refusal:
            factory.do(office_acts.merge, key, typed, who)
        assert refusal.value.field == field
    assert factory.read(queries.counts_by_state, contest.edition_id) == {"submitted": 2}
    with pytest.raises(RuleBroken):
        factory.do(office_acts.move, key, contest.category_id, by(contest))


def test_once_the_codes_are_drawn_nothing_is_changed(factory, contest):
    key = contest.entry()
    with factory.work():
        db.session.scalars(select(Entry)).one().state = "coded"
    with pytest.raises(Conflict):
        factory.do(office_acts.move, key, contest.typed_only_id, by(contest, now=NOW + WEEK))


def test_a_merge_taken_back_gives_each_work_what_it_was_and_had(factory, contest):
    kept = contest.entry(text="Bến sông quê tôi xanh mát.")
    ministry = factory.unit("Quân khu")
    twin = factory.person("Nguyễn Văn Đức", unit_id=ministry)
    other = contest.entry(twin, text="Bến đò quê tôi xanh mát.")
    contest.screen(other)
    number = view(contest, other).receipt_number
    factory.do(office_acts.merge, kept, number, by(contest), take_unit=True)
    assert view(contest, kept).unit_name == "Quân khu"

    assert factory.do(office_acts.part, other, by(contest, reason="Hai bài khác nhau.")) == kept

    assert (view(contest, kept).state, view(contest, other).state) == ("submitted", "accepted")
    assert (view(contest, kept).unit_name, view(contest, other).unit_name) == ("Xã Bình Minh", "Quân khu")
    assert factory.read(queries.counts_by_state, contest.edition_id) == {"submitted": 1, "accepted": 1}
    (acts,) = factory.read(acts_done.of_person, twin).values()
    assert [(act.kind, act.reason) for act in acts] == [("duplicate", WHY), ("parted", "Hai bài khác nhau.")]
    assert not acts_done.is_duplicate(acts)
    told = dict(letters(contest))
    assert "Each of the two takes part again for itself." in " ".join(told[twin].split())
    assert "Each of the two takes part again for itself." in " ".join(told[contest.author_id].split())


def test_what_was_never_merged_or_is_parted_already_cannot_be_parted(factory, contest):
    kept, other = contest.entry(), contest.entry(contest.other_id)
    factory.do(office_acts.merge, kept, view(contest, other).receipt_number, by(contest))
    for key in (kept, contest.entry(contest.other_id, title="Thôi")):
        with pytest.raises(Conflict):
            factory.do(office_acts.part, key, by(contest))
    with pytest.raises(RuleBroken) as refusal:
        factory.do(office_acts.part, other, by(contest, reason=" "))
    assert refusal.value.field == "reason"
    assert view(contest, other).state == "withdrawn"
    factory.do(office_acts.part, other, by(contest))
    with pytest.raises(Conflict):
        factory.do(office_acts.part, other, by(contest))


def test_a_work_that_its_author_withdrew_is_no_duplicate(factory, contest):
    key = contest.entry()
    factory.do(entries.withdraw, key, author_id=contest.author_id, now=NOW)
    with pytest.raises(Conflict):
        factory.do(office_acts.part, key, by(contest))


def test_a_merge_stands_once_the_work_that_stayed_has_its_code(factory, contest):
    kept, other = contest.entry(), contest.entry(contest.other_id)
    factory.do(office_acts.merge, kept, view(contest, other).receipt_number, by(contest))
    with factory.work():
        db.session.scalars(select(Entry).where(Entry.key == kept)).one().state = "coded"
    with pytest.raises(Conflict):
        factory.do(office_acts.part, other, by(contest))
    assert view(contest, other).state == "withdrawn"


def test_the_spelling_of_a_name_is_corrected_on_one_work_and_the_account_keeps_its_own(factory, contest):
    key, untouched = (
        contest.entry(title="Bến sông"),
        contest.entry(title="Câu hát", text="Câu hát ru bên bến sông."),
    )
    own = factory.read(people.person, contest.author_id).name
    wanted = own.replace("Đức", "Đứcc")
    assert wanted != own
    factory.do(office_acts.correct_name, key, contest.author_id, f"  {wanted} ", by(contest))

    assert (view(contest, key).author.name, view(contest, untouched).author.name) == (wanted, own)
    assert factory.read(people.person, contest.author_id).name == own
    ids = {each: factory.read(for_office.by_number, contest.edition_id, view(contest, each).receipt_number)[0]
           for each in (key, untouched)}  # fmt: skip
    named = factory.read(queries.named, ids.values())
    assert [named[ids[each]].authors[0].public_name for each in (key, untouched)] == [wanted, own]
    assert [line.author_name for line in factory.read(screening_queries.queue, contest.edition_id).lines] == [
        wanted, own,
    ]  # fmt: skip
    ((to, letter),) = letters(contest)
    assert to == contest.author_id
    assert f"corrected: {wanted}, before: {own}." in " ".join(letter.split())
    assert WHY in letter
    assert (
        wanted in factory.read(about.traces, ids[key]).names
    )  # looked for in the text, beside the account's

    factory.do(office_acts.correct_name, key, contest.author_id, own, by(contest))
    assert view(contest, key).author.name == own


def test_another_name_is_no_other_spelling_and_leaves_the_author_of_record(factory, contest):
    key = contest.entry()
    own = view(contest, key).author.name
    for wrong in ("Trần Thị Mai", "", "x" * 121, own):
        with pytest.raises(RuleBroken) as refusal:
            factory.do(office_acts.correct_name, key, contest.author_id, wrong, by(contest))
        assert refusal.value.field == "name"
    with pytest.raises(NotFound):
        factory.do(office_acts.correct_name, key, contest.other_id, own, by(contest))
    assert (view(contest, key).author.name, letters(contest)) == (own, [])
