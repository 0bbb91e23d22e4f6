"""The words that authors' and office pages use for entries: states, kinds, what was noticed about a file."""

from collections.abc import Iterable, Mapping
from typing import Final

from flask_babel import LazyString, gettext, lazy_gettext

STATES: Final[Mapping[str, LazyString]] = {
    "draft": lazy_gettext("Draft"),
    "submitted": lazy_gettext("Submitted"),
    "returned": lazy_gettext("Returned"),
    "accepted": lazy_gettext("Accepted"),
    "refused": lazy_gettext("Not accepted"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "coded": lazy_gettext("With the judges"),
}
VERDICTS: Final[Mapping[str, LazyString]] = {
    "accept": lazy_gettext("accepted"),
    "return": lazy_gettext("returned"),
    "refuse": lazy_gettext("refused"),
}
# How a badge of the state looks: tones of components/blocks.html.
STATE_TONES: Final[Mapping[str, str]] = {
    "draft": "plain",
    "submitted": "info",
    "returned": "warn",
    "accepted": "good",
    "refused": "bad",
    "withdrawn": "plain",
    "coded": "good",
}

CO_AUTHOR_STATES: Final[Mapping[str, LazyString]] = {
    "asked": lazy_gettext("Not confirmed yet"),
    "confirmed": lazy_gettext("Confirmed"),
    "declined": lazy_gettext("Has declined"),
    "left": lazy_gettext("Has left"),
    "removed": lazy_gettext("Taken off the list"),
}
CO_AUTHOR_TONES: Final[Mapping[str, str]] = {
    "asked": "warn", "confirmed": "good", "declined": "bad", "left": "bad", "removed": "plain"
}  # fmt: skip

FLAGS: Final[Mapping[str, LazyString]] = {
    "no-text": lazy_gettext(
        "No text could be read from the file; it is probably a scan. Its length and names in it cannot be "
        "checked by the program, so the secretariat looks at it."
    ),
    "tracked-changes": lazy_gettext(
        "The document contains tracked changes. It is read as if all of them were accepted."
    ),
    "comments": lazy_gettext("The document contains comments. Judges do not see them."),
    "hidden-text": lazy_gettext("The document contains hidden text. Judges do not see it."),
    "picture": lazy_gettext("The document contains pictures."),
    "blacked-before": lazy_gettext(
        "Parts of an older version were blacked out. Look whether these pages need it, too."
    ),
    "black-parts": lazy_gettext(
        "Words were blacked out on the pictures of pages where the file says that they stand."
    ),
    "picture-page": lazy_gettext("A page is only a picture. The program cannot check the words on it."),
    "linked-picture": lazy_gettext("A picture is not in the file but linked from elsewhere. Nobody sees it."),
    "text-box": lazy_gettext(
        "The document contains text boxes. What stands in them is read after the paragraph beside which they stand."
    ),
    "embedded-object": lazy_gettext("The document contains embedded objects. Judges do not see them."),
    "formula": lazy_gettext("The document contains formulas. Judges do not see them."),
    "field": lazy_gettext("The document contains automatic fields, such as the author's name or a date."),
    "macros": lazy_gettext("The document contains macros (small programs). They are never run."),
    "recording": lazy_gettext(
        "A recording stands beside the text. Judges get it made anew, without anything that its file says; but voices"
        " and faces may tell who made it."
    ),
    "subtitles": lazy_gettext("The recording has subtitles. Judges do not see them."),
    "cover": lazy_gettext("The recording has a picture on its cover. Judges do not see it."),
    "other-tracks": lazy_gettext(
        "The recording carries other data or files beside it. Judges do not get them."
    ),
    "javascript": lazy_gettext("The PDF contains programs. They are never run."),
    "actions": lazy_gettext("The PDF wants to open something by itself. It is never let to."),
    "attachments": lazy_gettext("Other files are attached inside the PDF. Judges do not see them."),
    "forms": lazy_gettext("The document contains form fields. Judges do not see them."),
}


def flag_sentences(flags: Iterable[str]) -> list[str]:
    """Return a sentence for each flag, the gravest first; one that is not known is named as it is."""
    order = list(FLAGS)
    known = sorted(set(flags) & set(order), key=order.index)
    others = sorted(set(flags) - set(order))
    return [str(FLAGS[flag]) for flag in known] + [
        gettext("Noticed about the file: %(flag)s.", flag=flag) for flag in others
    ]
