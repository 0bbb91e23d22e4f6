"""What happens to an edition, its rounds and its people."""

from dataclasses import dataclass
from typing import ClassVar

from contest.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionCreated(Event):
    """An edition was begun, as a draft; perhaps with the settings of another one."""

    NAME: ClassVar[str] = "edition.created"
    copied_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChanged(Event):
    """Settings were changed; which ones, not to what."""

    NAME: ClassVar[str] = "edition.changed"
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseChanged(Event):
    """A recorded act led the edition from one stored phase to the next."""

    NAME: ClassVar[str] = "edition.phase-changed"
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleExtended(Event):
    """The closing time was put off; both instants in ISO form, UTC."""

    NAME: ClassVar[str] = "edition.schedule-extended"
    extension_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed(Event):
    """A person took up a duty; a contact that of `unit_id`. A listener may refuse by raising RuleBroken."""

    NAME: ClassVar[str] = "appointment.made"
    account_id: int
    duty: str
    unit_id: int | None = None

    def details(self) -> dict[str, object]:
        """Name the unit only where there is one."""
        told = Event.details(self)
        return {name: value for name, value in told.items() if name != "unit_id" or value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """A person gave up a duty or was relieved of it."""

    NAME: ClassVar[str] = "appointment.ended"
    account_id: int
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonInvited(Event):
    """Somebody was invited to a duty."""

    NAME: ClassVar[str] = "invitation.made"
    invitation_id: int
    duty: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRenewed(Event):
    """An invitation that nobody has accepted got a new letter and a new term."""

    NAME: ClassVar[str] = "invitation.renewed"
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRevoked(Event):
    """An invitation was withdrawn before it was accepted."""

    NAME: ClassVar[str] = "invitation.revoked"
    invitation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Event):
    """The invited person accepted."""

    NAME: ClassVar[str] = "invitation.accepted"
    invitation_id: int
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelSet(Event):
    """It was settled who reads which category in a round."""

    NAME: ClassVar[str] = "round.panel-set"
    round_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStateChanged(Event):
    """A round moved on: waiting, coded, judging, closed."""

    NAME: ClassVar[str] = "round.state-changed"
    round_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesFixed(Event):
    """The public settings were written down with their fingerprint."""

    NAME: ClassVar[str] = "edition.rules-fixed"
    number: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePermitted(Event):
    """One author may hand works in after the closing time."""

    NAME: ClassVar[str] = "late.permitted"
    permission_id: int
    account_id: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatePermissionTakenBack(Event):
    """An author's permission to hand works in late was ended."""

    NAME: ClassVar[str] = "late.taken-back"
    permission_id: int
    account_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementMade(Event):
    """The organisers told everybody something."""

    NAME: ClassVar[str] = "announcement.made"
    announcement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementChanged(Event):
    """An announcement says something else now, or at another time, or with other files."""

    NAME: ClassVar[str] = "announcement.changed"
    announcement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementWithdrawn(Event):
    """An announcement was taken from the public pages."""

    NAME: ClassVar[str] = "announcement.withdrawn"
    announcement_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleBarred(Event):
    """People were put on the list of those who must not take part."""

    NAME: ClassVar[str] = "barred.listed"
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonUnbarred(Event):
    """Somebody was taken off the list of those who must not take part."""

    NAME: ClassVar[str] = "barred.removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAsked(Event):
    """It was asked that works go on to the edition `upper_id`; agreed there, or not yet."""

    NAME: ClassVar[str] = "link.asked"
    link_id: int
    upper_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAgreed(Event):
    """The upper edition takes works from the lower one."""

    NAME: ClassVar[str] = "link.agreed"
    link_id: int
    upper_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnded(Event):
    """The upper edition takes no works from the lower one any more, or never agreed to."""

    NAME: ClassVar[str] = "link.ended"
    link_id: int
    upper_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadcountsWritten(Event):
    """It was written down how many people units have: `people` in the order of `units`; 0 where one was taken away."""

    NAME: ClassVar[str] = "units.headcounts-written"
    units: tuple[int, ...]
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindnessReportPublished(Event):
    """The report of a check was put on the public page, in the place of an older one; `leaks` are named in it."""

    NAME: ClassVar[str] = "edition.blindness-published"
    check_id: int
    leaks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindnessReportWithdrawn(Event):
    """The report of a check was taken off the public page."""

    NAME: ClassVar[str] = "edition.blindness-withdrawn"
    check_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindnessChecked(Event):
    """It was checked on a copy of the settings whether judges can learn who wrote what; `leaks` were found."""

    NAME: ClassVar[str] = "edition.blindness-checked"
    leaks: int
