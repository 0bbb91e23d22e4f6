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
    Duty.UNIT_CONTACT: lazy_gettext("Contact of a unit"),
    Duty.TREASURER: lazy_gettext("Treasurer"),
    Duty.AUTHOR: lazy_gettext("Author"),
}

FILE_KINDS: Mapping[str, LazyString] = {
    "text": lazy_gettext("typed or pasted text"),
    "docx": lazy_gettext("Word file (.docx)"),
    "doc": lazy_gettext("Word 97-2003 file (.doc)"),
    "odt": lazy_gettext("OpenDocument text (.odt)"),
    "rtf": lazy_gettext("RTF text (.rtf)"),
    "pdf": lazy_gettext("PDF file"),
    "txt": lazy_gettext("plain text file (.txt)"),
    "pictures": lazy_gettext("pictures of handwritten pages (JPEG, PNG, WEBP)"),
}

RECORDINGS: Mapping[str, LazyString] = {
    "mp3": lazy_gettext("with a sound recording (.mp3)"),
    "mp4": lazy_gettext("with a film (.mp4)"),
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

# The dates after the closing time: by themselves in a list of dates, and as what a form asks for.
MILESTONES: Mapping[str, LazyString] = {
    "rubric": lazy_gettext("The rubric is fixed"),
    "screening": lazy_gettext("The works are looked through"),
    "round_1": lazy_gettext("Judges read the works without names"),
    "round_2": lazy_gettext("Judges of the second round read the works"),
    "publication": lazy_gettext("The results are published"),
    "ceremony": lazy_gettext("Ceremony"),
}
MILESTONE_LABELS: Mapping[str, LazyString] = {
    "rubric": lazy_gettext("Rubric fixed by"),
    "screening": lazy_gettext("Screening until"),
    "round_1": lazy_gettext("First round until"),
    "round_2": lazy_gettext("Second round until"),
    "publication": lazy_gettext("Results published by"),
    "ceremony": lazy_gettext("Ceremony"),
}

LEVELS: Mapping[str, LazyString] = {
    "": lazy_gettext("No level is named"),
    "unit": lazy_gettext("Unit"),
    "province": lazy_gettext("Province, ministry or branch"),
    "centre": lazy_gettext("Centre"),
}

SEALINGS: Mapping[str, LazyString] = {
    "plain": lazy_gettext("with the key of this installation"),
    "sealed": lazy_gettext("with keys that only the key holders have"),
}

# Names of settings, in the log and where a change of the rules is told.
PAPER_COUNTED_BY: Mapping[str, LazyString] = {
    "postmark": lazy_gettext("the day of the postmark"),
    "arrival": lazy_gettext("the moment of arrival"),
}
CHANNELS: Mapping[str, LazyString] = {
    "post": lazy_gettext("by post"),
    "hand": lazy_gettext("handed in"),
    "email": lazy_gettext("by e-mail"),
    "unit": lazy_gettext("through a unit"),
}
SETTINGS: Mapping[str, LazyString] = {
    "title": lazy_gettext("Title"),
    "number": lazy_gettext("Which time it is held"),
    "year": lazy_gettext("Year"),
    "time_zone": lazy_gettext("Time zone"),
    "opens_at": lazy_gettext("Opens"),
    "closes_at": lazy_gettext("Closes"),
    "keeps_drafts": lazy_gettext("Authors may keep drafts and notes sealed"),
    "grace_minutes": lazy_gettext("Grace after the closing time, in minutes"),
    "categories": lazy_gettext("Categories"),
    "rounds": lazy_gettext("Rounds"),
    "summary": lazy_gettext("Summary"),
    "rules_text": lazy_gettext("Rules"),
    "declarations": lazy_gettext("Declarations"),
    "milestones": lazy_gettext("Later dates"),
    "conditions": lazy_gettext("Who may enter"),
    "identity": lazy_gettext("Asked of authors"),
    "extra_prizes": lazy_gettext("Extra prizes"),
    "unit_prizes": lazy_gettext("Unit prizes"),
    "caps": lazy_gettext("How many may win"),
    "ties": lazy_gettext("What decides where works are equal"),
    "own_fields": lazy_gettext("Own questions"),
    "level": lazy_gettext("Level"),
    "sealing": lazy_gettext("Sealing of the identities"),
    "paper": lazy_gettext("Works on paper"),
    "second_factor": lazy_gettext("Who needs a second factor to enter the office"),
}
