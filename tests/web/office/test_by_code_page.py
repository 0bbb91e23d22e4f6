"""The page of the way out says when it is one, publishes by code only to who says so, and leads to the judged copy."""

import pytest

from contest.access.duties import Duty
from contest.editions import queries as editions
from contest.editions.rules.secrecy import Sealing
from contest.entries import author_queries
from contest.entries import queries as entries
from contest.kernel import clock
from contest.results import by_code
from contest.results.claim_proofs import Proof
from tests.judged import Judged
from tests.parts.anonymisation.sealing import three_holders
from tests.web.office.office_browsing import send, text
from tests.works import PLAIN
from tests.worlds import world

MARKS = {"Một": [("9", "9")] * 2, "Hai": [("7", "7")] * 2, "Ba": [("6", "6")] * 2}


@world
def contest(factory):
    made = Judged(factory, settings={"sealing": Sealing("sealed", 2)})
    three_holders(factory, made.edition_id, made.organiser_id)
    made.entries = {title: made.accepted(made.authors[title], title=title) for title in made.titles}
    return made.coded_only().rubric().given_out().marked(MARKS).closed().awarded().approved()


@pytest.fixture
def office(contest):
    return f"/office/{contest.factory.read(editions.by_id, contest.edition_id, now=clock.now()).slug}"


def test_it_says_how_many_sheets_open_and_publishes_only_when_the_box_is_ticked(contest, client_for, office):
    organiser, page = client_for(contest.organiser_id), f"{office}/keys/by-code"
    asked = text(organiser.get(page))
    refused = send(organiser, page, {})
    done = send(organiser, page, {"confirmed": "yes"})

    assert "The identities open with the sheets of 2 of 3 holders." in asked
    assert "Nothing was published." not in asked
    assert refused.status_code == 422
    assert "Nothing was published. Tick the box if too few keys are left." in text(refused)
    assert 'aria-describedby="confirmed-error"' in refused.text
    assert (done.status_code, done.location) == (303, page)
    assert "The identities open with the sheets" not in text(organiser.get(page))


def test_from_a_claim_one_comes_to_the_judged_copy_to_compare_it(factory, contest, client_for, office):
    factory.do(by_code.publish, contest.edition_id, actor_id=contest.organiser_id, now=clock.now())
    key = factory.read(entries.entry_facts, contest.entries["Hai"]).key
    receipt = factory.read(author_queries.receipt, key, contest.authors["Hai"], 1)
    code = contest.code("Hai")
    proof = Proof(code, receipt.document.encode(), receipt.signature, PLAIN.encode())
    factory.do(by_code.claim, contest.edition_id, proof, actor_id=contest.organiser_id, now=clock.now())
    second = factory.person("Tổ Chức Hai")
    factory.appoint(contest.edition_id, second, Duty.ORGANISER)
    browser = client_for(second)
    shown = browser.get(f"{office}/keys/by-code").text
    copy = f"{office}/results/{code}/text"

    assert f'href="{copy}"' in shown
    assert PLAIN.split("\n")[0] in text(browser.get(copy))
    [claimed] = factory.read(by_code.claims, contest.edition_id)
    page = f"{office}/keys/by-code"
    dropped = send(browser, f"{page}/drop", {"key": claimed.key}, page=page)
    assert (dropped.status_code, factory.read(by_code.claims, contest.edition_id)) == (303, ())
