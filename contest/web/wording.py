"""The words that pages of several audiences use for phases, duties, kinds of file and ways of counting."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext

from contest.access.duties import Duty

PHASES: Mapping[str, LazyString] = {
    "draft": lazy_gettext("Draft"),
    "announced": lazy_gettext("Announced"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
    "judging": lazy_gettext("Judging"),
    "deliberation": lazy_gettext("Deliberation"),
    "published": lazy_gettext("Results published"),
    "archived": lazy_gettext("Archived"),
}

# How a badge of the phase looks: tones of components/blocks.html.
PHASE_TONES: Mapping[str, str] = {"open": "good", "announced": "info", "published": "good", "draft": "warn"}

DUTIES: Mapping[Duty, LazyString] = {
    Duty.ORGANISER: lazy_gettext("Organiser"),
    Duty.SECRETARY: lazy_gettext("Secretary"),
    Duty.JUDGE: lazy_gettext("Judge"),
    Duty.CHAIR: lazy_gettext("Chair of the jury"),
    Duty.OBSERVER: lazy_gettext("Observer"),
    Duty.KEY_HOLDER: lazy_gettext("Key holder"),
    Duty.AUTHOR: lazy_gettext("Author"),
}

FILE_KINDS: Mapping[str, LazyString] = {
    "text": lazy_gettext("typed or pasted text"),
    "docx": lazy_gettext("Word file (.docx)"),
    "pdf": lazy_gettext("PDF file"),
    "txt": lazy_gettext("plain text file (.txt)"),
}

COUNTING: Mapping[str, LazyString] = {
    "mean": lazy_gettext("the mean of all readings"),
    "third": lazy_gettext("the third reading alone"),
    "nearest_two": lazy_gettext("the mean of the two nearest readings"),
    "median": lazy_gettext("the middle reading"),
}

ROUND_STATES: Mapping[str, LazyString] = {
    "waiting": lazy_gettext("Not begun"),
    "coded": lazy_gettext("Blind codes drawn"),
    "judging": lazy_gettext("Being judged"),
    "closed": lazy_gettext("Closed"),
}
