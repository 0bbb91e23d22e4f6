"""The table of who may do what, row by row."""

import pytest

from contest.editions.rules import schedule
from contest.entries.rules import states
from contest.entries.rules.states import Act
from contest.kernel.errors import Conflict

PHASES = ("draft", "announced", "open", "closed", "judging", "deliberation", "published", "archived")

ALLOWED = {
    Act.EDIT: {(s, "open") for s in ("draft", "submitted", "returned", "accepted")},
    Act.SUBMIT: {(s, "open") for s in ("draft", "submitted", "returned", "accepted")},
    Act.WITHDRAW: {(s, "open") for s in ("submitted", "returned", "accepted")},
    Act.DELETE: {("draft", "open"), ("draft", "closed")},
    Act.ASK: {(s, "closed") for s in ("submitted", "returned", "accepted")},
    Act.LEAVE: {(s, p) for s in ("submitted", "returned", "accepted") for p in ("open", "closed")},
    Act.REJOIN: {("withdrawn", "open"), ("withdrawn", "closed")},
    Act.ASK_LATE: {("coded", "judging"), ("coded", "deliberation")},
    Act.LEAVE_LATE: {("coded", "judging"), ("coded", "deliberation")},
    Act.CONTACT: {
        (s, p)
        for s in ("submitted", "returned", "accepted", "coded")
        for p in ("open", "closed", "judging", "deliberation")
    },
    Act.ACCEPT: {("submitted", "open"), ("submitted", "closed")},
    Act.RETURN: {("submitted", "open"), ("accepted", "open")},
    Act.REFUSE: {(s, p) for s in ("submitted", "accepted") for p in ("open", "closed")},
    Act.UNDO: {(s, p) for s in ("returned", "accepted", "refused") for p in ("open", "closed")},
    Act.CODE: {("accepted", "closed"), ("accepted", "judging")},
}


@pytest.mark.parametrize("act", Act)
def test_an_act_is_allowed_in_exactly_these_states_and_phases(act: Act) -> None:
    found = {(state, phase) for state in states.STATES for phase in PHASES if states.may(act, state, phase)}
    assert found == ALLOWED[act]


@pytest.mark.parametrize("act", Act)
def test_whatever_is_not_allowed_is_refused_with_a_sentence(act: Act) -> None:
    for state in states.STATES:
        for phase in PHASES:
            if states.may(act, state, phase):
                states.check(act, state, phase)
            else:
                with pytest.raises(Conflict) as refusal:
                    states.check(act, state, phase)
                assert str(refusal.value).endswith(".")


def test_each_act_leads_to_its_state() -> None:
    assert [states.after(act, "submitted") for act in Act] == [
        "submitted",
        "submitted",
        "withdrawn",
        "accepted",
        "returned",
        "refused",
        "submitted",
        "withdrawn",
        "submitted",
        "withdrawn",
        "submitted",
        "submitted",
        "withdrawn",
        "submitted",
        "coded",
    ]


@pytest.mark.parametrize(
    ("act", "phase", "sentence"),
    [
        (Act.SUBMIT, schedule.ANNOUNCED, states.NOT_OPEN),
        (Act.SUBMIT, schedule.CLOSED, states.CLOSED_NOW),
        (Act.SUBMIT, schedule.JUDGING, states.CODED_NOW),
        (Act.RETURN, schedule.CLOSED, states.NO_RETURN),
    ],
)
def test_the_sentence_says_why_not_now(act: Act, phase: str, sentence: str) -> None:
    with pytest.raises(Conflict) as refusal:
        states.check(act, states.SUBMITTED, phase)
    assert str(refusal.value) == sentence
