"""What is withheld from a judge besides: in proposals, in repairs, in third readings, and nowhere to be read."""

import json
from collections import Counter
from dataclasses import replace

from contest.assignment import problem, queries, service
from contest.assignment.models import Proposal
from contest.editions import queries as editions
from contest.platform.database import db


def withheld(world, seed="seed"):
    def read():
        return problem.withheld(problem.build(world.round_id, seed), editions.round_by_id(world.round_id))

    return world.factory.read(read)


def given(world):
    return {
        (str(r.blind_copy_id), str(r.judge_id)) for r in world.factory.read(queries.readings, world.round_id)
    }


def test_no_desk_has_what_is_withheld_from_its_judge_and_every_judge_lacks_one(coded):
    world = coded(works=9, judges=4, readings=3, tolerance=None)
    pairs = withheld(world)
    world.give_out()
    assert sorted(int(judge) for _, judge in pairs) == sorted(world.judges)
    assert given(world).isdisjoint(pairs)
    assert world.factory.read(queries.unfilled, world.round_id) == ()


def test_who_knows_the_announced_seed_cannot_foretell_it_without_the_secrets_of_the_installation(
    coded, monkeypatch
):
    world = coded(works=9, judges=4, readings=3, tolerance=None)
    here = withheld(world)
    assert here == withheld(world)
    assert here != withheld(world, "another seed")
    settings = world.factory.app.extensions["contest_settings"]
    other = replace(settings, secrets=replace(settings.secrets, conflicts="ab" * 32))
    monkeypatch.setitem(world.factory.app.extensions, "contest_settings", other)
    assert withheld(world) != here


def test_a_proposal_that_is_kept_does_not_name_what_is_withheld(coded):
    world = coded(works=9, judges=4, readings=3, tolerance=None)
    pairs = withheld(world)
    proposal_id = world.propose()
    result = world.factory.read(lambda: db.session.get_one(Proposal, proposal_id).result)
    assert result["withheld"] == len(pairs) == 4
    written = json.dumps({**result, "assignments": [], "new": []})
    assert not any(f'"{copy}", "{judge}"' in written for copy, judge in pairs)


def test_a_repair_withholds_the_same(coded):
    world = coded(works=9, judges=5, readings=3, tolerance=None)
    pairs = withheld(world)
    world.give_out()
    kept_from = Counter(copy for copy, _ in pairs)
    # By the lot two judges may be kept from one work: without the one who gives it back nobody else is left for it.
    reading = next(
        r for r in world.factory.read(queries.readings, world.round_id) if kept_from[str(r.blind_copy_id)] < 2
    )
    world.factory.do(
        service.recuse, reading.id, judge_id=reading.judge_id, reason="Tôi biết tác giả.", now=world.now
    )
    repair = world.factory.do(service.replace, world.round_id, seed="seed", **world.by)
    world.factory.do(service.confirm, repair, **world.by)
    assert given(world).isdisjoint(pairs)
    assert world.factory.read(queries.unfilled, world.round_id) == ()


def test_a_third_reading_goes_past_the_judge_from_whom_the_work_was_withheld_while_another_is_free(coded):
    world = coded(works=6, judges=4, readings=2)
    pairs = withheld(world)
    world.give_out()
    assert len(pairs) == 4
    for copy, judge in pairs:
        reading_id = world.factory.do(service.assign_third, int(copy), now=world.now)
        assert world.factory.read(queries.by_id, reading_id).judge_id != int(judge)


def test_where_nobody_else_is_free_a_third_reading_is_given_all_the_same(coded):
    world = coded(works=6, judges=4, readings=2)
    pairs = withheld(world)
    world.give_out()
    copy, judge = pairs[0]
    thirds = []
    for _ in range(2):
        reading_id = world.factory.do(service.assign_third, int(copy), now=world.now)
        thirds.append(world.factory.read(queries.by_id, reading_id).judge_id)
        world.factory.do(
            service.recuse, reading_id, judge_id=thirds[-1], reason="Tôi biết tác giả.", now=world.now
        )
    assert (thirds[0] == int(judge), thirds[1]) == (False, int(judge))
