"""What happens to results."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsComputed(Event):
    """The ranking of a round was computed; the digest stands for scores and standings."""

    NAME: ClassVar[str] = "results.computed"
    round_id: int
    computation_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAdvanced(Event):
    """The best of a round went on to the next under new codes."""

    NAME: ClassVar[str] = "results.advanced"
    round_id: int
    next_round_id: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardsProposed(Event):
    """The prize table was applied to the standings."""

    NAME: ClassVar[str] = "awards.proposed"
    computation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardChanged(Event):
    """The chair gave another prize than the table proposed; the reason stands with the award."""

    NAME: ClassVar[str] = "awards.changed"
    blind_copy_id: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeExplained(Event):
    """The chair said why a prize is not awarded, or how a tie at its end was settled; `about` is empty or tie."""

    NAME: ClassVar[str] = "awards.explained"
    prize_id: int
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraPrizeChosen(Event):
    """The chair chose a work for a prize beside the tables, or took it back (`chosen` false)."""

    NAME: ClassVar[str] = "awards.extra-chosen"
    extra_prize_id: int
    blind_copy_id: int
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorsChecked(Event):
    """It was looked, through the seals, whether an author has more prizes than allowed; `count`: how many have."""

    NAME: ClassVar[str] = "results.authors-checked"
    digest: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsApproved(Event):
    """A person approved exactly these standings and awards."""

    NAME: ClassVar[str] = "results.approved"
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsPublished(Event):
    """The identities were opened and the results made public."""

    NAME: ClassVar[str] = "results.published"
    publication_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrizeChosen(Event):
    """An organiser chose a prize for a unit, or none, instead of the ranking; or took that back (`chosen` false)."""

    NAME: ClassVar[str] = "unit-prizes.chosen"
    unit_id: int
    unit_prize_id: int | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrizeExplained(Event):
    """An organiser said why a prize for units stays empty."""

    NAME: ClassVar[str] = "unit-prizes.explained"
    unit_prize_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrizesConfirmed(Event):
    """The prizes for units were given and made public; `count`: to how many units."""

    NAME: ClassVar[str] = "unit-prizes.confirmed"
    digest: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsGiven(Event):
    """A winner said where the prize is to be paid to; where, stands in no log."""

    NAME: ClassVar[str] = "bank-details.given"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsDeleted(Event):
    """A winner deleted the own bank details."""

    NAME: ClassVar[str] = "bank-details.deleted"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsSeen(Event):
    """The treasurer looked at bank details; of how many winners."""

    NAME: ClassVar[str] = "bank-details.seen"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BankDetailsExported(Event):
    """The treasurer took bank details along as a file; of how many winners."""

    NAME: ClassVar[str] = "bank-details.exported"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizePaid(Event):
    """A prize was marked as paid."""

    NAME: ClassVar[str] = "prize.paid"
    result_id: int
    paid_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTakenBack(Event):
    """A prize was marked as paid by mistake, and the mark was taken away."""

    NAME: ClassVar[str] = "prize.payment-taken-back"
    result_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalsChecked(Event):
    """Before publishing it was asked which works with a prize were taken back, and how many there are."""

    NAME: ClassVar[str] = "results.withdrawals-checked"
    digest: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPublished(Event):
    """What joins receipts and codes was published; the digest stands for all of it."""

    NAME: ClassVar[str] = "proof.published"
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedByCode(Event):
    """The results were made public by code alone: too few of the holders' keys were left to open the identities."""

    NAME: ClassVar[str] = "results.published-by-code"
    publication_id: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeClaimed(Event):
    """An organiser recorded that an author proved a published code to be theirs."""

    NAME: ClassVar[str] = "code.claimed"
    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeClaimDropped(Event):
    """An organiser dropped a claim that nobody had confirmed: code and work can be claimed again."""

    NAME: ClassVar[str] = "code.claim-dropped"
    claim_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeJoined(Event):
    """A second organiser confirmed a claim: code and author are joined."""

    NAME: ClassVar[str] = "code.joined"
    claim_id: int
