"""What meetings of key holders are called for people."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from contest.anonymisation.rules import holders

PURPOSES: Mapping[str, LazyString] = {
    holders.REHEARSAL: lazy_gettext("Rehearsal of the opening"),
    holders.OPENING: lazy_gettext("Opening of the identities"),
    holders.ONE: lazy_gettext("Opening of one identity"),
    holders.NEW_HOLDERS: lazy_gettext("New set of key holders"),
}
STATES: Mapping[str, LazyString] = {
    holders.GATHERING: lazy_gettext("keys are being entered"),
    holders.DONE: lazy_gettext("done"),
    holders.ENDED: lazy_gettext("ended in vain"),
}
EXPLAINED: Mapping[str, LazyString] = {
    holders.REHEARSAL: lazy_gettext(
        "A test seal is opened, to show that the sheets are there and right. No identity is touched."
    ),
    holders.OPENING: lazy_gettext(
        "With the last key all codes and names are joined and the contest's key is destroyed. It cannot be taken back."
    ),
    holders.ONE: lazy_gettext(
        "Whose work one code is becomes known to the one who asked and to nobody else. The chair is told of it."
    ),
    holders.NEW_HOLDERS: lazy_gettext(
        "The contest's key is locked for the holders who are named now. Sheets of others are worthless from then on."
    ),
}
