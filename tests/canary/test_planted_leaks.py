"""The canary sings: each leak that is planted into a running program is noticed by the check that is there for it."""

from collections.abc import Callable

import pytest
from flask import Flask

from contest.kernel import clock
from tests.canary import checks, leaks, roles, swapped, walk
from tests.canary.browser import Answer, Browser
from tests.canary.conftest import Walks
from tests.canary.leaks import Known
from tests.canary.people import RECORDED
from tests.canary.roles import OWN_TIMES
from tests.canary.snapshots import Snapshot

Plant = Callable[[Flask, Known], None]

SAID = [
    (leaks.name_in_a_comment, "a comment in the page gives the author's name"),
    (leaks.name_without_marks, "a class gives the name without its marks, the spaces written as entities"),
    (leaks.name_split_by_tags, "a tag stands in the middle of the name"),
    (leaks.mail_in_base64, "an attribute holds the e-mail address in base64"),
    (leaks.phone_in_spaces, "the phone number is set in groups"),
    (leaks.unit_by_a_template, "a template asks for the author's unit"),
    (leaks.entry_in_a_header, "a header gives the key of the entry"),
    (leaks.entry_in_a_cookie, "a cookie keeps the key of the entry"),
    (leaks.entry_in_the_session, "the signed session keeps the key of the entry"),
    (leaks.picture_with_its_author, "a picture of a page has the author in a compressed chunk"),
    (leaks.picture_tagged_with_the_digest_of_the_file, "an entity tag is the digest of the author's file"),
    (leaks.picture_dated_like_the_submission, "a picture is dated like the submission"),
    (leaks.download_under_the_files_own_name, "a picture is saved under the name of the author's file"),
    (leaks.route_to_the_file_as_received, "a route that no page links to sends the file as it was received"),
    (leaks.error_that_names_the_title_of_a_refused_work, "an error message names a work that was refused"),
    (leaks.redirect_with_the_receipt, "a redirect carries the number of the receipt"),
]
BY_SWAP = [
    (leaks.time_of_submission, "a page has the day of the submission in it"),
    (leaks.desk_in_the_order_of_arrival, "the desk is in the order of arrival"),
    (leaks.number_of_saves, "a page counts how often the draft was saved"),
    (leaks.badge_for_a_work_that_was_sent_twice, "the status is another for a work that was sent in twice"),
    (leaks.page_as_long_as_the_name, "a page is longer for a longer name"),
    (leaks.recording_as_long_as_the_name, "a recording is longer for a longer name"),
    (leaks.consent_in_a_class, "a class tells who agreed to be named"),
]


def sentences(planted: list[tuple[Plant, str]]) -> dict[str, object]:
    return {"argvalues": [plant for plant, _ in planted], "ids": [sentence for _, sentence in planted]}


def planted_walk(snapshot: Snapshot, role: str, plant: Plant, below: str) -> list[Answer]:
    """The walk of a person below an address of a program with a leak."""
    with snapshot.running() as app, clock.fixed(snapshot.now):
        plant(app, Known(snapshot.facts))
        browser = Browser(app, roles.account(role, snapshot.facts))
        walk.follow(browser, [url for url in walk.starts(app, snapshot.facts) if url.startswith(below)])
        walk.guess(browser, snapshot.facts, thorough=False, below=below)
    return browser.answers


def as_a_judge(walks: Walks, plant: Plant) -> tuple[str, list[Answer]]:
    """The walk of a judge on whose desk a work lies that came as pictures of pages."""
    snapshot = walks.stages["judging"]
    role = next(r for r in (roles.READER, roles.OTHER) if "B" in roles.on_desk(r, snapshot.facts))
    return role, planted_walk(snapshot, role, plant, "/judge/")


def told_to_a_judge(walks: Walks, plant: Plant) -> list[str]:
    role, answers = as_a_judge(walks, plant)
    return checks.told(answers, role, "judging", walks.stages["judging"].facts)


@pytest.mark.parametrize("plant", **sentences(SAID))
def test_the_walk_notices_when(walks, plant):
    assert told_to_a_judge(walks, plant) != []


@pytest.mark.parametrize("plant", **sentences(BY_SWAP))
def test_the_exchange_of_two_authors_shows_when(pairs, plant):
    pair = pairs["judging"]
    with pair.one.running() as one, pair.other.running() as other:
        plant(one, Known(pair.one.facts))
        plant(other, Known(pair.other.facts))
        found = (swapped.differences(pair, (one, other), f"judge{number}") for number in range(1, 5))
        noticed = any(found)

    assert noticed


def test_the_same_walk_finds_nothing_where_nothing_is_planted(walks):
    assert told_to_a_judge(walks, lambda *_: None) == []


def test_the_check_of_times_notices_the_day_of_a_submission(walks):
    assert checks.times(as_a_judge(walks, leaks.time_of_submission)[1], OWN_TIMES["judging"]) != []


def test_the_check_of_headers_notices_a_tag_a_date_a_name_and_a_key(walks):
    def plant(app: Flask, known: Known) -> None:
        leaks.picture_tagged_with_the_digest_of_the_file(app, known)
        leaks.picture_dated_like_the_submission(app, known)
        leaks.download_under_the_files_own_name(app, known)
        leaks.entry_in_a_header(app, known)

    found = checks.strange_headers(as_a_judge(walks, plant)[1])

    assert found == {"ETag", "Last-Modified", "Content-Disposition", "X-Entry"}


@pytest.mark.parametrize("letter", RECORDED)
def test_it_is_noticed_when_a_recording_is_sent_as_its_author_sent_it(walks, letter):
    snapshot = walks.stages["judging"]
    facts = snapshot.facts
    code = facts.codes[-1][letter]
    reader = next(name for name, desk in facts.desks.items() if code in desk)
    told = []
    for plant in (lambda *_: None, leaks.recording_as_it_came):
        with snapshot.running() as app, clock.fixed(snapshot.now):
            plant(app, Known(facts))
            browser = Browser(app, facts.officials[reader])
            answer = browser.ask(f"/judge/{facts.slugs[0]}/essays/{code}/recording")
        told.append({line.split(":")[0] for line in checks.told([answer], roles.STRANGER, "judging", facts)})

    assert told[0] == set()
    assert told[1] >= {
        f"{letter} person (name)",
        f"{letter} person (unit)",
        f"{letter} trace (tag of the recording)",
    }


def test_it_is_noticed_when_an_essay_of_another_desk_answers_with_one_byte_more(walks):
    snapshot = walks.stages["judging"]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        leaks.others_essays_answer_otherwise(app, Known(snapshot.facts))
        browser = Browser(app, roles.account(roles.READER, snapshot.facts))

        assert checks.told_apart(browser, checks.others_essays(browser, snapshot.facts, roles.READER)) != []


def test_it_is_noticed_when_a_letter_to_the_judges_names_an_author(walks):
    snapshot = walks.stages["published"]
    with snapshot.running() as app, clock.fixed(snapshot.now):
        leaks.mail_that_names_an_author(app, Known(snapshot.facts))
        letters = checks.letters_to(app, snapshot.facts.officials.values())

    assert {line.split(":")[0] for line in checks.told_by_mail(letters, snapshot.facts)} == {
        "A person (name)"
    }


def test_it_is_noticed_when_an_author_is_told_the_own_code(walks):
    snapshot = walks.stages["judging"]
    answers = planted_walk(snapshot, roles.AUTHOR_A, leaks.code_on_the_authors_own_page, "/author/")

    told = set().union(*(checks.codes_in(answer, snapshot.facts) for answer in answers))

    assert told == {snapshot.facts.codes[-1]["A"]}
    assert checks.joined(answers, snapshot.facts) != []


def test_it_is_noticed_when_codes_and_names_stand_on_one_page_of_the_office(walks):
    snapshot = walks.stages["judging"]
    answers = planted_walk(
        snapshot, roles.SECRETARY, leaks.list_of_codes_and_names_for_the_secretary, "/office/"
    )

    assert checks.joined(answers, snapshot.facts) == [f"/office/{snapshot.facts.slugs[0]}/key"]
