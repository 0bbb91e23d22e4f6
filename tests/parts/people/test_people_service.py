"""Accounts, sessions, consents and units, on both databases."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from contest.audit.models import AuditEvent
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.people import queries, service
from contest.people.models import Account, WebSession
from contest.people.service import AddressTaken, Details
from contest.platform.database import db, unit_of_work

NOW = datetime(2026, 3, 1, 2, 0, tzinfo=UTC)
ABOUT = Details("Nguyễn Thị Lan", 1985, "0912345678", None)


def make(factory, email="lan@example.org", about=ABOUT):
    return factory.do(service.new_account, email, "hash", about, language="vi", now=NOW)


def log(app):
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.name).order_by(AuditEvent.id)))


# --- accounts ------------------------------------------------------------------------------------------------------


def test_an_account_is_kept_as_it_was_told(app, factory):
    unit = factory.unit("Xã Bình Minh")
    account = make(factory, " LAN@Example.org", Details(" Nguyễn  Thị Lan", 1985, "0912 345 678", unit))

    assert factory.read(queries.person, account) == queries.Person(
        id=account,
        name="Nguyễn Thị Lan",
        email="lan@example.org",
        birth_year=1985,
        phone="0912345678",
        unit_id=unit,
        language="vi",
        is_confirmed=False,
        is_administrator=False,
    )
    assert log(app) == ["unit.added", "account.registered"]


def test_an_address_belongs_to_one_account(app, factory):
    make(factory)

    with pytest.raises(AddressTaken) as refused:
        make(factory, "Lan@EXAMPLE.org")

    assert (refused.value.field, str(refused.value)) == (
        "email",
        "There is an account with this e-mail address already.",
    )
    assert factory.read(queries.count) == 1
    assert log(app) == ["account.registered"]


def test_of_two_who_take_an_address_at_once_one_gets_it(app):
    together, taken = threading.Barrier(4), []

    def take():
        together.wait()
        with app.app_context():
            try:
                with unit_of_work():
                    service.new_account("lan@example.org", "hash", ABOUT, language="vi", now=NOW)
            except AddressTaken:
                taken.append(1)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        assert (queries.count(), len(taken)) == (1, 3)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Details("X", 1985, "", None), "full_name"),
        (Details("Nguyễn Thị Lan", 1700, "", None), "birth_year"),
        (Details("Nguyễn Thị Lan", 1985, "x", None), "phone"),
        (Details("Nguyễn Thị Lan", 1985, "", 4711), "unit_id"),
    ],
)
def test_wrong_details_make_no_account_and_change_none(factory, wrong, field):
    account = make(factory)
    before = factory.read(queries.person, account)

    for refused in (
        lambda: make(factory, "moi@example.org", wrong),
        lambda: factory.do(service.change_details, account, wrong, language="en", now=NOW),
    ):
        with pytest.raises(RuleBroken) as error:
            refused()
        assert error.value.field == field

    assert factory.read(queries.count) == 1
    assert factory.read(queries.person, account) == before


def test_saving_unchanged_details_leaves_no_line(app, factory):
    account = make(factory)
    factory.do(service.change_details, account, ABOUT, language="vi", now=NOW)

    assert log(app) == ["account.registered"]


def test_a_stranger_to_the_tables_finds_nobody(factory):
    with pytest.raises(NotFound):
        factory.read(queries.person, 4711)
    assert factory.read(queries.by_email, "khong phai dia chi") is None
    assert factory.read(queries.by_email, "niemand@example.org") is None
    assert factory.read(queries.people, frozenset()) == {}


def test_people_are_found_by_a_part_of_the_name_without_marks(factory):
    make(factory, "a@example.org", Details("Đặng Thùy Trâm", 1985, "", None))
    make(factory, "b@example.org", Details("Nguyễn Thị Lan", 1985, "", None))

    assert [p.name for p in factory.read(queries.search, "dang thuy")] == ["Đặng Thùy Trâm"]
    assert factory.read(queries.search, "%") == ()


# --- the first organiser -------------------------------------------------------------------------------------------


def first(app, email="to@example.org", password="bốn từ không ai ghép"):
    with app.app_context(), unit_of_work():
        return service.first_organiser(email, "Trần Văn Tổ", password, now=NOW)


def test_the_first_organiser_is_a_confirmed_administrator(app, factory):
    account = first(app)

    person = factory.read(queries.person, account)
    assert (person.is_administrator, person.is_confirmed) == (True, True)
    assert factory.read(queries.administrators) == (account,)
    assert log(app) == ["account.registered", "account.administrator-made"]


def test_there_is_no_second_first_organiser(app, factory):
    first(app)

    with pytest.raises(Conflict):
        first(app, "hai@example.org")
    assert factory.read(queries.count) == 1


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [("to", "bốn từ không ai ghép", "email"), ("to@example.org", "ngắn", "password")],
)
def test_a_first_organiser_obeys_the_rules_too(app, factory, email, password, field):
    with pytest.raises(RuleBroken) as refused:
        first(app, email, password)
    assert refused.value.field == field
    assert factory.read(queries.is_empty)


# --- sessions ------------------------------------------------------------------------------------------------------

IDLE, LONGEST = timedelta(hours=12), timedelta(days=7)


def alive(factory, token, at):
    return factory.read(service.live_session, token, now=at, idle=IDLE, longest=LONGEST)


def test_a_session_is_kept_by_its_hash_only(app, factory):
    account = make(factory)
    token = factory.do(service.begin_session, account, now=NOW)

    assert alive(factory, token, NOW) == account
    with app.app_context():
        assert db.session.scalars(select(WebSession.token_hash)).all() == [service.hash_token(token)]
    assert len(token) == 43


def test_a_session_ends_when_it_is_idle_too_old_or_unknown(factory):
    account = make(factory)
    token = factory.do(service.begin_session, account, now=NOW)

    assert alive(factory, token, NOW + IDLE) == account
    assert alive(factory, token, NOW + IDLE + timedelta(seconds=1)) is None
    assert alive(factory, "khác", NOW) is None
    for hours in range(0, 24 * 7, 6):
        factory.do(service.touch_session, token, now=NOW + timedelta(hours=hours))
    assert alive(factory, token, NOW + LONGEST) == account
    assert alive(factory, token, NOW + LONGEST + timedelta(seconds=1)) is None


def test_touching_a_session_writes_at_most_every_ten_minutes(app, factory):
    account = make(factory)
    token = factory.do(service.begin_session, account, now=NOW)

    def seen():
        with app.app_context():
            return db.session.scalar(select(WebSession.last_seen_at))

    moments = []
    for minutes in (5, 9, 10, 15, 20):
        factory.do(service.touch_session, token, now=NOW + timedelta(minutes=minutes))
        moments.append((seen() - NOW).seconds // 60)
    assert moments == [0, 0, 10, 10, 20]


def test_ending_all_sessions_spares_the_one_at_hand(factory):
    account, other = make(factory), make(factory, "b@example.org")
    here, there, others = (factory.do(service.begin_session, a, now=NOW) for a in (account, account, other))

    factory.do(service.end_all_sessions, account, now=NOW, but=here)

    assert [alive(factory, t, NOW) for t in (here, there, others)] == [account, None, other]


def test_ending_a_session_twice_is_one_line(app, factory):
    token = factory.do(service.begin_session, make(factory), now=NOW)
    factory.do(service.end_session, token, now=NOW)
    factory.do(service.end_session, token, now=NOW)

    assert log(app) == ["account.registered", "session.begun", "session.ended"]


# --- consents ------------------------------------------------------------------------------------------------------


def test_consents_are_kept_as_they_were_shown(factory):
    account = make(factory)
    factory.do(
        service.give_consents,
        account,
        {"contest": "Tôi đồng ý.", "publication": "Được công bố."},
        language="vi",
        now=NOW,
    )

    assert [(c.purpose, c.text, c.given_at) for c in factory.read(queries.consents, account)] == [
        ("contest", "Tôi đồng ý.", NOW),
        ("publication", "Được công bố.", NOW),
    ]


def test_without_the_needed_consent_nothing_is_kept(factory):
    account = make(factory)
    with pytest.raises(RuleBroken) as refused:
        factory.do(service.give_consents, account, {"publication": "Được công bố."}, language="vi", now=NOW)

    assert refused.value.field == "consent_contest"
    assert factory.read(queries.consents, account) == ()


# --- units ---------------------------------------------------------------------------------------------------------


def test_the_tree_lists_parents_before_their_children_and_siblings_by_code(factory):
    def add(code, parent=None):
        return factory.do(
            service.add_unit, code, f"Đơn vị {code}", kind="", parent_id=parent, actor_id=None, now=NOW
        )

    b = add("B")
    a = add("A")
    add("B2", b)
    a1 = add("A1", a)
    add("B1", b)
    add("A11", a1)

    assert [(u.code, u.depth) for u in factory.read(queries.units)] == [
        ("A", 0),
        ("A1", 1),
        ("A11", 2),
        ("B", 0),
        ("B1", 1),
        ("B2", 1),
    ]
    assert [u.code for u in factory.read(queries.unit_line, a1)] == ["A1", "A"]


@pytest.mark.parametrize(
    ("code", "name", "field"), [("", "Xã", "code"), ("X", "  ", "name"), ("A", "Xã", "code")]
)
def test_a_unit_needs_a_name_and_a_code_of_its_own(factory, code, name, field):
    factory.do(service.add_unit, "A", "Tỉnh", kind="", parent_id=None, actor_id=None, now=NOW)
    with pytest.raises(RuleBroken) as refused:
        factory.do(service.add_unit, code, name, kind="", parent_id=None, actor_id=None, now=NOW)
    assert refused.value.field == field


def test_a_unit_under_an_unknown_one_is_refused(factory):
    with pytest.raises(NotFound):
        factory.do(service.add_unit, "A", "Xã", kind="", parent_id=99, actor_id=None, now=NOW)


# --- counting guesses ----------------------------------------------------------------------------------------------


def test_the_key_of_guesses_is_one_for_all_spellings_and_changes_with_the_password(app, factory):
    account = make(factory)
    before = {factory.read(queries.guessing_key, typed) for typed in ("lan@example.org", " LAN@example.ORG")}
    with app.app_context(), unit_of_work():
        db.session.get_one(Account, account).fs_uniquifier = "another"
    after = factory.read(queries.guessing_key, "lan@example.org")

    assert len(before) == 1
    assert after not in before
    assert "lan" not in after
    assert factory.read(queries.guessing_key, "niemand@example.org") != factory.read(
        queries.guessing_key, "x@example.org"
    )
    assert factory.read(queries.guessing_key, "khong phai") == "no address"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1
