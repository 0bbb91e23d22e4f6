"""What happens to blind copies. No event names a blind copy and an entry together."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionMade(Event):
    """An accepted version was made blind, or could not be; `state` is failed, to_clear or clear."""

    NAME: ClassVar[str] = "rendition.made"
    entry_id: int
    version_id: int
    state: str
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionCleared(Event):
    """A secretary looked at what was found and let the blind copy go as it is."""

    NAME: ClassVar[str] = "rendition.cleared"
    entry_id: int
    version_id: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionRedacted(Event):
    """A secretary blacked out findings in the blind copy; what the author wrote is kept as it was."""

    NAME: ClassVar[str] = "rendition.redacted"
    entry_id: int
    version_id: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactionUndone(Event):
    """A secretary took back what was blacked out of a work; its copy is made anew."""

    NAME: ClassVar[str] = "rendition.undone"
    entry_id: int
    version_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesReplaced(Event):
    """A secretary let judges see the text of a PDF instead of pictures of its pages."""

    NAME: ClassVar[str] = "rendition.pages-replaced"
    entry_id: int
    version_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesDrawn(Event):
    """All blind codes of a round were drawn in one act."""

    NAME: ClassVar[str] = "codes.drawn"
    round_id: int
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesCommitted(Event):
    """All blind copies of a round were committed to by one root when its codes were drawn."""

    NAME: ClassVar[str] = "copies.committed"
    round_id: int
    commitment_id: int
    number: int
    count: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityVisible(Event):
    """A judge told that the author of a blind copy can be recognised."""

    NAME: ClassVar[str] = "copy.identity-visible"
    round_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSettled(Event):
    """The office found nothing in a blind copy by which its author could be recognised."""

    NAME: ClassVar[str] = "copy.flag-settled"
    round_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRedacted(Event):
    """The office blacked out something in a blind copy after its code was drawn."""

    NAME: ClassVar[str] = "copy.redacted"
    round_id: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealsOpened(Event):
    """The link from codes to entries was opened: results are being published."""

    NAME: ClassVar[str] = "seals.opened"
    seals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderKeyMade(Event):
    """A key holder made an own key; only its public half is kept."""

    NAME: ClassVar[str] = "key.holder-made"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionKeyMade(Event):
    """The key of an edition was made and locked for its holders, or locked anew for others."""

    NAME: ClassVar[str] = "key.made"
    holders: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingBegun(Event):
    """Key holders are asked to enter their keys; `purpose`: rehearsal, opening, one, holders."""

    NAME: ClassVar[str] = "key.meeting-begun"
    meeting_id: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntered(Event):
    """A holder entered a key, or confirmed where the installation seals."""

    NAME: ClassVar[str] = "key.entered"
    meeting_id: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRefused(Event):
    """Somebody entered words that are not the own key."""

    NAME: ClassVar[str] = "key.refused"
    meeting_id: int
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEnded(Event):
    """A meeting of key holders ended; `state`: done, or ended in vain."""

    NAME: ClassVar[str] = "key.meeting-ended"
    meeting_id: int
    purpose: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityOpened(Event):
    """One code was opened for the one who asked; which one and why is in the minutes, whose it is nowhere."""

    NAME: ClassVar[str] = "identity.opened"
    meeting_id: int
