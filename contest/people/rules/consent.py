"""The texts that people agree to, with their versions. A changed text gets a new version; old ones stay in the log."""

from dataclasses import dataclass

from contest.kernel.errors import N_

NEEDED = N_("Tick this box to go on: without your agreement we may not keep your details.")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One purpose, its text (a message id) and the version of that text."""

    purpose: str
    version: str
    text: str
    is_needed: bool


REGISTRATION = (
    ConsentText(
        purpose="contest",
        version="2026-11-1",
        text=N_(
            "I agree that my name, birth year, unit, e-mail address and phone number are kept and used "
            "to run the contests that I enter, and for nothing else."
        ),
        is_needed=True,
    ),
    ConsentText(
        purpose="publication",
        version="2026-11-1",
        text=N_("If a work of mine wins a prize, my name and unit may be published with it."),
        is_needed=False,
    ),
)

# Asked on the page of the account alone, never at registration: nobody needs it to take part.
UNIT_CONTACT = ConsentText(
    purpose="unit_contact",
    version="2026-11-1",
    text=N_(
        "The contact of my unit, of a unit above it or of one whose place it took may see my name and how many works "
        "I have submitted in a contest. Never what they are, what became of them or what I have not submitted yet."
    ),
    is_needed=False,
)

# What can be withdrawn, and given again, without ceasing to take part.
OPTIONAL = {each.purpose: each for each in (*REGISTRATION, UNIT_CONTACT) if not each.is_needed}
