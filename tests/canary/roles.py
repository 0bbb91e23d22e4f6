"""Who walks, where, and what each of them may be told (design.md 6)."""

from contest.access.duties import Duty
from tests.canary.browser import Answer
from tests.canary.facts import HIDDEN, PERSON, TIME, WORK, Facts, Secret
from tests.canary.people import AUTHORS, BESIDE, DRAFT, ELSEWHERE, SHOWN

READER, OTHER, STRANGER = "judge with the essay", "judge without it", "judge of another contest"
JUDGES = (READER, OTHER, STRANGER)
CHAIR, OBSERVER, SECRETARY, ORGANISER, CONTACT = (
    duty.value for duty in (Duty.CHAIR, Duty.OBSERVER, Duty.SECRETARY, Duty.ORGANISER, Duty.UNIT_CONTACT)
)
VISITOR, AUTHOR_A, AUTHOR_B = "visitor", "author A", "author B"
BEFORE_CODING = ("open", "screening")
PUBLISHED = "published"
# Of the two that won, only C agreed to be named.
WINNERS, NAMED = "CE", "C"

# Who walks at which stage: everybody at the turning points, elsewhere those for whom something is new.
WALKS = {
    "open": (VISITOR, AUTHOR_A, AUTHOR_B, READER, STRANGER, CHAIR, OBSERVER, SECRETARY, ORGANISER, CONTACT),
    "screening": (VISITOR, AUTHOR_A, READER, CHAIR, OBSERVER, SECRETARY, ORGANISER),
    "coded": (READER, CHAIR, OBSERVER, SECRETARY, ORGANISER),
    "judging": (VISITOR, AUTHOR_A, AUTHOR_B, *JUDGES, CHAIR, OBSERVER, SECRETARY, ORGANISER, CONTACT),
    "third reading": (READER, OTHER, CHAIR, SECRETARY, ORGANISER),
    "second round": (AUTHOR_A, READER, OTHER, STRANGER, CHAIR, OBSERVER, SECRETARY, ORGANISER),
    "deliberation": (VISITOR, AUTHOR_A, READER, OTHER, CHAIR, OBSERVER, SECRETARY, ORGANISER),
    "published": (VISITOR, AUTHOR_A, AUTHOR_B, *JUDGES, CHAIR, OBSERVER, SECRETARY, ORGANISER),
}

# When the judges saved their sheets, in the contest's own zone; their own times they may see.
OWN_TIMES = {
    "judging": (b"15:52:00",),
    "third reading": (b"15:52:00", b"16:03:00"),
    "second round": (b"16:14:00",),
    "deliberation": (b"16:03:00", b"16:14:00", b"16:41:00"),
    "published": (b"16:03:00", b"16:14:00", b"16:41:00"),
}


# At these stages everybody tries all there is; at the others each tries the pages that are for people like them.
TURNING_POINTS = ("open", "judging", "published")


def below(role: str, stage: str) -> str:
    """The address below which this person looks at this stage."""
    if role == VISITOR or stage in TURNING_POINTS:
        return "/"
    if role in JUDGES:
        return "/judge/"
    return "/author/" if role in {AUTHOR_A, AUTHOR_B} else "/office/"


def account(role: str, facts: Facts) -> int | None:
    """Whose account a role is at a stage; None for a visitor."""
    if role == VISITOR:
        return None
    if role in {AUTHOR_A, AUTHOR_B}:
        return facts.authors[role[-1]]
    return facts.officials[official(role, facts)]


def official(role: str, facts: Facts) -> str:
    """The official behind a role: which judge reads A's essay was drawn by lot."""
    if role == STRANGER:
        return "judge_elsewhere"
    if role not in {READER, OTHER}:
        return role
    panel = sorted(name for name in facts.desks if name != "judge_elsewhere")
    if not any(facts.desks.values()):
        return panel[0 if role == READER else 1]
    codes = facts.codes[-1]
    fitting = [name for name in panel if (codes["A"] in facts.desks[name]) == (role == READER)]
    # B came as pictures of pages: of several judges it is the one who sees those.
    return min(fitting, key=lambda name: (codes["B"] not in facts.desks[name], name))


def may_see(secret: Secret, role: str, stage: str, facts: Facts, answer: Answer) -> bool:
    """Tell whether this person may be told this at this stage."""
    if (stage == PUBLISHED and _is_told_then(secret, role, answer)) or (
        role == CONTACT and _is_shown(secret)
    ):
        return True
    if role in JUDGES:
        return secret.kind == WORK and secret.letter in on_desk(role, facts)
    if role in {AUTHOR_A, AUTHOR_B}:
        return secret.letter == role[-1] or secret.value in facts.own[role[-1]]
    if role == SECRETARY and stage in BEFORE_CODING:
        return secret.letter not in f"{DRAFT}{ELSEWHERE}"
    if role in {CHAIR, ORGANISER, SECRETARY} and secret.kind == WORK:
        return secret.letter != ELSEWHERE and stage not in BEFORE_CODING
    # The log says when things happened, by ids; it knows no codes.
    is_logged = role in {OBSERVER, ORGANISER} and secret.kind == TIME and _page(answer) == "log"
    return is_logged or (role == ORGANISER and _is_counted(secret, answer))


def _page(answer: Answer) -> str:
    return answer.url.partition("?")[0].rpartition("/")[2]


def on_desk(role: str, facts: Facts) -> str:
    """The letters of the works on the judge's desk."""
    if role == STRANGER:
        return ELSEWHERE
    if not facts.codes:
        return ""
    desk = facts.desks[official(role, facts)]
    return "".join(letter for letter, code in facts.codes[-1].items() if code in desk)


def _is_counted(secret: Secret, answer: Answer) -> bool:
    """Numbers stand beside the units that they are of; nobody is named there, and nothing by code."""
    return _is_unit(secret) and _page(answer).startswith(("statistics", "headcounts", "unit-prizes"))


def _is_unit(secret: Secret) -> bool:
    return secret.kind == PERSON and secret.where in {"unit", "unit code"}


def _is_shown(secret: Secret) -> bool:
    return secret.letter in SHOWN and secret.kind == PERSON and secret.where == "name"


def _is_told_then(secret: Secret, role: str, answer: Answer) -> bool:
    """Everybody reads what was published; who won can be reached by the office, whether they are named or not.

    The office sees how the units rank, without a name or a code beside them.
    """
    if role in {CHAIR, SECRETARY, ORGANISER} and _page(answer).startswith("unit-prizes") and _is_unit(secret):
        return True
    won = {*WINNERS, *(BESIDE[letter] for letter in WINNERS if letter in BESIDE)}
    to_reach = role in {SECRETARY, ORGANISER} and secret.kind == PERSON and secret.letter in won
    return to_reach or _was_published(secret)


def _was_published(secret: Secret) -> bool:
    if secret.kind == WORK:
        return secret.letter in WINNERS and secret.where == "title"
    return secret.kind == PERSON and secret.letter in NAMED and secret.where in {"name", "unit"}


assert all(letter in AUTHORS for letter in WINNERS)
assert HIDDEN not in {PERSON, TIME, WORK}
