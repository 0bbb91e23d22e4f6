"""For administrators: requests about people's data with their terms, what is kept how long, public holidays."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.communications import erasing as letters
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules import schedule
from contest.editions.rules.leaving import OVER
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.people import queries, register, rights
from contest.people.register import RequestView
from contest.people.rules import data_requests as rules
from contest.reports import erasure, retention
from contest.reports.retention import Outstanding
from contest.web import actor, data_words
from contest.web.account.data_rights import outlook
from contest.web.account.pages import pages
from contest.web.day_field import DayField
from contest.web.forms import Form, LineField, TextField, at_most, required

Held = tuple[tuple[EditionView, frozenset[Duty]], ...]
BEFORE_JUDGING: Final = frozenset({schedule.DRAFT, schedule.ANNOUNCED, schedule.OPEN, schedule.CLOSED})
PATH: Final = "/administration/data-requests"
# Who must never learn whose work is whose, and who need not while works are judged: words of an author might tell.
BLIND: Final = frozenset({Duty.JUDGE, Duty.CHAIR})
BLIND_WHILE_JUDGED: Final = frozenset({Duty.ORGANISER})


class WordsForm(Form):
    """What is written to the person."""

    words = TextField(lazy_gettext("To the person"), [at_most(rules.LONGEST)])


class HolidayForm(Form):
    """A day on which no term runs out."""

    day = DayField(lazy_gettext("Day"), [required()])
    name = LineField(lazy_gettext("What the day is called"), [required(), at_most(rights.LONGEST_HOLIDAY)])


def _finish(key: str, words: str, **by: object) -> None:
    """Do what was asked: an erasure is the act of all parts, everything else is one of this register."""
    if register.by_key(key).kind == rules.ERASE:
        erasure.carry_out(key, **by)  # type: ignore[arg-type]  # who and when
    else:
        rights.finish(key, words, **by)  # type: ignore[arg-type]


ACTS: Final[Mapping[str, tuple[Callable[..., None], LazyString]]] = {
    "answer": (rights.answer, lazy_gettext("The answer is on its way.")),
    "finish": (_finish, lazy_gettext("Done. The person is told by mail.")),
    "extend": (rights.extend, lazy_gettext("The term is put off by 15 days. The person is told by mail.")),
    "refuse": (rights.refuse, lazy_gettext("Refused. The person is told why by mail.")),
}


@pages.page(PATH, Permission.HANDLE_DATA_REQUESTS, methods=("GET", "POST"))
def data_requests() -> ResponseReturnValue:
    """List the requests by what is due next; take in a public holiday."""
    form = HolidayForm()
    if form.validate_on_submit() and form.try_to(
        lambda: rights.add_holiday(
            form.day.data, form.name.data or "", actor_id=actor.current().account_id, now=clock.now()
        )
    ):
        flash(
            gettext("The day is entered. Terms of requests that come in from now on leave it out."), "success"
        )
        return redirect(url_for("account.data_requests"), 303)
    waiting, settled = register.waiting(), register.settled()
    page = render_template(
        "account/data_requests.html",
        form=form,
        waiting=waiting,
        settled=settled,
        people=queries.people(frozenset(each.account_id for each in (*waiting, *settled))),
        today=register.today(clock.now()),
        holidays=register.holidays(),
        words=data_words,
    )
    return page, 422 if form.errors else 200


@pages.page(f"{PATH}/holidays/remove", Permission.HANDLE_DATA_REQUESTS, methods=("POST",))
def remove_holiday() -> ResponseReturnValue:
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError as error:
        raise NotFound("holiday") from error
    rights.remove_holiday(day, actor_id=actor.current().account_id, now=clock.now())
    flash(gettext("The day is taken out."), "success")
    return redirect(url_for("account.data_requests"), 303)


@pages.page(f"{PATH}/<key>", Permission.HANDLE_DATA_REQUESTS)
def handled_request(key: str) -> ResponseReturnValue:
    return _page(register.by_key(key), _forms())


@pages.page(f"{PATH}/<key>/<act>", Permission.HANDLE_DATA_REQUESTS, methods=("POST",))
def handle_request(key: str, act: str) -> ResponseReturnValue:
    """Answer, do, put off or refuse; what is wrong stands beside what was typed."""
    if act not in ACTS:
        raise NotFound(act)
    service, said = ACTS[act]
    found, forms = register.by_key(key), _forms()
    form = forms[act]
    who, now = actor.current().account_id, clock.now()
    if form.validate():
        try:
            service(key, form.words.data or "", actor_id=who, now=now)
        except Conflict:  # its form is not on the page any more, so the sentence has a page of its own
            raise
        except RuleBroken as error:
            form.take(error)
    if form.errors:
        return _page(found, forms), 422
    flash(str(said), "success")
    return redirect(url_for("account.data_requests"), 303)


def _forms() -> dict[str, WordsForm]:
    """One form an act; of the page's address only the one that was sent is filled."""
    sent = (request.view_args or {}).get("act")
    return {act: WordsForm(prefix=act, formdata=request.form if act == sent else None) for act in ACTS}


def _page(asked: RequestView, forms: Mapping[str, WordsForm]) -> str:
    is_erasure = asked.kind == rules.ERASE and asked.is_open
    return render_template(
        "account/data_request_handled.html",
        asked=asked,
        person=queries.person(asked.account_id),
        forms=forms,
        outlook=outlook(asked.account_id) if is_erasure else None,
        is_overdue=asked.is_overdue(register.today(clock.now())),
        in_words=asked.kind in rules.IN_WORDS,
        is_blind=_is_blind(),
        words=data_words,
    )


def _is_blind() -> bool:
    """Tell whether the words are not for whoever asks; an organiser reads them where no other administrator can."""
    mine = actor.current().duties
    if _holds(mine, BLIND, but=OVER):
        return True
    if not _holds(mine, BLIND_WHILE_JUDGED, but=OVER | BEFORE_JUDGING):
        return False
    now, who = clock.now(), actor.current().account_id
    others = (editions.editions_of(each, now=now) for each in queries.administrators() if each != who)
    return not all(_holds(held, BLIND | BLIND_WHILE_JUDGED, but=OVER) for held in others)


def _holds(held: Held, duties: frozenset[Duty], *, but: frozenset[str]) -> bool:
    return any(those & duties and edition.phase not in but for edition, those in held)


@pages.page("/administration/retention", Permission.HANDLE_DATA_REQUESTS)
def retention_terms() -> ResponseReturnValue:
    """Show what is kept how long, and what goes at the next run."""
    now = clock.now()
    sent = Outstanding("letters", retention.days()["letters"], len(letters.kept_long_enough(now)))
    found = {each.name: each for each in (*retention.outstanding(now), sent)}
    return render_template(
        "account/retention.html", kept=[(data_words.KEPT[name], found[name]) for name in data_words.KEPT]
    )
