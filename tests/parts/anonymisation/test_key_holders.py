"""Key holders: their keys, the edition's key that nobody keeps, rehearsals, one identity, a new set of holders."""

from datetime import timedelta
from itertools import permutations

import pytest

from contest.access.duties import Duty
from contest.anonymisation import (
    coding,
    key_acts,
    key_making,
    key_meetings,
    key_turns,
    one_identity,
    sealing_keys,
)
from contest.anonymisation import queries as blind
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.models_sealing import EditionKey, HolderKey, KeyMeeting, KeyPackage, KeyTurn
from contest.audit.models import AuditEvent
from contest.editions import service as editions
from contest.editions.rules.secrecy import Sealing
from contest.kernel import clock
from contest.kernel.errors import Conflict, Forbidden, NotFound, RuleBroken
from contest.platform import public_seals
from contest.platform.crypto import SealBroken
from contest.platform.database import db
from tests.judged import Judged
from tests.parts.anonymisation.sealing import Holders, three_holders
from tests.watching import heard
from tests.worlds import world

SEALED = {"settings": {"sealing": Sealing("sealed", 2)}}


@world
def contest(factory):
    return Judged(factory, **SEALED)


@pytest.fixture
def holders(factory, contest):
    return three_holders(factory, contest.edition_id, contest.organiser_id)


def everything(factory):
    """Every value in every table of keys, as one string of bytes."""

    def read():
        found = b""
        for model in (HolderKey, EditionKey, KeyPackage, KeyMeeting, KeyTurn):
            for row in db.session.execute(db.select(model.__table__)):
                found += b"".join(v if isinstance(v, bytes) else repr(v).encode() for v in row)
        return found

    return factory.read(read)


def count(factory, model):
    return factory.read(lambda: db.session.scalar(db.select(db.func.count()).select_from(model)))


# --- making -------------------------------------------------------------------------------------------------


def test_the_key_is_made_when_all_holders_have_theirs_and_its_secret_is_nowhere(
    factory, contest, monkeypatch
):
    made = []
    real = public_seals.new_pair
    monkeypatch.setattr(public_seals, "new_pair", lambda: made.append(real()) or made[-1])
    holders = three_holders(factory, contest.edition_id, contest.organiser_id)

    [(secret, public)] = made
    kept = everything(factory)
    assert factory.read(sealing_keys.public_key_of, contest.edition_id) == public
    assert count(factory, KeyPackage) == 6
    assert secret not in kept
    for seed in holders.seeds.values():
        assert seed not in kept
        assert public_seals.secret_of(seed) not in kept
    found = factory.read(sealing_keys.edition_key, contest.edition_id)
    assert (found.needed, found.holders) == (2, tuple(holders.all))


def test_the_key_is_not_made_before_every_holder_has_one(factory, contest):
    holders = Holders(factory, contest.edition_id, contest.organiser_id)
    holders.join("Trần Giữ Một")
    factory.appoint(contest.edition_id, factory.person("Chưa Có Khóa"), Duty.KEY_HOLDER)

    with pytest.raises(RuleBroken, match="who have not made their key yet: 1"):
        holders.make_edition_key()
    assert factory.read(sealing_keys.public_key_of, contest.edition_id) is None


def test_only_a_holder_of_a_sealed_contest_makes_a_key(factory, contest):
    now, somebody = clock.now(), factory.person()
    plain = factory.edition(title="Cuộc thi thường")
    factory.appoint(plain, somebody, Duty.KEY_HOLDER)

    with pytest.raises(NotFound):
        factory.do(key_making.keep_holder_key, contest.edition_id, somebody, b"k" * 32, now=now)
    with pytest.raises(Conflict, match="nobody needs a key"):
        factory.do(key_making.keep_holder_key, plain, somebody, b"k" * 32, now=now)


def test_a_holder_may_neither_judge_nor_write(factory, contest, holders):
    for duty, who in ((Duty.JUDGE, holders.all[0]), (Duty.KEY_HOLDER, contest.judges[0])):
        with pytest.raises(RuleBroken):
            factory.appoint(contest.edition_id, who, duty)


# --- the rehearsal ------------------------------------------------------------------------------------------


def test_any_two_of_three_holders_open_in_any_order(factory, contest):
    holders = three_holders(factory, contest.edition_id, contest.organiser_id, rehearsed=False)
    for pair in permutations(holders.all, 2):
        assert holders.rehearse(*pair) == [False, True]

    assert factory.read(sealing_keys.edition_key, contest.edition_id).rehearsed_at is not None
    assert factory.read(coding.problems, contest.edition_id, now=contest.now)[0].message.startswith("No work")


def test_one_holder_alone_opens_nothing_and_leaves_nothing_open(factory, contest):
    holders = three_holders(factory, contest.edition_id, contest.organiser_id, rehearsed=False)
    first, second, third = holders.all
    assert holders.rehearse(first) == [False]

    layers = factory.read(lambda: db.session.scalars(db.select(KeyTurn.layers)).one())
    assert sorted(layers) == sorted([str(second), str(third)])
    own = public_seals.secret_of(holders.seeds[first])
    for kept in layers.values():
        with pytest.raises(SealBroken):
            public_seals.peel(own, key_turns.b64decode(kept))
    assert factory.read(sealing_keys.edition_key, contest.edition_id).rehearsed_at is None


@pytest.mark.parametrize("wrong", ["key", "device", "twice", "stranger", "late"])
def test_a_turn_that_is_not_right_is_refused_and_changes_nothing(factory, contest, monkeypatch, wrong):
    holders = three_holders(factory, contest.edition_id, contest.organiser_id, rehearsed=False)
    first, second, _ = holders.all
    by = {"actor_id": contest.organiser_id, "now": clock.now()}
    key = factory.do(key_acts.begin_rehearsal, contest.edition_id, **by)
    factory.do(key_acts.rehearse, key, contest.edition_id, holders.coming(first))
    stranger = factory.person()
    soon = clock.now() + timedelta(minutes=31)
    coming, expected = {
        "key": (holders.coming(second, seed=b"0" * 16), (RuleBroken, "not yours of this contest")),
        "device": (holders.coming(second, device=f"device of {first}"), (RuleBroken, "on this device")),
        "twice": (holders.coming(first, device="another"), (RuleBroken, "already")),
        "stranger": (holders.coming(stranger, seed=b"0" * 16), (Forbidden, None)),
        "late": (Entering(second, "d", holders.seeds[second], soon), (Conflict, "This meeting is over")),
    }[wrong]
    before = everything(factory)

    with pytest.raises(expected[0], match=expected[1]):
        factory.do(key_acts.rehearse, key, contest.edition_id, coming)
    assert everything(factory) == before


def test_what_was_half_opened_is_gone_when_the_time_is_over(factory, contest, monkeypatch):
    holders = three_holders(factory, contest.edition_id, contest.organiser_id, rehearsed=False)
    holders.rehearse(holders.all[0])
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)

    with factory.app.app_context():
        assert key_turns.end_key_meetings() == 1
        assert key_turns.end_key_meetings() == 0

    assert factory.read(lambda: db.session.scalars(db.select(KeyTurn.layers)).all()) == [{}]
    assert [m.state for m in factory.read(key_meetings.of_edition, contest.edition_id, now=later)] == [
        "ended"
    ]


def test_a_refused_key_stands_in_the_log_without_the_key(factory, contest, holders):
    by = {"actor_id": holders.all[0], "now": clock.now()}
    key = factory.do(
        key_acts.begin_rehearsal, contest.edition_id, actor_id=contest.organiser_id, now=clock.now()
    )
    with factory.app.app_context():
        key_acts.refused(key, contest.edition_id, "rehearsal", **by)

    lines = factory.read(
        lambda: db.session.scalars(
            db.select(AuditEvent.details).where(AuditEvent.name == "key.refused")
        ).all()
    )
    assert [sorted(line) for line in lines] == [["meeting_id", "purpose"]]


def test_a_new_key_before_the_codes_are_drawn_makes_the_key_of_the_contest_worthless(
    factory, contest, holders
):
    holders.make_key(holders.all[0])

    assert factory.read(sealing_keys.edition_key, contest.edition_id) is None
    assert count(factory, KeyPackage) == 0
    holders.make_edition_key()
    assert holders.rehearse(holders.all[0], holders.all[2]) == [False, True]


# --- after coding: another set of holders -------------------------------------------------------------------


@pytest.mark.parametrize("anew", ["by the organiser", "by a holder"])
def test_a_rehearsal_that_has_begun_ends_where_the_key_of_the_contest_is_made_anew(
    factory, contest, holders, anew
):
    first, second, _ = holders.all
    by = {"actor_id": contest.organiser_id, "now": clock.now()}
    rehearsal = factory.do(key_acts.begin_rehearsal, contest.edition_id, **by)
    factory.do(key_acts.rehearse, rehearsal, contest.edition_id, holders.coming(first))

    if anew == "by a holder":
        holders.make_key(second)
    holders.make_edition_key()

    assert factory.read(key_meetings.one, rehearsal, contest.edition_id, now=clock.now()).state == "ended"
    with pytest.raises(Conflict, match="This meeting is over"):
        factory.do(key_acts.rehearse, rehearsal, contest.edition_id, holders.coming(second))
    assert holders.rehearse(first, second) == [False, True]


def test_two_holders_lock_the_key_for_a_new_set_and_the_lost_sheet_opens_nothing_more(
    factory, contest, holders
):
    contest.coded()
    first, second, lost = holders.all
    factory.do(
        editions.end_appointment, contest.edition_id, lost, Duty.KEY_HOLDER,
        actor_id=contest.organiser_id, now=clock.now(),
    )  # fmt: skip
    fourth = holders.join("Võ Giữ Bốn")
    public = factory.read(sealing_keys.public_key_of, contest.edition_id)
    with pytest.raises(Conflict, match="cannot be made anew"):
        holders.make_edition_key()

    by = {"actor_id": contest.organiser_id, "now": clock.now()}
    rehearsal = factory.do(key_acts.begin_rehearsal, contest.edition_id, **by)
    factory.do(key_acts.rehearse, rehearsal, contest.edition_id, holders.coming(first))
    key = factory.do(key_acts.begin_new_holders, contest.edition_id, **by)
    done = [
        factory.do(key_acts.lock_for_new_holders, key, contest.edition_id, holders.coming(who))
        for who in (second, first)
    ]

    assert done == [False, True]
    # what was half opened for the former holders, the lost sheet among them, is gone
    assert factory.read(key_meetings.one, rehearsal, contest.edition_id, now=clock.now()).state == "ended"
    assert factory.read(lambda: any(db.session.scalars(db.select(KeyTurn.layers)))) is False
    assert factory.read(sealing_keys.public_key_of, contest.edition_id) == public
    assert factory.read(sealing_keys.edition_key, contest.edition_id).holders == (first, second, fourth)
    assert holders.rehearse(fourth, first) == [False, True]
    with pytest.raises(Forbidden):
        holders.rehearse(lost)


def test_who_lost_the_sheet_makes_a_new_one_that_counts_once_the_others_have_locked_the_key(
    factory, contest, holders
):
    contest.coded()
    first, second, third = holders.all
    old = holders.seeds[third]
    holders.make_key(third)
    new = holders.seeds[third]
    holders.seeds[third] = old
    assert holders.rehearse(third, second) == [False, True]  # what was printed still opens until then

    by = {"actor_id": contest.organiser_id, "now": clock.now()}
    key = factory.do(key_acts.begin_new_holders, contest.edition_id, **by)
    for who in (first, second):
        factory.do(key_acts.lock_for_new_holders, key, contest.edition_id, holders.coming(who))

    with pytest.raises(RuleBroken, match="not yours"):
        holders.rehearse(third)
    holders.seeds[third] = new
    factory.do(
        key_acts.call_off,
        factory.read(key_meetings.running, contest.edition_id, "rehearsal", now=clock.now()).key,
        contest.edition_id,
        "rehearsal",
        **by,
    )
    assert holders.rehearse(third, first) == [False, True]


# --- one identity -------------------------------------------------------------------------------------------


def asked(contest, code, reason="Tác phẩm tố cáo một tội phạm."):
    return contest.factory.do(
        one_identity.ask, contest.edition_id, code, reason, actor_id=contest.secretary_id, now=clock.now()
    )


def code_of(contest, title):
    return next(
        c.code for c in contest.factory.read(blind.blind_copies, contest.round_id) if c.title == title
    )


def test_two_holders_open_one_identity_for_the_one_who_asked_once(factory, contest, holders):
    contest.coded()
    code = code_of(contest, "Hai")
    with heard() as events:
        key = asked(contest, code.lower())
        done = [
            factory.do(one_identity.grant, key, contest.edition_id, holders.coming(who))
            for who in holders.all[1:]
        ]
    see = {"actor_id": contest.secretary_id, "now": clock.now()}

    assert done == [False, True]
    assert [type(e).__name__ for e in events] == [
        "MeetingBegun", "KeyEntered", "KeyEntered", "IdentityOpened", "MeetingEnded",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        factory.do(one_identity.see, key, contest.edition_id, actor_id=contest.organiser_id, now=clock.now())
    assert factory.do(one_identity.see, key, contest.edition_id, **see) == contest.entries["Hai"]
    with pytest.raises(Conflict, match="shown once already"):
        factory.do(one_identity.see, key, contest.edition_id, **see)
    meeting = factory.read(key_meetings.one, key, contest.edition_id, now=clock.now())
    assert (meeting.code, meeting.state, meeting.has_answer) == (code, "done", False)
    # Nothing else was opened by it.
    with pytest.raises(SealBroken):
        factory.read(lambda: one_identity._followed(contest.edition_id, code, None))


def test_where_the_installation_seals_two_holders_confirm(factory):
    contest = Judged(factory).coded()
    holders = [factory.person("Giữ Một"), factory.person("Giữ Hai")]
    with pytest.raises(RuleBroken, match="needs 2 key holders, and 0 are named"):
        asked(contest, code_of(contest, "Một"))
    for who in holders:
        factory.appoint(contest.edition_id, who, Duty.KEY_HOLDER)

    key = asked(contest, code_of(contest, "Một"))
    done = [
        factory.do(one_identity.grant, key, contest.edition_id, Entering(who, f"d{who}", None, clock.now()))
        for who in holders
    ]

    assert done == [False, True]
    seen = factory.do(
        one_identity.see, key, contest.edition_id, actor_id=contest.secretary_id, now=clock.now()
    )
    assert seen == contest.entries["Một"]


@pytest.mark.parametrize(
    ("code", "reason", "field"),
    [("CCCCCCC", "Một lý do đủ dài.", "code"), ("", "Một lý do đủ dài.", "code"), (None, "ngắn", "reason")],
)
def test_a_request_names_a_code_of_the_contest_and_a_reason(contest, holders, code, reason, field):
    contest.coded()

    with pytest.raises(RuleBroken) as refused:
        asked(contest, code_of(contest, "Một") if code is None else code, reason)
    assert refused.value.field == field


def test_who_holds_a_key_does_not_ask(factory, contest, holders):
    contest.coded()
    factory.appoint(contest.edition_id, contest.secretary_id, Duty.KEY_HOLDER)

    with pytest.raises(RuleBroken, match="somebody else has to ask"):
        asked(contest, code_of(contest, "Một"))
