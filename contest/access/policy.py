"""The whole permission table on one screen: a permission is granted when all predicates of one row hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contest.access.duties import Duty
from contest.access.permissions import Permission as P  # noqa: N817 -- the table stays on one screen


@dataclass(frozen=True, slots=True)
class Circumstances:
    """All that a permission may depend on. Nothing of it comes from the request's own words.

    `duties` and `phase` belong to the edition the page is about; both are empty where a page is about none.
    """

    account_id: int | None = None
    is_administrator: bool = False
    duties: frozenset[Duty] = frozenset()
    phase: str = ""
    installation_is_empty: bool = False


Predicate = Callable[[Circumstances], bool]


def anyone(_: Circumstances) -> bool:
    return True


def signed_in(c: Circumstances) -> bool:
    return c.account_id is not None


def administrator(c: Circumstances) -> bool:
    return c.is_administrator


def nobody_yet(c: Circumstances) -> bool:
    return c.installation_is_empty


def _holds(duty: Duty) -> Predicate:
    def predicate(c: Circumstances) -> bool:
        return duty in c.duties

    predicate.__name__ = duty.value
    return predicate


def _phase(*phases: str) -> Predicate:
    def predicate(c: Circumstances) -> bool:
        return c.phase in phases

    predicate.__name__ = "in_" + "_or_".join(phases)
    return predicate


organiser, secretary, judge = _holds(Duty.ORGANISER), _holds(Duty.SECRETARY), _holds(Duty.JUDGE)
chair, observer, unit_contact = _holds(Duty.CHAIR), _holds(Duty.OBSERVER), _holds(Duty.UNIT_CONTACT)
treasurer, key_holder = _holds(Duty.TREASURER), _holds(Duty.KEY_HOLDER)
announced_or_later = _phase("announced", "open", "closed", "judging", "deliberation", "published", "archived")
draft = _phase("draft")  # what the check finds can be mended by settings until the announcement
before_coding = _phase("announced", "open", "closed")
judging_or_later = _phase("judging", "deliberation", "published", "archived")
being_judged = _phase("judging", "deliberation")
round_closed = _phase("deliberation", "published", "archived")
published = _phase("published", "archived")
before_archiving = _phase("published")

POLICY: Mapping[P, tuple[tuple[Predicate, ...], ...]] = {
    P.SEE_PUBLIC: ((anyone,),),
    P.SEE_ACCOUNT: ((signed_in,),),
    P.SET_UP_INSTALLATION: ((nobody_yet,),),
    P.ADMINISTER: ((administrator,),),
    P.READ_OUTBOX: ((administrator,),),
    P.HANDLE_DATA_REQUESTS: ((administrator,),),
    P.MANAGE_UNITS: ((administrator,),),
    P.CREATE_EDITION: ((administrator,),),
    P.WRITE_ENTRY: ((signed_in,),),
    P.SEE_OWN_UNIT: ((unit_contact,),),
    P.SEE_OFFICE: ((organiser,), (secretary,), (chair,), (observer,), (treasurer,), (key_holder,)),
    P.SEE_STATISTICS: ((organiser,), (administrator, announced_or_later)),  # counts only
    P.SEE_CLOSING_REPORT: ((organiser,),),  # of authors a name only once the results are published
    P.EDIT_EDITION: ((organiser,),),
    P.COPY_EDITION: ((organiser,),),
    P.APPOINT: ((organiser,),),
    P.BAR_PEOPLE: ((organiser,), (secretary,)),
    P.KEEP_REFERENCES: ((organiser,), (secretary,)),  # texts to compare works with, never a work
    P.PERMIT_LATE: ((secretary, before_coding),),
    P.TAKE_IN_PAPER: ((secretary, before_coding),),
    P.SCREEN: ((secretary, before_coding),),
    # Also of works that the judges have: then without names and titles, by the number of the receipt.
    P.ANSWER_REQUESTS: ((secretary, before_coding), (secretary, being_judged)),
    P.ASK_AUTHORS: ((secretary, before_coding), (secretary, being_judged)),  # likewise by the receipt
    # Whose work it is shows: not while judging runs, and to the chair only once the identities are open.
    P.OPEN_DRAFTS: ((organiser, before_coding), (organiser, published), (chair, published)),
    P.SEE_REVIEWS: (
        (organiser, before_coding),
        (secretary, before_coding),
        (organiser, published),
        (secretary, published),
        (chair, published),
    ),
    P.SEE_KEYS: ((organiser,), (secretary,), (chair,), (observer,), (key_holder,)),
    P.HOLD_KEY: ((key_holder,),),
    P.MANAGE_KEYS: ((organiser,),),
    # Who may have a reason to know one author before the opening; never whoever scores or decides.
    P.ASK_IDENTITY: ((organiser, being_judged), (secretary, being_judged)),
    P.CLEAR_LEAKS: ((secretary, before_coding),),
    P.REDACT_COPIES: ((secretary, being_judged),),  # by code, where a judge says that it tells its author
    P.DRAW_CODES: ((secretary,),),
    P.ASSIGN: ((organiser, judging_or_later), (chair, judging_or_later)),
    P.SEE_PROGRESS: ((organiser,), (chair,), (observer,)),
    P.SEE_GOING_ON: ((organiser, judging_or_later), (chair, judging_or_later)),
    P.SEE_SCORES: ((chair, judging_or_later), (organiser, round_closed), (secretary, published)),
    P.READ_COPIES: ((chair, judging_or_later), (organiser, round_closed)),  # by code, as judges have them
    P.DECIDE_AWARDS: ((chair, round_closed),),
    P.APPROVE_RESULTS: ((chair, round_closed), (organiser, round_closed)),
    P.PUBLISH: ((organiser, round_closed),),
    # Whose unit a work is: nobody's to know before the identities are opened.
    P.SEE_UNIT_PRIZES: ((organiser, published), (secretary, published), (chair, published)),
    P.GIVE_UNIT_PRIZES: ((organiser, before_archiving),),
    P.SEE_WINNERS: ((organiser, published), (secretary, published)),
    P.PAY_PRIZES: ((treasurer, published),),  # bank details of winners: nobody else sees them
    P.READ_AUDIT: ((observer,), (organiser,)),
    P.SEE_BLINDNESS: ((organiser,), (secretary,), (chair,), (observer,)),  # of made-up authors only
    P.CHECK_BLINDNESS: ((organiser, draft), (organiser, before_coding)),
    P.PUBLISH_BLINDNESS: ((organiser,),),
    P.SEE_DESK: ((judge,),),
    P.READ_ESSAY: ((judge, judging_or_later),),
}


def allows(permission: P, circumstances: Circumstances) -> bool:
    """Tell whether one row of the table grants the permission."""
    return any(all(predicate(circumstances) for predicate in row) for row in POLICY[permission])
