from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from contest.access.duties import Duty
from contest.audit import queries as audit
from contest.editions import queries
from contest.editions import service as editions
from contest.editions.rules.edition import CategorySpec, EditionSpec, PrizeSpec, RoundSpec
from contest.judging.models import Rubric
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db
from tests.factories import CATEGORY, HOUR, WEEK
from tests.worlds import world

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
SPEC = EditionSpec(
    title="Cuộc thi chính luận",
    number=6,
    year=2026,
    time_zone="Asia/Ho_Chi_Minh",
    opens_at=NOW + WEEK,
    closes_at=NOW + 3 * WEEK,
    categories=(
        CategorySpec(
            "Tạp chí",
            1500,
            3000,
            ("docx", "pdf"),
            2,
            (PrizeSpec("Giải A", 1, Decimal("80.5")), PrizeSpec("Giải B", 2)),
        ),
        CategorySpec("Báo", 0, 2000),
    ),
    rounds=(RoundSpec("Sơ khảo", 2, Decimal(20), "mean", 10), RoundSpec("Chung khảo", 3, None, "median")),
    summary="Tóm tắt",
    rules_text="# Thể lệ",
    declarations=("Của tôi.", "Chưa công bố."),
)


@world
def organiser(factory):
    return factory.person("Phạm Thị Tổ Chức")


@pytest.fixture
def draft(factory, organiser):
    return factory.do(editions.create_edition, SPEC, actor_id=organiser, now=NOW)


def without_ids(spec):
    return replace(
        spec,
        categories=tuple(replace(c, id=None) for c in spec.categories),
        rounds=tuple(replace(r, id=None) for r in spec.rounds),
    )


def log(factory, edition_id):
    lines = factory.read(audit.log, edition_id)
    return [(line.name, line.actor_id, line.details) for line in reversed(lines)]


# --- creating and changing ----------------------------------------------------------------------------------


def test_a_new_edition_is_a_draft_with_all_its_settings(factory, draft):
    edition = factory.read(queries.by_id, draft, now=NOW)

    assert without_ids(factory.read(queries.spec, draft)) == SPEC
    assert (edition.slug, edition.stored_phase, edition.phase) == (
        "cuoc-thi-chinh-luan-2026",
        "draft",
        "draft",
    )


def test_who_creates_an_edition_organises_it(factory, draft, organiser):
    assert factory.read(queries.duties, organiser, draft) == {Duty.ORGANISER}
    assert log(factory, draft) == [
        ("edition.created", organiser, {"copied_from": None}),
        ("appointment.made", organiser, {"account_id": organiser, "duty": "organiser"}),
    ]


def test_the_same_edition_is_not_created_twice(factory, draft, organiser):
    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.create_edition, SPEC, actor_id=organiser, now=NOW)

    assert refused.value.field == "title"
    assert len(factory.read(queries.editions_of, organiser, now=NOW)) == 1


def test_equal_titles_of_one_year_get_different_addresses(factory, draft, organiser):
    other = factory.do(editions.create_edition, replace(SPEC, number=7), actor_id=organiser, now=NOW)

    assert factory.read(queries.by_id, other, now=NOW).slug == "cuoc-thi-chinh-luan-2026-2"


def test_an_unsound_edition_leaves_nothing_behind(factory, organiser):
    with pytest.raises(RuleBroken):
        factory.do(editions.create_edition, replace(SPEC, rounds=()), actor_id=organiser, now=NOW)

    assert factory.read(queries.editions_of, organiser, now=NOW) == ()


def test_a_draft_can_be_changed_in_everything(factory, draft, organiser):
    known = factory.read(queries.spec, draft)
    changed = EditionSpec(
        title="Tên mới",
        number=7,
        year=2027,
        time_zone="UTC",
        opens_at=NOW,
        closes_at=NOW + WEEK,
        categories=(
            replace(known.categories[1], name="Báo điện tử", prizes=(PrizeSpec("Giải Nhất", 3),)),
            CategorySpec("Ảnh", 0, 10, ("text",)),
            known.categories[0],
        ),
        rounds=(known.rounds[1],),
        summary="",
        rules_text="Mới",
        declarations=("Chưa công bố.",),
    )

    factory.do(editions.change_edition, draft, changed, actor_id=organiser, now=NOW)

    after = factory.read(queries.spec, draft)
    assert without_ids(after) == without_ids(changed)
    assert [after.categories[0].id, after.categories[2].id] == [c.id for c in reversed(known.categories)]
    assert [r.id for r in after.rounds] == [known.rounds[1].id]


def test_a_change_is_in_the_log_by_the_names_of_the_settings_only(factory, draft, organiser):
    spec = factory.read(queries.spec, draft)
    changed = replace(spec, title="Tên mới", declarations=())
    factory.do(editions.change_edition, draft, changed, actor_id=organiser, now=NOW)

    assert log(factory, draft)[2:] == [("edition.changed", organiser, {"fields": ["title", "declarations"]})]


def test_saving_the_same_settings_again_says_nothing(factory, draft, organiser):
    spec = factory.read(queries.spec, draft)
    factory.do(editions.change_edition, draft, spec, actor_id=organiser, now=NOW)

    assert len(log(factory, draft)) == 2


def test_a_category_of_another_edition_is_not_taken(factory, draft, organiser):
    other = factory.edition(organiser_id=organiser, phase="draft")
    theirs = factory.read(queries.spec, other).categories
    mine = factory.read(queries.spec, draft)

    changed = replace(mine, categories=theirs)
    with pytest.raises(Conflict):
        factory.do(editions.change_edition, draft, changed, actor_id=organiser, now=NOW)

    assert factory.read(queries.spec, draft) == mine


def test_a_removed_category_takes_its_seats_with_it(factory, draft, organiser):
    judge = factory.person()
    factory.appoint(draft, judge, Duty.JUDGE)
    spec = factory.read(queries.spec, draft)
    first, second = (c.id for c in spec.categories)
    seats = {judge: editions.Seat((first, second), 5)}
    factory.do(editions.set_panel, spec.rounds[0].id, seats, actor_id=organiser, now=NOW)

    changed = replace(spec, categories=spec.categories[:1])
    factory.do(editions.change_edition, draft, changed, actor_id=organiser, now=NOW)

    assert factory.read(queries.panel, spec.rounds[0].id) == (queries.SeatView(judge, first, 5),)


def test_a_round_that_a_later_stage_uses_is_not_removed(factory, draft, organiser):
    spec = factory.read(queries.spec, draft)
    with factory.work():
        use_round(spec.rounds[0].id)

    changed = replace(spec, rounds=(spec.rounds[1],))
    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.change_edition, draft, changed, actor_id=organiser, now=NOW)

    assert str(refused.value) == "“Sơ khảo” is in use already and cannot be removed."
    assert factory.read(queries.spec, draft) == spec


def use_round(round_id):
    db.session.add(Rubric(round_id=round_id, full_score=Decimal(100)))


def test_an_announced_edition_keeps_its_settings_but_for_words(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="announced", now=NOW)
    spec = factory.read(queries.spec, edition)
    words = replace(spec, title="Tên khác", summary="Khác", rules_text="Khác")

    with pytest.raises(RuleBroken, match="reason"):
        factory.do(editions.change_edition, edition, words, actor_id=organiser, now=NOW)
    factory.do(editions.change_edition, edition, words, actor_id=organiser, now=NOW, reason="Rõ hơn")
    fixed = replace(words, closes_at=spec.closes_at + HOUR)
    with pytest.raises(RuleBroken):
        factory.do(editions.change_edition, edition, fixed, actor_id=organiser, now=NOW)

    assert factory.read(queries.spec, edition) == words


def test_an_unknown_edition_is_not_found(factory, organiser):
    with pytest.raises(NotFound):
        factory.do(editions.change_edition, 99, SPEC, actor_id=organiser, now=NOW)


# --- phases -------------------------------------------------------------------------------------------------


def test_an_edition_is_led_through_all_its_phases(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="archived", rounds=2, now=NOW)

    steps = [d for name, _, d in log(factory, edition) if name == "edition.phase-changed"]
    assert [(d["before"], d["after"]) for d in steps] == [
        ("draft", "announced"),
        ("announced", "judging"),
        ("judging", "deliberation"),
        ("deliberation", "published"),
        ("published", "archived"),
    ]
    assert factory.read(queries.by_id, edition, now=NOW).phase == "archived"


@pytest.mark.parametrize(
    ("phase", "stored", "state"),
    [
        ("draft", "draft", "waiting"),
        ("announced", "announced", "waiting"),
        ("open", "announced", "waiting"),
        ("closed", "announced", "waiting"),
        ("coded", "judging", "coded"),
        ("judging", "judging", "judging"),
        ("deliberation", "deliberation", "closed"),
        ("published", "published", "closed"),
        ("archived", "archived", "closed"),
    ],
)
def test_the_factory_makes_an_edition_of_each_phase(factory, phase, stored, state):
    edition = factory.edition(phase=phase, now=NOW)

    view = factory.read(queries.by_id, edition, now=NOW)
    expected = "judging" if phase == "coded" else phase
    assert (view.phase, view.stored_phase) == (expected, stored)
    assert [r.state for r in factory.read(queries.rounds, edition)] == [state]


def test_an_edition_without_rules_is_not_announced(factory, organiser):
    edition = factory.do(editions.create_edition, replace(SPEC, rules_text=""), actor_id=organiser, now=NOW)

    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.announce, edition, actor_id=organiser, now=NOW)

    assert refused.value.field == "rules_text"
    assert factory.read(queries.by_id, edition, now=NOW).phase == "draft"


def test_nothing_is_announced_twice(factory, draft, organiser):
    factory.do(editions.announce, draft, actor_id=organiser, now=NOW)

    with pytest.raises(Conflict):
        factory.do(editions.announce, draft, actor_id=organiser, now=NOW)


def test_judging_does_not_begin_while_works_are_taken_in(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", now=NOW)

    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.begin_judging, edition, actor_id=organiser, now=NOW)

    assert str(refused.value) == "Works are still taken in. Judging begins after the closing time."


def test_deliberation_waits_for_the_rounds(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="judging", now=NOW)

    with pytest.raises(RuleBroken):
        factory.do(editions.begin_deliberation, edition, actor_id=organiser, now=NOW)

    assert factory.read(queries.by_id, edition, now=NOW).phase == "judging"


def test_the_closing_time_is_put_off_with_a_reason(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", now=NOW)
    before, after = NOW + WEEK, NOW + 2 * WEEK

    factory.do(editions.extend, edition, after, reason=" Bão  số 5 ", actor_id=organiser, now=NOW)

    assert factory.read(queries.by_id, edition, now=NOW).closes_at == after
    assert factory.read(queries.extensions, edition) == (
        queries.ExtensionView(before, after, "Bão số 5", NOW),
    )
    assert log(factory, edition)[-1] == (
        "edition.schedule-extended",
        organiser,
        {"extension_id": 1, "before": before.isoformat(), "after": after.isoformat()},
    )


def test_a_closed_edition_is_opened_again_by_putting_off(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="closed", now=NOW)

    factory.do(editions.extend, edition, NOW + WEEK, reason="Mất điện", actor_id=organiser, now=NOW)

    assert factory.read(queries.by_id, edition, now=NOW).phase == "open"


@pytest.mark.parametrize(
    ("later", "reason", "field"),
    [(timedelta(0), "Mất điện", "closes_at"), (HOUR, "", "reason"), (HOUR, "x" * 301, "reason")],
)
def test_an_extension_without_time_or_reason_is_refused(factory, organiser, later, reason, field):
    edition = factory.edition(organiser_id=organiser, phase="open", now=NOW)

    closes = NOW + WEEK + later
    with pytest.raises(RuleBroken) as refused:
        factory.do(editions.extend, edition, closes, reason=reason, actor_id=organiser, now=NOW)

    assert refused.value.field == field
    assert factory.read(queries.extensions, edition) == ()


# --- rounds and panels --------------------------------------------------------------------------------------


def test_a_panel_seats_judges_by_category(factory, draft, organiser):
    one, two, chair = (factory.person() for _ in range(3))
    factory.appoint(draft, one, Duty.JUDGE)
    factory.appoint(draft, two, Duty.JUDGE)
    factory.appoint(draft, chair, Duty.CHAIR)
    round_id = factory.read(queries.rounds, draft)[0].id
    first, second = (c.id for c in factory.read(queries.categories, draft))

    seats = {two: editions.Seat((second, first)), one: editions.Seat((first,), 40)}
    factory.do(editions.set_panel, round_id, seats, actor_id=organiser, now=NOW)

    assert factory.read(queries.panel, round_id) == (
        queries.SeatView(one, first, 40),
        queries.SeatView(two, first, None),
        queries.SeatView(two, second, None),
    )
    assert log(factory, draft)[-1] == ("round.panel-set", organiser, {"round_id": round_id})
    seats = {chair: editions.Seat((first,))}
    with pytest.raises(RuleBroken):
        factory.do(editions.set_panel, round_id, seats, actor_id=organiser, now=NOW)


def test_a_new_panel_replaces_the_old(factory, draft, organiser):
    judge = factory.person()
    factory.appoint(draft, judge, Duty.JUDGE)
    round_id = factory.read(queries.rounds, draft)[0].id
    category = factory.read(queries.categories, draft)[0].id
    for seats in ({judge: editions.Seat((category,), 3)}, {judge: editions.Seat(())}):
        factory.do(editions.set_panel, round_id, seats, actor_id=organiser, now=NOW)

    assert factory.read(queries.panel, round_id) == ()


def test_the_panel_of_a_closed_round_stays(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="deliberation", now=NOW)
    round_id = factory.read(queries.rounds, edition)[0].id

    with pytest.raises(Conflict):
        factory.do(editions.set_panel, round_id, {}, actor_id=organiser, now=NOW)


def test_a_round_does_not_skip_a_state(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="closed", now=NOW)
    round_id = factory.read(queries.rounds, edition)[0].id

    with pytest.raises(Conflict):
        factory.do(editions.set_round_state, round_id, "judging", actor_id=organiser, now=NOW)

    assert factory.read(queries.round_by_id, round_id).state == "waiting"


def test_codes_are_not_drawn_while_works_are_taken_in(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="open", now=NOW)
    round_id = factory.read(queries.rounds, edition)[0].id

    with pytest.raises(Conflict):
        factory.do(editions.set_round_state, round_id, "coded", actor_id=organiser, now=NOW)


def test_the_second_round_is_coded_only_after_the_first_is_closed(factory, organiser):
    edition = factory.edition(organiser_id=organiser, phase="judging", rounds=2, now=NOW)
    second = factory.read(queries.rounds, edition)[1].id

    with pytest.raises(Conflict):
        factory.do(editions.set_round_state, second, "coded", actor_id=organiser, now=NOW)


def test_public_editions_are_those_that_were_announced(factory, organiser):
    factory.edition(organiser_id=organiser, phase="draft", title="Bản thảo", now=NOW)
    factory.edition(organiser_id=organiser, phase="open", title="Đang mở", now=NOW)

    assert [e.title for e in factory.read(queries.public_editions, now=NOW)] == ["Đang mở"]


def test_the_default_category_of_the_factory_is_kept_whole(factory):
    edition = factory.edition(phase="open", now=NOW)

    assert without_ids(factory.read(queries.spec, edition)).categories == (CATEGORY,)
