"""Every route states a permission, every permission has its row, and each cell of the roles' table is tried."""

import itertools

import pytest

from contest.access.duties import EXCLUDED, Duty, excluded_by
from contest.access.permissions import Permission
from contest.access.policy import POLICY, Circumstances, allows

PHASES = ("draft", "announced", "open", "closed", "judging", "deliberation", "published", "archived")
# Flask's own, and Flask-Security's, which guard themselves.
OTHERS = {"static"}


def test_every_route_states_a_permission(session_app):
    bare = [
        rule.endpoint
        for rule in session_app.url_map.iter_rules()
        if rule.endpoint not in OTHERS
        and not rule.endpoint.startswith("security.")
        and not isinstance(getattr(session_app.view_functions[rule.endpoint], "permission", None), Permission)
    ]

    assert bare == []


def test_every_permission_has_a_row_and_is_used_by_a_page(session_app):
    used = {getattr(view, "permission", None) for view in session_app.view_functions.values()}

    assert set(POLICY) == set(Permission)
    assert set(Permission) - used == set()


def granted(permission):
    """Every (duty, phase) that is granted the permission."""
    return {
        (duty, phase)
        for duty, phase in itertools.product(Duty, PHASES)
        if allows(permission, Circumstances(account_id=1, duties=frozenset({duty}), phase=phase))
    }


JUDGING_ON = ("judging", "deliberation", "published", "archived")
CLOSED_ON = ("deliberation", "published", "archived")
BEFORE_CODING = ("announced", "open", "closed")
TABLE = {
    Permission.SEE_STATISTICS: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.SEE_CLOSING_REPORT: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.SEE_OWN_UNIT: {(Duty.UNIT_CONTACT, p) for p in PHASES},
    Permission.BAR_PEOPLE: {(d, p) for d in (Duty.ORGANISER, Duty.SECRETARY) for p in PHASES},
    Permission.KEEP_REFERENCES: {(d, p) for d in (Duty.ORGANISER, Duty.SECRETARY) for p in PHASES},
    Permission.SCREEN: {(Duty.SECRETARY, p) for p in BEFORE_CODING},
    Permission.ANSWER_REQUESTS: {(Duty.SECRETARY, p) for p in (*BEFORE_CODING, "judging", "deliberation")},
    Permission.ASK_AUTHORS: {(Duty.SECRETARY, p) for p in (*BEFORE_CODING, "judging", "deliberation")},
    Permission.TAKE_IN_PAPER: {(Duty.SECRETARY, p) for p in BEFORE_CODING},
    Permission.CLEAR_LEAKS: {(Duty.SECRETARY, p) for p in BEFORE_CODING},
    Permission.REDACT_COPIES: {(Duty.SECRETARY, p) for p in ("judging", "deliberation")},
    Permission.DRAW_CODES: {(Duty.SECRETARY, p) for p in PHASES},
    Permission.READ_ESSAY: {(Duty.JUDGE, p) for p in JUDGING_ON},
    Permission.SEE_DESK: {(Duty.JUDGE, p) for p in PHASES},
    Permission.ASSIGN: {(d, p) for d in (Duty.ORGANISER, Duty.CHAIR) for p in JUDGING_ON},
    Permission.SEE_SCORES: {(Duty.CHAIR, p) for p in JUDGING_ON}
    | {(Duty.ORGANISER, p) for p in CLOSED_ON}
    | {(Duty.SECRETARY, p) for p in ("published", "archived")},
    Permission.READ_COPIES: {(Duty.CHAIR, p) for p in JUDGING_ON} | {(Duty.ORGANISER, p) for p in CLOSED_ON},
    Permission.DECIDE_AWARDS: {(Duty.CHAIR, p) for p in CLOSED_ON},
    Permission.APPROVE_RESULTS: {(d, p) for d in (Duty.CHAIR, Duty.ORGANISER) for p in CLOSED_ON},
    Permission.PUBLISH: {(Duty.ORGANISER, p) for p in CLOSED_ON},
    Permission.SEE_UNIT_PRIZES: {
        (d, p) for d in (Duty.ORGANISER, Duty.SECRETARY, Duty.CHAIR) for p in ("published", "archived")
    },
    Permission.OPEN_DRAFTS: {(Duty.ORGANISER, p) for p in ("announced", "open", "closed")}
    | {(d, p) for d in (Duty.ORGANISER, Duty.CHAIR) for p in ("published", "archived")},
    Permission.SEE_REVIEWS: {
        (d, p) for d in (Duty.ORGANISER, Duty.SECRETARY) for p in ("announced", "open", "closed")
    }
    | {(d, p) for d in (Duty.ORGANISER, Duty.SECRETARY, Duty.CHAIR) for p in ("published", "archived")},
    Permission.GIVE_UNIT_PRIZES: {(Duty.ORGANISER, "published")},
    Permission.SEE_WINNERS: {
        (d, p) for d in (Duty.ORGANISER, Duty.SECRETARY) for p in ("published", "archived")
    },
    Permission.EDIT_EDITION: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.COPY_EDITION: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.APPOINT: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.SEE_BLINDNESS: {
        (d, p) for d in (Duty.ORGANISER, Duty.SECRETARY, Duty.CHAIR, Duty.OBSERVER) for p in PHASES
    },
    Permission.CHECK_BLINDNESS: {(Duty.ORGANISER, p) for p in ("draft", "announced", "open", "closed")},
    Permission.PUBLISH_BLINDNESS: {(Duty.ORGANISER, p) for p in PHASES},
    Permission.READ_AUDIT: {(d, p) for d in (Duty.OBSERVER, Duty.ORGANISER) for p in PHASES},
    Permission.SEE_PROGRESS: {(d, p) for d in (Duty.ORGANISER, Duty.CHAIR, Duty.OBSERVER) for p in PHASES},
}


@pytest.mark.parametrize("permission", sorted(TABLE), ids=str)
def test_a_permission_is_granted_to_exactly_these_duties_in_these_phases(permission):
    assert granted(permission) == TABLE[permission]


def test_administering_gives_no_contest_content():
    administrator = Circumstances(account_id=1, is_administrator=True, phase="judging")

    assert {p for p in Permission if allows(p, administrator)} == {
        Permission.SEE_PUBLIC,
        Permission.SEE_ACCOUNT,
        Permission.ADMINISTER,
        Permission.READ_OUTBOX,
        Permission.HANDLE_DATA_REQUESTS,
        Permission.MANAGE_UNITS,
        Permission.CREATE_EDITION,
        Permission.WRITE_ENTRY,
        Permission.SEE_STATISTICS,
    }


def test_the_contact_of_a_unit_sees_the_numbers_of_it_and_nothing_more():
    contact = {
        Circumstances(account_id=1, duties=frozenset({Duty.UNIT_CONTACT}), phase=phase) for phase in PHASES
    }

    assert {p for p in Permission for c in contact if allows(p, c)} == {
        Permission.SEE_PUBLIC,
        Permission.SEE_ACCOUNT,
        Permission.WRITE_ENTRY,
        Permission.SEE_OWN_UNIT,
    }


def test_a_visitor_sees_public_pages_only():
    assert {p for p in Permission if allows(p, Circumstances())} == {Permission.SEE_PUBLIC}


@pytest.mark.parametrize("pair", sorted(tuple(sorted(pair)) for pair in EXCLUDED))
def test_duties_that_exclude_each_other_do_so_both_ways(pair):
    one, other = pair

    assert excluded_by(one, frozenset({other})) is other
    assert excluded_by(other, frozenset({one})) is one
