"""Duties: what a person is appointed to in one edition, and which duties exclude each other."""

from enum import StrEnum


class Duty(StrEnum):
    """An appointment in one edition; never a property of an account."""

    ORGANISER = "organiser"
    SECRETARY = "secretary"
    JUDGE = "judge"
    CHAIR = "chair"
    OBSERVER = "observer"
    KEY_HOLDER = "key_holder"
    UNIT_CONTACT = "unit_contact"
    TREASURER = "treasurer"
    AUTHOR = "author"  # not appointed: held by whoever has an entry in the edition


# design.md 6, column "may not also be", made symmetric. A unit's contact may take part, but knows who of the unit does.
EXCLUDED: frozenset[frozenset[Duty]] = frozenset(
    frozenset(pair)
    for pair in (
        (Duty.AUTHOR, Duty.JUDGE),
        (Duty.AUTHOR, Duty.CHAIR),
        (Duty.AUTHOR, Duty.SECRETARY),
        (Duty.SECRETARY, Duty.JUDGE),
        (Duty.SECRETARY, Duty.CHAIR),
        (Duty.JUDGE, Duty.ORGANISER),
        (Duty.UNIT_CONTACT, Duty.JUDGE),
        (Duty.UNIT_CONTACT, Duty.CHAIR),
        (Duty.TREASURER, Duty.AUTHOR),
        (Duty.KEY_HOLDER, Duty.AUTHOR),
        (Duty.KEY_HOLDER, Duty.JUDGE),
        (Duty.TREASURER, Duty.JUDGE),
    )
)

# Of whom an edition may ask a second factor; of whom it does unless it says otherwise: who publishes, approves, pays.
PROTECTABLE: tuple[Duty, ...] = (
    Duty.ORGANISER,
    Duty.SECRETARY,
    Duty.CHAIR,
    Duty.KEY_HOLDER,
    Duty.TREASURER,
)
PROTECTED: tuple[Duty, ...] = (Duty.ORGANISER, Duty.CHAIR, Duty.TREASURER)


def excluded_by(duty: Duty, held: frozenset[Duty]) -> Duty | None:
    """Return the held duty that forbids taking `duty` too, the alphabetically first, or None."""
    return next((other for other in sorted(held) if frozenset((duty, other)) in EXCLUDED), None)
