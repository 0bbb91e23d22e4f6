"""The opening by key holders: after two approvals, with two of three keys, once; then publication is as anywhere."""

import pytest
from sqlalchemy import func, select, update

from contest.anonymisation import coding, key_acts, key_meetings, sealcheck, sealing_keys
from contest.anonymisation.models import Seal
from contest.anonymisation.models_sealing import EditionKey, KeyPackage, KeyTurn
from contest.editions import queries as editions
from contest.editions.rules.secrecy import Sealing
from contest.entries.models import Version
from contest.kernel import clock
from contest.kernel.errors import Conflict, RuleBroken
from contest.platform.crypto import SealBroken
from contest.platform.database import db
from contest.results import ceremony, publication, queries
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.unsealing import put_back
from tests.watching import heard
from tests.worlds import world

MARKS = {"Một": [("9", "9"), ("9", "8")], "Hai": [("7", "7")] * 2, "Ba": [("6", "6"), ("5", "5")]}
MINUTES = {
    "number": "12/BB-BTC",
    "place": "Hội trường tỉnh",
    "witnesses": "Ông Nguyễn Văn Chứng\nBà Lê Thị Kiến",
}


@world
def sealed(factory):
    contest = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    contest.holders = three_holders(factory, contest.edition_id, contest.organiser_id)
    return contest.judging().marked(MARKS).closed().awarded()


def begun(contest):
    return contest.factory.do(
        ceremony.begin, contest.edition_id, MINUTES, actor_id=contest.organiser_id, now=clock.now()
    )


def come(contest, key, *who):
    return [
        contest.factory.do(ceremony.enter, key, contest.edition_id, contest.holders.coming(each))
        for each in who
    ]


def texts(contest):
    """Return the titles on the named side, and how long the text of each is."""
    rows = select(Version.title, func.length(Version.text))
    return dict(contest.factory.read(lambda: db.session.execute(rows).all()))


def seals(factory):
    return factory.read(lambda: db.session.scalars(select(Seal.sealed).order_by(Seal.id)).all())


def test_without_the_holders_nothing_is_published_and_without_approvals_they_open_nothing(sealed, factory):
    with pytest.raises(RuleBroken, match="Two different people must approve"):
        begun(sealed)
    sealed.approved()
    before = seals(factory)

    with pytest.raises(RuleBroken, match="key holders have not opened"):
        sealed.published()
    assert seals(factory) == before


@pytest.mark.parametrize("who", [(0, 1), (2, 0)])  # the third, or the second, has lost the sheet
def test_two_of_three_holders_open_and_the_results_are_published_as_anywhere(sealed, factory, who):
    sealed.approved()
    key = begun(sealed)
    assert texts(sealed) == {"—": 0}  # the named side holds no title and no text
    with heard() as events:
        done = come(sealed, key, *(sealed.holders.all[at] for at in who))

    assert done == [False, True]
    assert [type(e).__name__ for e in events] == ["KeyEntered", "KeyEntered", "SealsOpened", "MeetingEnded"]
    meeting = factory.read(key_meetings.one, key, sealed.edition_id, now=clock.now())
    assert (meeting.state, meeting.count, meeting.number) == ("done", 3, "12/BB-BTC")
    assert factory.read(sealcheck.unopenable) == []

    assert texts(sealed) == {"—": 0}  # the worker puts them back
    with pytest.raises(RuleBroken, match="works are readable again") as early:
        sealed.published()
    assert early.value.params == {"back": 0, "works": 3}
    assert put_back(factory.app) == 4  # three works, and what belongs to the edition
    assert set(texts(sealed)) == set(MARKS)
    assert min(texts(sealed).values()) > 0
    sealed.published()
    assert factory.read(editions.by_id, sealed.edition_id, now=sealed.now).phase == "published"
    places = {title: factory.read(queries.result_of, sealed.entries[title]).place for title in MARKS}
    assert places == {"Một": 1, "Hai": 2, "Ba": 3}
    assert factory.read(queries.faults) == []


def test_after_the_opening_nothing_is_left_that_holds_the_key(sealed, factory):
    sealed.approved()
    come(sealed, begun(sealed), *sealed.holders.all[:2])

    def left():
        key = db.session.scalars(select(EditionKey)).one()
        packages = db.session.scalars(select(KeyPackage)).all()
        layers = db.session.scalars(select(KeyTurn.layers)).all()
        return key.public_key, key.test_seal, packages, layers

    assert factory.read(left) == (None, None, [], [{}] * 4)
    assert factory.read(sealing_keys.edition_key, sealed.edition_id).opened_at is not None
    with pytest.raises(Conflict, match="are open already"):
        begun(sealed)


def test_what_holders_have_half_opened_for_something_else_ends_with_the_opening(sealed, factory):
    """A rehearsal that one holder has begun keeps the key of the contest, sealed to the holder who is next."""
    sealed.approved()
    first, second, _ = sealed.holders.all
    by = {"actor_id": sealed.organiser_id, "now": clock.now()}
    rehearsal = factory.do(key_acts.begin_rehearsal, sealed.edition_id, **by)
    factory.do(key_acts.rehearse, rehearsal, sealed.edition_id, sealed.holders.coming(first))

    def layers():
        return [bool(each) for each in db.session.scalars(select(KeyTurn.layers).order_by(KeyTurn.id))]

    assert factory.read(layers)[-1] is True
    come(sealed, begun(sealed), first, second)

    assert not any(factory.read(layers))
    meetings = factory.read(key_meetings.of_edition, sealed.edition_id, now=clock.now())
    assert [(each.purpose, each.state) for each in meetings[:2]] == [
        ("opening", "done"),
        ("rehearsal", "ended"),
    ]
    with pytest.raises(Conflict, match="are open already"):
        factory.do(key_acts.begin_rehearsal, sealed.edition_id, **by)


def test_a_damaged_seal_stops_the_opening_and_everything_stays_closed(sealed, factory):
    sealed.approved()
    first = factory.read(lambda: db.session.scalars(select(Seal.id).order_by(Seal.id)).first())
    spoilt = b"\x02" + b"x" * 560
    factory.do(lambda: db.session.execute(update(Seal).where(Seal.id == first).values(sealed=spoilt)))
    before = seals(factory)
    key = begun(sealed)
    come(sealed, key, sealed.holders.all[0])

    with pytest.raises(RuleBroken, match="is damaged, so nothing was opened"):
        come(sealed, key, sealed.holders.all[1])
    assert seals(factory) == before
    assert factory.read(sealing_keys.edition_key, sealed.edition_id).opened_at is None


def test_the_minutes_need_a_number_a_place_and_witnesses(sealed):
    sealed.approved()
    for field in MINUTES:
        with pytest.raises(RuleBroken) as refused:
            sealed.factory.do(
                ceremony.begin, sealed.edition_id, {**MINUTES, field: "  "},
                actor_id=sealed.organiser_id, now=clock.now(),
            )  # fmt: skip
        assert refused.value.field == field


def test_one_sheet_and_the_whole_database_open_nothing(sealed, factory):
    """k - 1 holders: what the first one leaves is sealed to the others."""
    sealed.approved()
    key = begun(sealed)
    assert come(sealed, key, sealed.holders.all[0]) == [False]

    with pytest.raises(SealBroken):
        factory.read(coding.queries.blind_copies, sealed.round_id)
        factory.read(lambda: publication.seals.joined(sealed.edition_id))
