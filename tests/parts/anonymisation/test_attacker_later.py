"""The same attacker after every stage of the life of a sealed edition: from the desks to results by code."""

from math import comb, exp, factorial

import pytest

from contest.editions.rules.secrecy import Sealing
from tests import attacker
from tests.attacked import Attacked
from tests.worlds import world

# Less likely by chance than this is no chance: of some ten thousand ways, once in ten thousand tests.
RARE = 1e-8
STAGES = (
    "assigned", "judged", "asked", "blacked_out", "identity_opened", "in_the_next_round", "known_by_code",
)  # fmt: skip


@world
def later(factory):
    contest = Attacked(factory, Sealing("sealed", 2))
    contest = contest.written().drawn(contest.hold).later()
    contest.truths = [contest.truth(0), contest.truth(1)]
    return contest


def pair_chance(said, right):
    """How likely chance is to pair so many of these rightly, for who knows the category; and how many it is."""
    expected, met = len(said) / (len(right) / 2), attacker.hits(said, right)
    return 1 - sum(exp(-expected) * expected**n / factorial(n) for n in range(met)), met


def group_chance(copies, entries, right):
    """How likely so many of that many copies are of that many entries among all, by chance; and how many it is."""
    met = sum(right[copy] in entries for copy in copies)
    those = range(met, min(len(copies), len(entries)) + 1)
    ways = sum(comb(len(entries), n) * comb(len(right) - len(entries), len(copies) - n) for n in those)
    return ways / comb(len(right), len(copies)), met


def found_out(dump, right):
    """Return every way that tells more than chance, with how many it tells."""
    ways = attacker.pairs(dump, right)
    assert len(ways) > 300  # the attacker has something to try
    told = {way: pair_chance(said, right) for way, said in ways.items()}
    told |= {way: group_chance(of, entries, right) for way, of, entries in attacker.groups(dump, right)}
    return {way: met for way, (chance, met) in told.items() if chance < RARE}


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_of_its_life_tells_whose_a_code_is(later, stage):
    dump, faults = later.seen[stage]
    rounds = later.truths if stage in {"in_the_next_round", "known_by_code"} else later.truths[:1]
    assert [found_out(dump, right) for right in rounds] == [{} for _ in rounds]
    assert faults == []


def test_who_claimed_a_code_is_known_then_and_nobody_else(later):
    before, after = (later.seen[stage][0] for stage in ("in_the_next_round", "known_by_code"))
    right = later.truths[1]
    ways = [attacker.pairs(each, right)["values of one alone"] for each in (before, after)]
    known = [{copy for copy, entry in said.items() if right[copy] == entry} for said in ways]
    assert known[1] - known[0] == {later.claimed}


def test_nothing_that_is_written_about_the_identity_that_was_opened_says_whose_it_is(later):
    dump, copy_id = later.seen["identity_opened"][0], later.opened
    [meeting] = [row for row in dump.rows["key_meeting"] if row["code"]]
    assert (meeting["answer"], meeting["seen_at"]) == (None, later.now)
    values = attacker.things(dump, attacker.BLIND)[copy_id].values
    beside = repr([each for each in values if each[0] != "blind_copy.title"])
    assert "Có đơn nói bài này chép của người khác." in beside  # what is written of it was found
    number = _number(later, later.truths[0][copy_id])
    receipts = [row["number"] for row in dump.rows["receipt"]]
    named = f"'entry_id': {later.truths[0][copy_id]}"
    assert [
        told for told in (later.name(number), later.keys[number], named, *receipts) if told in beside
    ] == []


# --- what the attacker would see ------------------------------------------------------------------------------------


def _beside(dump, table, copy_id):
    """Return the rows of a table that stand beside a copy, itself or through its readings."""
    readings = {row["id"] for row in dump.rows["reading"] if row["blind_copy_id"] == copy_id}
    return [
        row
        for row in dump.rows[table]
        if row.get("blind_copy_id") == copy_id or row.get("reading_id") in readings
    ]


def _number(later, entry_id):
    return next(number for number, each in later.entry_of.items() if each == entry_id)


def desks_in_the_order_of_arrival(later, dump, right):
    for at, copy_id in enumerate(sorted(right, key=right.get)):
        for row in _beside(dump, "reading", copy_id):
            row["position"] = at


def drafts_that_say_the_name(later, dump, right):
    for copy_id in right:
        for row in _beside(dump, "scoresheet", copy_id):
            if row["state"] == "draft":
                row["comment"] = f"Hình như của {later.name(_number(later, right[copy_id]))}."


def requests_in_plain_words(later, dump, right):
    for row in dump.rows["after_request"]:
        row["reason"] = f"Tôi xin rút bài ZQXtitle{_number(later, row['entry_id']):02d}."


def questions_and_answers_in_plain_words(later, dump, right):
    for row in dump.rows["author_question"]:
        number = _number(later, row["entry_id"])
        row["question"] = f"Bài ZQXtitle{number:02d} đã đăng ở đâu chưa?"


def works_that_leave_the_desks_when_they_are_taken_back(later, dump, right):
    gone = {row["id"] for row in dump.rows["entry"] if row["withdrawn_late"]}
    for copy_id in right:
        for row in _beside(dump, "reading", copy_id) if right[copy_id] in gone else ():
            row["state"] = "recused"


def times_of_what_is_taken_back_at_its_code(later, dump, right):
    at = {row["id"]: row["withdrawn_at"] for row in dump.rows["entry"] if row["withdrawn_late"]}
    for copy_id in right:
        for row in _beside(dump, "reading", copy_id) if right[copy_id] in at else ():
            row["recusal_reason"] = at[right[copy_id]]


def flags_in_plain_words(later, dump, right):
    for row in dump.rows["identity_flag"]:
        name = later.name(_number(later, right[row["blind_copy_id"]]))
        row["said"] = f"Chính là bài của {name}, tôi nhận ra ngay."


def identities_that_were_opened_and_kept(later, dump, right):
    rows = {row["id"]: row for row in dump.rows["blind_copy"]}
    [one] = [row for row in dump.rows["key_meeting"] if row["code"]]
    for copy_id in list(right)[:12]:
        said = later.keys[_number(later, right[copy_id])]
        made = one | {"id": 100 + copy_id, "code": rows[copy_id]["code"], "reason": said}
        dump.rows["key_meeting"].append(made)


def new_codes_in_the_order_of_arrival(later, dump, right):
    for row in dump.rows["blind_copy"]:
        if row["id"] in right:
            row["~place"] = right[row["id"]]


def results_with_all_their_entries(later, dump, right):
    [one] = dump.rows["result_claim"]
    keys = {row["id"]: row["key"] for row in dump.rows["entry"]}
    for copy_id in list(right)[:12]:
        row = one | {"id": 100 + copy_id, "blind_copy_id": copy_id, "entry_id": right[copy_id]}
        dump.rows["result_claim"].append(row | {"receipt_number": keys[right[copy_id]]})


PLANTED = {
    desks_in_the_order_of_arrival: "assigned",
    drafts_that_say_the_name: "judged",
    requests_in_plain_words: "asked",
    questions_and_answers_in_plain_words: "asked",
    works_that_leave_the_desks_when_they_are_taken_back: "asked",
    times_of_what_is_taken_back_at_its_code: "asked",
    flags_in_plain_words: "blacked_out",
    identities_that_were_opened_and_kept: "identity_opened",
    new_codes_in_the_order_of_arrival: "in_the_next_round",
    results_with_all_their_entries: "known_by_code",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_fault_of_any_stage_would_be_found_out(later, plant):
    stage = PLANTED[plant]
    dump = later.seen[stage][0].copied()
    right = later.truths[stage in {"in_the_next_round", "known_by_code"}]
    plant(later, dump, right)
    assert found_out(dump, right) != {}
