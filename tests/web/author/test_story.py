"""Where an entry stands, in plain words: every state in every phase has a sentence that is true."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from contest.editions.queries import EditionView
from contest.entries.author_queries import OwnEntry
from contest.web.author import co_author_story
from contest.web.author.outcomes import NOTHING_YET, Outcome
from tests.factories import NOW, WEEK

EDITION = EditionView(
    id=1, slug="x", title="Quê hương", number=1, year=2026, summary="", time_zone="Asia/Ho_Chi_Minh",
    stored_phase="announced", phase="open", opens_at=NOW, closes_at=NOW + WEEK,
)  # fmt: skip
ENTRY = OwnEntry(
    id=1, key="k", edition_id=1, state="draft", title="Chợ quê", saved_at=NOW, submitted_at=NOW,
    version_number=1, receipt_number="2026", reason="",
)  # fmt: skip
UPPER = Outcome(upper="Hội thi cấp tỉnh")
RANKED, WON = Outcome(is_ranked=True), Outcome(is_ranked=True, prizes=("Giải Nhất", "Giải Trẻ"))
NO_PART = "Not accepted. It takes no part."


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context(), force_locale("en"):
        yield


def told(state: str, phase: str, outcome: Outcome = NOTHING_YET, **more: object) -> tuple[str, str]:
    """The badge and the sentence; `collects_only` is the edition's, the rest the entry's."""
    edition = replace(EDITION, phase=phase, collects_only=bool(more.pop("collects_only", False)))
    story = co_author_story.tell(replace(ENTRY, state=state, **more), edition, outcome)
    return story.badge, story.sentence


@pytest.mark.parametrize(
    ("state", "phase", "badge", "begins"),
    [
        ("draft", "open", "Draft", "You are still writing. Only a submitted work takes part;"),
        ("draft", "announced", "Draft", "You are still writing. The contest does not take in works yet."),
        ("draft", "judging", "Draft", "This draft was not submitted before the closing time"),
        ("submitted", "open", "Submitted", "Received. The secretariat checks it"),
        ("submitted", "closed", "Submitted", "Received in time. The secretariat checks it"),
        ("submitted", "archived", "Submitted", "Received in time. The contest has ended without a decision"),
        ("returned", "open", "Returned", "The secretariat returned it. Mend what the reason says"),
        ("returned", "closed", "Returned", "It was returned and not submitted again"),
        ("accepted", "open", "Accepted", "Accepted. It goes to the judges without your name"),
        (
            "accepted",
            "judging",
            "Accepted",
            "Accepted, but it is not among the works that went to the judges.",
        ),
        ("refused", "open", "Not accepted", NO_PART[:-1] + "; you may still write another work."),
        ("refused", "published", "Not accepted", NO_PART),
        ("withdrawn", "closed", "Withdrawn", "You withdrew it. It takes no part."),
        ("coded", "closed", "With the judges", "The judges read it without knowing whose work it is."),
        ("coded", "judging", "With the judges", "The judges read it without knowing whose work it is."),
        ("coded", "deliberation", "Judged", "Read by the judges. The jury decides on the prizes now."),
        ("coded", "published", "Results are public", "The results are public. Your work is not among"),
    ],
)
def test_every_state_is_told_as_it_is_in_the_phase(state: str, phase: str, badge: str, begins: str) -> None:
    shown, sentence = told(state, phase)
    assert (shown, sentence[: len(begins)]) == (badge, begins)


@pytest.mark.parametrize("phase", ["published", "archived"])
def test_after_the_publication_the_prize_is_said_or_that_there_is_none(phase: str) -> None:
    assert [told("coded", phase, outcome) for outcome in (WON, RANKED)] == [
        (
            "Has won a prize",
            "The results are public, and your work has won “Giải Nhất; Giải Trẻ”. Congratulations!",
        ),
        (
            "Results are public",
            "The results are public. Your work has won no prize; you can see its place and its points.",
        ),
    ]


def test_a_work_that_was_sent_on_says_where_to() -> None:
    also = "It was sent on to the contest Hội thi cấp tỉnh, where it is an entry of its own in this list."
    assert told("accepted", "closed", UPPER, collects_only=True) == ("Sent on", also)
    won = told("coded", "published", replace(WON, upper=UPPER.upper))
    assert (won[0], won[1].endswith(f"Congratulations! {also}")) == ("Has won a prize", True)
    waiting = told("accepted", "archived", collects_only=True)[1]
    assert waiting.startswith("Accepted. The collection has ended; if your work is sent on")


def test_of_a_work_that_was_erased_it_is_said_that_the_receipt_stays_valid() -> None:
    day = NOW + timedelta(days=200)
    assert told("refused", "archived", erased_at=day)[1] == (
        f"{NO_PART} Its text and files are no longer kept here: they were erased on 17 September 2026."
        " The receipt stays valid."
    )


def test_a_co_author_is_told_who_acted_and_of_the_end_the_same() -> None:
    other = {"contact": "Lê Thị Ba"}
    assert [
        told(state, phase, outcome, **other)[1]
        for state, phase, outcome in (
            ("withdrawn", "judging", NOTHING_YET),
            ("accepted", "closed", NOTHING_YET),
            ("coded", "published", WON),
        )
    ] == [
        "Lê Thị Ba withdrew it. It takes no part.",
        "Accepted. It goes to the judges without the names of its authors.",
        told("coded", "published", WON)[1],
    ]
