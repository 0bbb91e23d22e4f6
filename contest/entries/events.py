"""What happens to entries."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStarted(Event):
    """An author began a draft."""

    NAME: ClassVar[str] = "entry.started"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAttached(Event):
    """A file was received into a draft."""

    NAME: ClassVar[str] = "entry.file-attached"
    entry_id: int
    file_id: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRemoved(Event):
    """A file was taken out of a draft; versions already submitted keep theirs."""

    NAME: ClassVar[str] = "entry.file-removed"
    entry_id: int
    file_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutSaid(Event):
    """An author said something about the own person with an entry; what it was stands in no log."""

    NAME: ClassVar[str] = "entry.about-said"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianAgreed(Event):
    """The guardian of an author who may be under age agreed, by what the author sent."""

    NAME: ClassVar[str] = "entry.guardian-agreed"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySubmitted(Event):
    """A version was received and its receipt given."""

    NAME: ClassVar[str] = "entry.submitted"
    entry_id: int
    version_id: int
    receipt_id: int
    sha256_text: str
    sha256_file: str | None
    authors: tuple[int, ...] = ()  # of record, in their order


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTakenIn(Event):
    """The secretariat took in a work that came on paper or by mail; `noted`: its authors who have no account."""

    NAME: ClassVar[str] = "entry.paper-taken-in"
    entry_id: int
    receipt_id: int
    channel: str
    verdict: str
    noted: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperUndone(Event):
    """A secretary took back that a work on paper was taken in."""

    NAME: ClassVar[str] = "entry.paper-undone"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListConfirmed(Event):
    """A unit's list was confirmed, and its rows are taken in one by one."""

    NAME: ClassVar[str] = "list.confirmed"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCodeRenewed(Event):
    """The code by which an author can claim a work on paper was made anew; the one before opens nothing any more."""

    NAME: ClassVar[str] = "entry.claim-code-renewed"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperClaimed(Event):
    """A work on paper became that of an account: its author of record is the same person, who can sign in now."""

    NAME: ClassVar[str] = "entry.paper-claimed"
    entry_id: int
    unclaimed_id: int
    account_id: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsListed(Event):
    """The receipts of a day were sealed into the list `number`; its digest stands in the log, which receipts anchor."""

    NAME: ClassVar[str] = "receipts.listed"
    number: int
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWithdrawn(Event):
    """The author took the entry out of the contest; `was` is the state it had."""

    NAME: ClassVar[str] = "entry.withdrawn"
    entry_id: int
    author_id: int
    was: str
    by_request: bool = False  # after the closing time a secretary says yes to it


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAsked(Event):
    """After the closing time an author asked for something; `what`: withdraw, title or about."""

    NAME: ClassVar[str] = "entry.after-asked"
    entry_id: int
    request_id: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterAnswered(Event):
    """A secretary answered such a request: yes or no."""

    NAME: ClassVar[str] = "entry.after-answered"
    entry_id: int
    request_id: int
    what: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorQuestioned(Event):
    """A secretary asked the author something about a work."""

    NAME: ClassVar[str] = "entry.author-questioned"
    entry_id: int
    question_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionAnswered(AuthorQuestioned):
    """The author answered it."""

    NAME: ClassVar[str] = "entry.question-answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionClosed(AuthorQuestioned):
    """A secretary closed the matter, answered or not."""

    NAME: ClassVar[str] = "entry.question-closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleCorrected(Event):
    """The title of the version that counts was corrected at its author's request."""

    NAME: ClassVar[str] = "entry.title-corrected"
    entry_id: int
    request_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeActed(Event):
    """The office changed something about a work; `what`: category, unit, name, kept, duplicate, parted."""

    NAME: ClassVar[str] = "entry.office-acted"
    entry_id: int
    act_id: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryAccepted(Event):
    """A secretary admitted a version to judging."""

    NAME: ClassVar[str] = "entry.accepted"
    entry_id: int
    version_id: int
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReturned(Event):
    """A secretary gave a version back to its author with a reason."""

    NAME: ClassVar[str] = "entry.returned"
    entry_id: int
    version_id: int
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRefused(Event):
    """A secretary refused a version with a reason."""

    NAME: ClassVar[str] = "entry.refused"
    entry_id: int
    version_id: int
    decision_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTakenBack(Event):
    """A secretary took the own decision back; `was` is the state it had led to, `state` the one that there is again."""

    NAME: ClassVar[str] = "entry.decision-taken-back"
    entry_id: int
    version_id: int
    decision_id: int
    was: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesCoded(Event):
    """Accepted entries got their codes; how many, not which: the log must not be a list of names to codes."""

    NAME: ClassVar[str] = "entry.coded"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoAuthorAsked(Event):
    """The author wrote to somebody, for the first time or again, who is to confirm being a co-author."""

    NAME: ClassVar[str] = "entry.co-author-asked"
    entry_id: int
    co_author_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoAuthorAnswered(Event):
    """Somebody who was asked confirmed or declined."""

    NAME: ClassVar[str] = "entry.co-author-answered"
    entry_id: int
    co_author_id: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoAuthorRemoved(Event):
    """The author took somebody off the list; `account_id` where the person had confirmed."""

    NAME: ClassVar[str] = "entry.co-author-removed"
    entry_id: int
    co_author_id: int
    account_id: int | None
    was: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoAuthorLeft(Event):
    """A co-author took their name off the work; `told` are the accounts of everybody else on it."""

    NAME: ClassVar[str] = "entry.co-author-left"
    entry_id: int
    account_id: int
    told: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsReordered(Event):
    """The author changed the order in which the authors stand."""

    NAME: ClassVar[str] = "entry.authors-reordered"
    entry_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryForwarded(Event):
    """The work went on to the edition above, where it is the entry `new_entry_id` with a receipt of its own."""

    NAME: ClassVar[str] = "entry.forwarded"
    entry_id: int
    authors: tuple[int, ...]
    upper_id: int
    new_entry_id: int
    receipt_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryCameIn(Event):
    """A work was taken over from an edition below."""

    NAME: ClassVar[str] = "entry.came-in"
    entry_id: int
    from_id: int
    receipt_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceAdded(Event):
    """A text was added that works of all editions are compared with, or that may be quoted in this one."""

    NAME: ClassVar[str] = "reference.added"
    reference_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceChanged(Event):
    """It was said of a reference text that it may be quoted, or that it may not."""

    NAME: ClassVar[str] = "reference.changed"
    reference_id: int
    may_be_quoted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsCommitted(Event):
    """All receipts of a contest, or those that came after the commitment before, were committed to by one root."""

    NAME: ClassVar[str] = "receipts.committed"
    commitment_id: int
    number: int
    count: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceDeleted(Event):
    """A reference text was deleted."""

    NAME: ClassVar[str] = "reference.deleted"
    reference_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMarked(Event):
    """A secretary said of a source of a work that it does not count; the reason stands with the mark."""

    NAME: ClassVar[str] = "likeness.marked"
    entry_id: int
    mark_id: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceUnmarked(Event):
    """A secretary took a mark back: the source counts again."""

    NAME: ClassVar[str] = "likeness.unmarked"
    entry_id: int
    mark_id: int
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceAdded(Event):
    """An author keeps a draft or note sealed with a work."""

    NAME: ClassVar[str] = "provenance.added"
    entry_id: int
    provenance_id: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceTakenBack(Event):
    """An author deleted a draft or note that was kept sealed."""

    NAME: ClassVar[str] = "provenance.taken-back"
    entry_id: int
    provenance_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenanceOpened(Event):
    """What was sealed with a work was opened in a review; the reason stands with the opening."""

    NAME: ClassVar[str] = "provenance.opened"
    entry_id: int
    opening_id: int
    files: int
