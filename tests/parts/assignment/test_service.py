"""Essays are proposed, given out, given back and given anew; nobody reads what is too close."""

import pytest

from contest.access.duties import Duty
from contest.assignment import queries, service
from contest.assignment.models import DeclaredConflict, Proposal, Reading
from contest.assignment.queries import Hole, Recusal
from contest.audit.models import AuditEvent
from contest.editions import queries as editions
from contest.editions import service as editions_service
from contest.editions.rules.officials import Seat
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.platform.database import db


def everything(world):
    return world.factory.read(queries.readings, world.round_id)


def pairs(world):
    return {(r.blind_copy_id, r.judge_id) for r in everything(world) if r.is_assigned}


def last_event(world):
    def read():
        row = db.session.scalars(db.select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        return row.name, row.details

    return world.factory.read(read)


# --- proposing and confirming -------------------------------------------------------------------------------


def test_a_proposal_gives_nothing_out_until_it_is_confirmed(coded):
    world = coded(works=6, judges=3)
    proposal = world.factory.read(queries.proposal, world.propose())
    assert everything(world) == ()
    assert (proposal.readings, proposal.shortages, proposal.level, proposal.is_repair) == (
        12,
        (),
        True,
        False,
    )
    assert proposal.loads == proposal.given == dict.fromkeys(world.judges, 4)


def test_a_confirmed_proposal_lies_on_the_desks_and_judging_runs(coded):
    world = coded(works=6, judges=3)
    world.give_out()
    given = everything(world)
    assert len(given) == 12
    assert {(r.kind, r.state) for r in given} == {("regular", "assigned")}
    assert world.factory.read(queries.loads, world.round_id) == dict.fromkeys(world.judges, 4)
    assert world.factory.read(queries.unfilled, world.round_id) == ()
    assert world.factory.read(editions.round_by_id, world.round_id).state == "judging"
    assert last_event(world)[0] == "assignment.confirmed"


def test_the_same_seed_gives_the_same_proposal(coded):
    world = coded(works=9, judges=4)
    read = [world.factory.read(_stored_pairs, world.propose(seed)) for seed in ("a", "a", "b")]
    assert read[0] == read[1] != read[2]


def _stored_pairs(proposal_id):
    return db.session.get_one(Proposal, proposal_id).result["assignments"]


def test_every_judge_has_an_order_of_the_own(coded):
    world = coded(works=30, judges=2)
    world.give_out()
    desks = [world.factory.read(queries.desk, judge, world.round_id) for judge in world.judges]
    assert [[d.position for d in desk] for desk in desks] == [list(range(1, 31))] * 2
    codes = [[d.code for d in desk] for desk in desks]
    assert codes[0] != codes[1]
    assert all(order != sorted(order) for order in codes)


def test_a_newer_proposal_puts_the_older_aside(coded):
    world = coded()
    old = world.propose()
    new = world.propose("another")
    assert world.factory.read(queries.waiting_proposal, world.round_id).id == new
    with pytest.raises(Conflict):
        world.factory.do(service.confirm, old, **world.by)
    world.factory.do(service.discard, new, **world.by)
    assert world.factory.read(queries.waiting_proposal, world.round_id) is None
    with pytest.raises(Conflict):
        world.factory.do(service.confirm, new, **world.by)


def test_a_proposal_that_something_overtook_is_not_confirmed(coded):
    world = coded(judges=3)
    proposal = world.propose()
    world.judge()
    with pytest.raises(Conflict, match="changed since"):
        world.factory.do(service.confirm, proposal, **world.by)
    assert everything(world) == ()


def test_confirming_twice_gives_out_once(coded):
    world = coded()
    proposal = world.propose()
    world.factory.do(service.confirm, proposal, **world.by)
    with pytest.raises(Conflict):
        world.factory.do(service.confirm, proposal, **world.by)
    with pytest.raises(Conflict):
        world.propose()
    assert len(everything(world)) == 12


def test_without_codes_or_judges_nothing_is_proposed(empty):
    with pytest.raises(Conflict, match="no blind codes"):
        empty.propose()
    empty.code([None])
    with pytest.raises(RuleBroken, match="no judges"):
        empty.propose()


def test_where_too_few_judges_are_free_the_proposal_says_why_and_can_still_be_confirmed(coded):
    world = coded(works=2, judges=1)
    proposal = world.factory.read(queries.proposal, world.propose())
    [shortage] = proposal.shortages
    assert (shortage.category_id, shortage.missing) == (world.categories[0], 2)
    assert "1" in shortage.message % shortage.params
    world.factory.do(service.confirm, proposal.id, **world.by)
    holes = world.factory.read(queries.unfilled, world.round_id)
    assert [(hole.category_id, hole.missing) for hole in holes] == [(world.categories[0], 1)] * 2


def test_a_panel_reads_its_categories_up_to_its_ceilings(empty):
    first, second, third = (empty.judge() for _ in range(3))
    empty.code([None] * 4, categories=[0, 0, 1, 1])
    news, poems = empty.categories
    seats = {first: Seat((news,)), second: Seat((news, poems)), third: Seat((poems,), 1)}
    empty.factory.do(editions_service.set_panel, empty.round_id, seats, **empty.by)
    proposal = empty.factory.read(queries.proposal, empty.propose())
    assert proposal.loads == {first: 2, second: 4, third: 1}
    assert [(s.category_id, s.missing) for s in proposal.shortages] == [(poems, 1)]


def test_a_judge_who_was_relieved_is_not_on_the_panel(coded):
    world = coded(works=4, judges=3)
    gone = world.judges[0]
    world.factory.do(
        editions_service.end_appointment, world.edition_id, gone, Duty.JUDGE, actor_id=None, now=world.now
    )
    assert gone not in world.factory.read(queries.proposal, world.propose()).loads


# --- conflicts ----------------------------------------------------------------------------------------------


@pytest.fixture
def tree(empty):
    root = empty.factory.unit("Tỉnh")
    district = empty.factory.unit("Huyện", parent_id=root)
    return {
        "root": root,
        "district": district,
        "school": empty.factory.unit("Trường", parent_id=district),
        "elsewhere": empty.factory.unit("Sở", parent_id=root),
    }


@pytest.mark.parametrize(("own", "reads"), [("school", 1), ("district", 1), ("elsewhere", 1), ("root", 2)])
def test_nobody_reads_a_work_of_the_own_unit_or_of_one_below_it(empty, tree, own, reads):
    judge, other = empty.judge(tree[own]), empty.judge()
    empty.code([tree["school"], tree["elsewhere"]])
    empty.give_out()
    close = {"school": "Bài 0", "district": "Bài 0", "elsewhere": "Bài 1"}
    read = {copy for copy, reader in pairs(empty) if reader == judge}
    assert len(read) == reads
    assert empty.copies().get(close.get(own)) not in read
    assert len({copy for copy, reader in pairs(empty) if reader == other}) == 2


def test_nobody_reads_the_works_of_a_unit_declared(empty, tree):
    judge = empty.judge()
    declare = {"judge_id": judge, "now": empty.now}
    empty.factory.do(service.declare_conflict, empty.edition_id, unit_id=tree["district"], **declare)
    empty.factory.do(service.declare_conflict, empty.edition_id, unit_id=tree["district"], **declare)
    empty.code([tree["school"], tree["elsewhere"]])
    empty.give_out()
    assert pairs(empty) == {(empty.copies()["Bài 1"], judge)}
    assert empty.factory.read(queries.declared, empty.edition_id, judge) == (tree["district"],)


def test_a_declaration_made_by_mistake_is_taken_back(empty, tree):
    judge = empty.judge()
    declare = {"judge_id": judge, "unit_id": tree["school"], "now": empty.now}
    empty.factory.do(service.declare_conflict, empty.edition_id, **declare)
    empty.factory.do(service.withdraw_conflict, empty.edition_id, **declare)
    assert empty.factory.read(queries.declared, empty.edition_id, judge) == ()
    with pytest.raises(NotFound):
        empty.factory.do(service.withdraw_conflict, empty.edition_id, **declare)


def test_an_unknown_unit_cannot_be_declared(empty):
    with pytest.raises(NotFound):
        empty.factory.do(
            service.declare_conflict, empty.edition_id, judge_id=empty.judge(), unit_id=999, now=empty.now
        )


def test_declaring_while_works_lie_on_the_desk_would_tell_whose_they_are_and_is_refused(empty, tree):
    judge, late = empty.judge(), None
    empty.code([tree["school"]])
    empty.give_out()
    declare = {"unit_id": tree["school"], "now": empty.now}
    with pytest.raises(RuleBroken) as refusal:
        empty.factory.do(service.declare_conflict, empty.edition_id, judge_id=judge, **declare)
    assert refusal.value.field == "unit_id"
    late = empty.judge()
    empty.factory.do(service.declare_conflict, empty.edition_id, judge_id=late, **declare)
    assert empty.factory.read(queries.declared, empty.edition_id, late) == (tree["school"],)


# --- recusals and their repair ------------------------------------------------------------------------------


def recuse(world, reading, reason="Tôi nhận ra bài này."):
    world.factory.do(service.recuse, reading.id, judge_id=reading.judge_id, reason=reason, now=world.now)


def repair(world):
    proposal = world.factory.do(service.replace, world.round_id, seed="s", **world.by)
    world.factory.do(service.confirm, proposal, **world.by)


def test_a_recused_reading_leaves_the_desk_and_a_hole(coded):
    world = coded(works=3, judges=2)
    world.give_out()
    reading = everything(world)[0]
    recuse(world, reading)
    desk = world.factory.read(queries.desk, reading.judge_id, world.round_id)
    assert reading.blind_copy_id not in {d.blind_copy_id for d in desk}
    code = {copy_id: title for title, copy_id in world.copies().items()}[reading.blind_copy_id]
    [hole] = world.factory.read(queries.unfilled, world.round_id)
    assert hole == Hole(reading.blind_copy_id, hole.code, world.categories[0], 1)
    assert world.factory.read(queries.recusals, world.round_id) == (
        Recusal(reading.id, hole.code, reading.judge_id),
    )
    assert code.startswith("Bài")
    assert last_event(world) == ("judge.recused", {"round_id": world.round_id, "reading_id": reading.id})


def test_only_the_own_reading_is_given_back_once_and_with_a_reason(coded):
    world = coded(works=3, judges=2)
    world.give_out()
    reading = everything(world)[0]
    other = next(judge for judge in world.judges if judge != reading.judge_id)
    with pytest.raises(NotFound):
        world.factory.do(service.recuse, reading.id, judge_id=other, reason="Lý do.", now=world.now)
    with pytest.raises(RuleBroken) as refusal:
        recuse(world, reading, reason="  ")
    assert refusal.value.field == "reason"
    recuse(world, reading)
    with pytest.raises(Conflict):
        recuse(world, reading)


def test_nothing_is_given_back_in_a_closed_round(coded):
    world = coded(works=3, judges=2)
    world.give_out()
    world.close()
    with pytest.raises(Conflict, match="closed"):
        recuse(world, everything(world)[0])


def test_a_repair_fills_the_holes_and_moves_nothing_else(coded):
    world = coded(works=12, judges=4)
    world.give_out()
    before = pairs(world)
    for reading in everything(world)[:3]:
        recuse(world, reading)
    gone = before - pairs(world)
    proposal_id = world.factory.do(service.replace, world.round_id, seed="s", **world.by)
    proposal = world.factory.read(queries.proposal, proposal_id)
    assert (proposal.is_repair, sum(proposal.given.values()), proposal.readings) == (True, 3, 24)
    world.factory.do(service.confirm, proposal_id, **world.by)
    new = pairs(world) - (before - gone)
    assert len(new) == 3
    assert {copy for copy, _ in new} == {copy for copy, _ in gone}
    assert new.isdisjoint(gone)
    assert world.factory.read(queries.unfilled, world.round_id) == ()


def test_new_readings_come_behind_those_there_are(coded):
    world = coded(works=6, judges=3)
    world.give_out()
    reading = everything(world)[0]
    recuse(world, reading)
    repair(world)
    [new] = [r for r in everything(world) if r.blind_copy_id == reading.blind_copy_id and r.position == 5]
    assert new.judge_id != reading.judge_id


def test_a_repair_is_for_a_round_that_is_being_judged(coded):
    world = coded()
    with pytest.raises(Conflict):
        world.factory.do(service.replace, world.round_id, seed="s", **world.by)


def test_a_conflict_that_came_up_later_takes_no_reading_away(empty, tree):
    judge = empty.judge()
    empty.code([tree["school"], None])
    empty.give_out()

    def move():
        db.session.execute(
            db.text("UPDATE account SET unit_id = :unit WHERE id = :id"),
            {"unit": tree["school"], "id": judge},
        )

    empty.factory.do(move)
    before = pairs(empty)
    other = empty.judge()
    repair(empty)
    assert pairs(empty) - before == {(copy, other) for copy in empty.copies().values()}


# --- third readings -----------------------------------------------------------------------------------------


def test_a_third_reading_goes_to_the_least_loaded_judge_who_has_not_read_the_work(coded):
    world = coded(works=5, judges=3)
    world.give_out()
    late = world.judge()
    copy_id = min(copy for copy, _ in pairs(world))
    reading_id = world.factory.do(service.assign_third, copy_id, now=world.now)
    reading = world.factory.read(queries.by_id, reading_id)
    assert (reading.judge_id, reading.kind, reading.blind_copy_id) == (late, "third", copy_id)
    assert last_event(world) == ("reading.added", {"round_id": world.round_id, "reading_id": reading_id})
    assert world.factory.do(service.assign_third, copy_id, now=world.now) == reading_id


def test_a_third_reading_keeps_away_from_conflicts_and_says_when_nobody_is_free(empty, tree):
    for _ in range(2):
        empty.judge()
    empty.code([tree["school"]])
    empty.give_out()
    empty.judge(tree["school"])
    [copy_id] = empty.copies().values()
    assert empty.factory.do(service.assign_third, copy_id, now=empty.now) is None
    assert last_event(empty) == (
        "reading.third-wanting", {"round_id": empty.round_id, "blind_copy_id": copy_id}
    )  # fmt: skip
    free = empty.judge()
    reading_id = empty.factory.do(service.assign_third, copy_id, now=empty.now)
    assert empty.factory.read(queries.by_id, reading_id).judge_id == free


def test_a_recused_third_reading_goes_to_the_next_judge_at_once(coded):
    world = coded(works=2, judges=4)
    world.give_out()
    copy_id = min(copy for copy, _ in pairs(world))
    first = world.factory.read(queries.by_id, world.factory.do(service.assign_third, copy_id, now=world.now))
    recuse(world, first)
    thirds = [r for r in world.factory.read(queries.readings_of, copy_id) if r.kind == "third"]
    assert sorted(r.state for r in thirds) == ["assigned", "recused"]
    assert len({r.judge_id for r in thirds}) == 2


def test_a_repair_counts_third_readings_apart(coded):
    world = coded(works=4, judges=4)
    world.give_out()
    copy_id = min(copy for copy, _ in pairs(world))
    world.factory.do(service.assign_third, copy_id, now=world.now)
    regular = next(r for r in world.factory.read(queries.readings_of, copy_id) if r.kind == "regular")
    recuse(world, regular)
    repair(world)
    assert world.factory.read(queries.unfilled, world.round_id) == ()
    kinds = [r.kind for r in world.factory.read(queries.readings_of, copy_id) if r.is_assigned]
    assert sorted(kinds) == ["regular", "regular", "third"]


def test_an_unknown_copy_gets_no_third_reading(coded):
    with pytest.raises(NotFound):
        coded().factory.do(service.assign_third, 999, now=None)


# --- what the tables hold -----------------------------------------------------------------------------------


def test_a_declaration_and_a_proposal_hold_ids_and_opaque_keys_only(empty, tree):
    judge = empty.judge()
    empty.factory.do(
        service.declare_conflict, empty.edition_id, judge_id=judge, unit_id=tree["school"], now=empty.now
    )
    empty.code([tree["school"], None])
    empty.propose()

    def read():
        proposal = db.session.scalars(db.select(Proposal)).one()
        conflict = db.session.scalars(db.select(DeclaredConflict)).one()
        return proposal.result, conflict.key

    result, key = empty.factory.read(read)
    assert len(key) == 32
    known = {str(copy) for copy in empty.copies().values()} | {str(judge)}
    assert {each for pair in result["assignments"] for each in pair} <= known
    assert empty.factory.read(lambda: db.session.scalars(db.select(Reading)).all()) == []
