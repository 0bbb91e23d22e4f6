"""What the log page leaves out, because its readers also see works by their codes."""

from contest.access.duties import Duty
from contest.anonymisation.events import RenditionCleared, RenditionRedacted
from contest.audit import queries as audit
from contest.entries.events import EntrySubmitted
from contest.kernel import clock
from contest.platform.events import publish

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
