"""What pages of several audiences call the rights of people over their data, and what is kept how long and why."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from contest.people.rules import data_requests as rules

KINDS: Mapping[str, LazyString] = {
    rules.ERASE: lazy_gettext("Delete my account and my data"),
    rules.RESTRICT: lazy_gettext("Let my data lie unused for a time"),
    rules.OBJECT: lazy_gettext("Object to a use of my data"),
    rules.OTHER: lazy_gettext("Ask something else about my data"),
}

STATES: Mapping[str, tuple[LazyString, str]] = {
    rules.WAITING: (lazy_gettext("Waits for an answer"), "warn"),
    rules.ANSWERED: (lazy_gettext("Answered, not done yet"), "info"),
    rules.DONE: (lazy_gettext("Done"), "good"),
    rules.REFUSED: (lazy_gettext("Refused"), "bad"),
    rules.TAKEN_BACK: (lazy_gettext("Taken back"), "plain"),
}

PURPOSES: Mapping[str, LazyString] = {
    "contest": lazy_gettext("Taking part in contests"),
    "publication": lazy_gettext("Being named with a prize"),
    "unit_contact": lazy_gettext("Being known to the contact of your unit"),
}

# What can be taken back, and what follows when it is.
OPTIONAL: Mapping[str, tuple[LazyString, LazyString]] = {
    "publication": (
        PURPOSES["publication"],
        lazy_gettext(
            "If you take it back, your name and unit disappear from published results at once and stand with no prize "
            "from now on. The prize stays yours, and so does the title of the work on the page."
        ),
    ),
    "unit_contact": (
        PURPOSES["unit_contact"],
        lazy_gettext("If you take it back, the contact sees numbers only, from the next look on."),
    ),
}

# Class of data to what it is, from when on the days count, and why it is kept so long.
KEPT: Mapping[str, tuple[LazyString, LazyString, LazyString]] = {
    "drafts": (
        lazy_gettext("Drafts that were never submitted"),
        lazy_gettext("after the results"),
        lazy_gettext("So that an author can still take the text out. After that nobody needs it here."),
    ),
    "outside": (
        lazy_gettext("Works that were refused or withdrawn: text, file and reasons"),
        lazy_gettext("after the results"),
        lazy_gettext("So that a complaint about a refusal can be looked into."),
    ),
    "about": (
        lazy_gettext(
            "What authors wrote about themselves with a work, answers to further questions, and their guardians, "
            "but for pen names"
        ),
        lazy_gettext("after the results"),
        lazy_gettext("So that winners can be reached and prizes handed over."),
    ),
    "barred": (
        lazy_gettext("Lists of people who may not take part"),
        lazy_gettext("after the results"),
        lazy_gettext("So that a complaint about a winner can be looked into."),
    ),
    "invitations": (
        lazy_gettext("Invitations to a duty"),
        lazy_gettext("after they ran out"),
        lazy_gettext("So that the organisers see who did not answer."),
    ),
    "letters": (
        lazy_gettext("Letters that this site sent"),
        lazy_gettext("after they left"),
        lazy_gettext("So that it can be seen which did not arrive."),
    ),
    "accounts": (
        lazy_gettext("Accounts whose address was never confirmed and that were never used"),
        lazy_gettext("after they were made"),
        lazy_gettext("Perhaps somebody mistyped the address of a stranger."),
    ),
    "bank": (
        lazy_gettext("Bank details of winners whose prizes are paid"),
        lazy_gettext("after the payment"),
        lazy_gettext(
            "So that a payment that did not arrive can be looked for. Winners can delete them at any time."
        ),
    ),
    "unpaid": (
        lazy_gettext("Bank details of winners whose prizes nobody marked as paid"),
        lazy_gettext("after they were given"),
        lazy_gettext("Nobody should have to remember to delete them. They can be given again."),
    ),
    "requests": (
        lazy_gettext("What was written in requests about data, and the answers"),
        lazy_gettext("after they were settled"),
        lazy_gettext("To prove to the authority that the law was kept. When it was asked and done stays."),
    ),
    "devices": (
        lazy_gettext("Devices known to you"),
        lazy_gettext("after the last use"),
        lazy_gettext("To warn you when somebody signs in on a new one."),
    ),
    "sessions": (
        lazy_gettext("Where you are signed in"),
        lazy_gettext("after signing in"),
        lazy_gettext("Then you have to sign in again anyway."),
    ),
}
