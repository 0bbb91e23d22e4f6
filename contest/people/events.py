"""What happens to people."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRegistered(Event):
    """Somebody made an account."""

    NAME: ClassVar[str] = "account.registered"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNoted(Event):
    """An office noted somebody who takes part without an account."""

    NAME: ClassVar[str] = "person.noted"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClaimed(Event):
    """Somebody with an account turned out to be a person whom an office had noted: what was theirs is theirs now.

    `how`: by code, by address or by hand.
    """

    NAME: ClassVar[str] = "person.claimed"
    account_id: int
    unclaimed_id: int
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDenied(Event):
    """Somebody with the address that an office had noted said that they are not that person."""

    NAME: ClassVar[str] = "person.denied"
    account_id: int
    unclaimed_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorMade(Event):
    """An account became an administrator: the first organiser, or who was made one by command."""

    NAME: ClassVar[str] = "account.administrator-made"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministratorEnded(Event):
    """An account is no administrator any more."""

    NAME: ClassVar[str] = "account.administrator-ended"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven(Event):
    """A person agreed to a text."""

    NAME: ClassVar[str] = "consent.given"
    account_id: int
    purpose: str
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRestricted(Event):
    """The data of a person lies unused from now on, as the person asked."""

    NAME: ClassVar[str] = "account.restricted"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestrictionLifted(Event):
    """A person let the own data be used again."""

    NAME: ClassVar[str] = "account.restriction-lifted"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestMoved(Event):
    """A request about somebody's data came in or went on; `what`: asked, answered, extended, or how it ended."""

    NAME: ClassVar[str] = "data-request.moved"
    request_id: int
    account_id: int
    kind: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestDue(Event):
    """Administrators have to look at a request; `what`: new, or as in rules/data_requests.py."""

    NAME: ClassVar[str] = "data-request.due"
    request_id: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaysChanged(Event):
    """A public holiday was entered or taken out."""

    NAME: ClassVar[str] = "holidays.changed"
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureDecided(Event):
    """An account is being erased: each part erases what it holds of the person, while the account is still whole.

    `kept_entries`: works with a published prize; `named_entries`: those of them whose result names the author.
    `stays`: what was said to stay, as in rules/erasure.py.
    """

    NAME: ClassVar[str] = "account.erased"
    account_id: int
    request_id: int | None
    kept_entries: tuple[int, ...]
    named_entries: tuple[int, ...]
    stays: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLongEnough(Event):
    """What was kept as long as it is said to be kept was erased; how many, not which."""

    NAME: ClassVar[str] = "retention.cleared"
    data_class: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionBegun(Event):
    """Somebody signed in."""

    NAME: ClassVar[str] = "session.begun"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded(Event):
    """Somebody signed out."""

    NAME: ClassVar[str] = "session.ended"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(Event):
    """A password was changed; all sessions of the account ended with it."""

    NAME: ClassVar[str] = "account.password-changed"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressConfirmed(Event):
    """A person showed that the e-mail address is theirs."""

    NAME: ClassVar[str] = "account.address-confirmed"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailRequested(Event):
    """Somebody asked for a link by mail; without an account id, as the address may belong to nobody."""

    NAME: ClassVar[str] = "account.mail-requested"
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeviceUsed(Event):
    """Somebody signed in from a browser in which the account was never used; `device` as in rules/devices.py."""

    NAME: ClassVar[str] = "session.new-device"
    account_id: int
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionsEnded(Event):
    """A person signed out one device, or everywhere (`key` is None)."""

    NAME: ClassVar[str] = "session.ended-elsewhere"
    account_id: int
    key: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionChanged(Event):
    """How an account is protected was changed; `what` as in `contest.people.second_factor`."""

    NAME: ClassVar[str] = "account.protection-changed"
    account_id: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressChanged(Event):
    """An account has another e-mail address; neither of them stands in the log."""

    NAME: ClassVar[str] = "account.address-changed"
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person took back what they had agreed to."""

    NAME: ClassVar[str] = "consent.withdrawn"
    account_id: int
    purpose: str
    text_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailsChanged(Event):
    """A person changed the own details; which ones, not to what."""

    NAME: ClassVar[str] = "account.details-changed"
    account_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAdded(Event):
    """A unit joined the tree."""

    NAME: ClassVar[str] = "unit.added"
    unit_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChanged(Event):
    """A unit was renamed, moved, ended or given successors; which of it, not to what."""

    NAME: ClassVar[str] = "unit.changed"
    unit_id: int
    fields: tuple[str, ...]
