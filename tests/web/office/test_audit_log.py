"""What the log page leaves out, because its readers also see works by their codes."""

import re
from dataclasses import fields
from importlib import import_module

import pytest

from contest.access.duties import Duty
from contest.anonymisation.events import RenditionCleared, RenditionRedacted
from contest.audit import queries as audit
from contest.entries.events import EntrySubmitted
from contest.judging.events import RubricFrozen
from contest.kernel import clock
from contest.kernel.events import Event
from contest.platform.events import publish
from contest.results.events import AwardChanged, ExtraPrizeChosen, PrizeExplained
from contest.web.office.audit_log import WITHHELD
from contest.web.office.log_words import DETAILS, EVENTS

ENTRY, VERSION, DIGEST = 734_001, 734_002, "c0ffee" * 10


def test_the_log_does_not_say_which_entry_was_blacked_out_or_what_digest_it_has(factory, client_for):
    organiser, observer = factory.person(), factory.person()
    edition_id = factory.edition(organiser_id=organiser, phase="closed", title="Cuộc thi Sông Trăng")
    factory.appoint(edition_id, observer, Duty.OBSERVER)
    what = {"at": clock.now(), "actor_id": organiser, "edition_id": edition_id}
    about = {"entry_id": ENTRY, "version_id": VERSION}
    with factory.work():
        publish(RenditionRedacted(**what, **about, findings=73_411))
        publish(RenditionCleared(**what, **about, findings=73_412))
        publish(EntrySubmitted(**what, **about, receipt_id=3, sha256_text=DIGEST, sha256_file=None))

    page = client_for(observer).get("/office/cuoc-thi-song-trang-2026/log").text

    kept = {line.name: line.details for line in factory.read(audit.log, edition_id)}
    assert (kept["rendition.redacted"]["entry_id"], kept["entry.submitted"]["sha256_text"]) == (ENTRY, DIGEST)
    assert [hidden for hidden in ("73411", "73412", DIGEST) if hidden in page] == []
    assert page.count(str(ENTRY)) == 1  # of the submission alone


def test_every_event_of_a_contest_and_every_detail_of_it_is_said_in_words():
    stages = ("editions", "entries", "anonymisation", "assignment", "judging", "results")
    events = [
        event
        for stage in stages
        for event in vars(import_module(f"contest.{stage}.events")).values()
        if isinstance(event, type) and issubclass(event, Event) and event is not Event
    ]
    details = {f.name for event in events for f in fields(event)} - {f.name for f in fields(Event)} - WITHHELD

    assert {event.NAME for event in events} - set(EVENTS) == set()
    assert details - set(DETAILS) == set()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # how a page says it
def test_the_log_says_values_in_words_too(factory, client_for):
    organiser = factory.person()
    edition_id = factory.edition(organiser_id=organiser, title="Cuộc thi Sông Trăng")
    what = {"at": clock.now(), "actor_id": organiser, "edition_id": edition_id}
    with factory.work():
        publish(RubricFrozen(**what, round_id=7, category_id=None))
        publish(AwardChanged(**what, blind_copy_id=3, before=None, after=18))
        publish(PrizeExplained(**what, prize_id=18, about="empty"))
        publish(ExtraPrizeChosen(**what, extra_prize_id=2, blind_copy_id=3, chosen=False))

    page = client_for(organiser).get("/office/cuoc-thi-song-trang-2026/log").text

    assert re.findall(r'data-label="Details" class="break">([^<]*)<', page)[:4] == [
        "extra prize: 2, blind copy: 3, chosen: no",
        "prize: 18, about: a prize that is not awarded",
        "blind copy: 3, before: no prize, afterwards: 18",
        "round: 7",
    ]
