"""What the log may say of a work: in an edition that key holders seal, nothing that is the same on both sides.

The log is never changed: what stands there stays when the codes are drawn. A digest or a size finds the blind copy
of a text; that there was a file at all finds those that are shown page by page.
"""

from typing import Any

from contest.editions import sealings
from contest.entries import events
from contest.platform.events import publish

AboutFile = events.FileAttached | events.FileRemoved | events.ProvenanceAdded | events.ProvenanceTakenBack


def publish_about_file(event: AboutFile) -> None:
    """Say aloud that a file came or went, but in a sealed edition."""
    if event.edition_id is None or not sealings.of(event.edition_id).is_by_holders:
        publish(event)


def digests(edition_id: int, text: str, file: str | None) -> dict[str, Any]:
    """Return the digests that the log names with a submit: none in a sealed edition, where the receipt has them."""
    if sealings.of(edition_id).is_by_holders:
        return {"sha256_text": "", "sha256_file": None}
    return {"sha256_text": text, "sha256_file": file}
