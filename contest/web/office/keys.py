"""Key holders: who they are, the sheet with a holder's key, the key of the contest, and what they met for."""

from typing import Any

import segno
from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.anonymisation import key_acts, key_making, key_meetings, key_sheets, sealing_keys
from contest.anonymisation.key_sheets import Sheet
from contest.anonymisation.rules import holders
from contest.anonymisation.rules.key_words import TYPED_BACK, WORDS
from contest.anonymisation.rules.word_lists import ENGLISH, VIETNAMESE
from contest.editions import queries as editions
from contest.editions import roster
from contest.editions.queries import EditionView
from contest.entries import works_put_back
from contest.kernel import clock
from contest.kernel.errors import NotFound, RuleBroken
from contest.people import queries as people
from contest.web import actor, errors, wording
from contest.web.forms import Form, LineField
from contest.web.office import sections
from contest.web.office.key_words import PURPOSES, STATES
from contest.web.office.pages import pages

PATH = "/<slug>/keys"


@pages.page(PATH, Permission.SEE_KEYS)
def keys(edition: EditionView) -> ResponseReturnValue:
    return _overview(edition)


def _overview(edition: EditionView, problem: str = "") -> str:
    now, asking = clock.now(), actor.circumstances(edition)
    roles = key_making.roles_of_holders(edition.id)
    meetings = key_meetings.of_edition(edition.id, now=now)
    invited = [each for each in roster.invitations(edition.id, now=now) if each.state == "open"]
    known = people.people(frozenset(roles) | {each.begun_by for each in meetings})
    return sections.render(
        "office/keys.html",
        edition,
        holders=[
            (known[who], [wording.DUTIES[Duty(duty)] for duty in sorted(roles[who])]) for who in sorted(roles)
        ],
        names={person.id: person.name for person in known.values()},
        made=sealing_keys.holder_keys(edition.id),
        key=sealing_keys.edition_key(edition.id),
        problems=[errors.sentence(each) for each in key_making.problems(edition.id)],
        meetings=meetings,
        running={each.purpose: each for each in meetings if each.state == holders.GATHERING},
        invited=sum(each.duty == Duty.KEY_HOLDER for each in invited),
        is_coded=_is_coded(edition),
        may_manage=allows(Permission.MANAGE_KEYS, asking),
        may_ask=allows(Permission.ASK_IDENTITY, asking),
        may_open=allows(Permission.PUBLISH, asking) and edition.phase == "deliberation",
        may_publish=allows(Permission.PUBLISH, asking),
        is_holder=asking.account_id in roles,
        me=asking.account_id,
        problem=problem,
        coming_back=works_put_back.progress(edition.id),
        PURPOSES=PURPOSES,
        STATES=STATES,
    )


def _is_coded(edition: EditionView) -> bool:
    return edition.phase not in {"draft", "announced", "open", "closed"}


@pages.page(f"{PATH}/make", Permission.MANAGE_KEYS, methods=("POST",))
def keys_make(edition: EditionView) -> ResponseReturnValue:
    """Make the contest's key for the holders there are."""
    try:
        key_making.make_edition_key(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _overview(edition, errors.sentence(error)), 422
    flash(
        gettext("The key of the contest is made and locked for its holders. Rehearse the opening now."),
        "success",
    )
    return redirect(url_for("office.keys", slug=edition.slug), 303)


@pages.page(f"{PATH}/begin", Permission.MANAGE_KEYS, methods=("POST",))
def keys_begin(edition: EditionView) -> ResponseReturnValue:
    """Ask the holders to come for a rehearsal, or to lock the key for a new set of them."""
    acts = {holders.REHEARSAL: key_acts.begin_rehearsal, holders.NEW_HOLDERS: key_acts.begin_new_holders}
    begin = acts.get(request.form.get("purpose", ""))
    if begin is None:
        raise NotFound("purpose")
    try:
        key = begin(edition.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        return _overview(edition, errors.sentence(error)), 422
    return redirect(url_for("office.keys_meeting", slug=edition.slug, key=key), 303)


# --- a holder's own key -------------------------------------------------------------------------------------


class SheetForm(Form):
    """Words of the sheet, typed back; a browser that made the key itself sends its public half instead."""

    word_0 = LineField(lazy_gettext("Word"))
    word_1 = LineField(lazy_gettext("Word"))
    word_2 = LineField(lazy_gettext("Word"))

    @property
    def typed(self) -> list[str]:
        return [self[f"word_{at}"].data or "" for at in range(TYPED_BACK)]


@pages.page(f"{PATH}/own", Permission.HOLD_KEY, methods=("GET", "POST"))
def keys_own(edition: EditionView) -> ResponseReturnValue:
    """Make the own key: in the browser where it runs scripts, else here; shown once, printed, kept by nobody."""
    who, form = actor.current().account_id, SheetForm()
    if not form.is_submitted():
        return _own(edition, form, None), 200
    if not form.validate():
        return _own(edition, form, None), 422
    act = request.form.get("act")
    if act == "make":
        return _own(
            edition, SheetForm(formdata=None), key_sheets.new_sheet(edition.id, who, _language())
        ), 200
    sheet = None
    if act != "public":
        sheet = key_sheets.again(request.form.get("token", ""), edition.id, who, _language())
    if not form.try_to(lambda: _keep(edition, sheet, form)):
        return _own(edition, form, sheet), 422
    flash(gettext("Your key is made. Keep the sheet where only you can get at it."), "success")
    return redirect(url_for("office.keys", slug=edition.slug), 303)


def _keep(edition: EditionView, sheet: Sheet | None, form: SheetForm) -> None:
    who, now = actor.current().account_id, clock.now()
    if sheet is None:
        key_making.keep_holder_key(edition.id, who, _public_key(), now=now)
    else:
        key_sheets.keep(sheet, form.typed, edition_id=edition.id, account_id=who, now=now)


def _public_key() -> bytes:
    """Return what the browser sent; nothing that is a key where it sent something else."""
    try:
        return bytes.fromhex(request.form.get("public_key", ""))
    except ValueError:
        return b""


def _own(edition: EditionView, form: SheetForm, sheet: Sheet | None) -> str:
    who = actor.current().account_id
    mine = sealing_keys.holder_keys(edition.id).get(who)
    return sections.render(
        "office/key_own.html",
        edition,
        here_in_menu="office.keys",
        form=form,
        sheet=sheet,
        picture=_picture(sheet) if sheet else "",
        mine=mine,
        holder=actor.current().name,
        words=ENGLISH if _language() == "en" else VIETNAMESE,
        count=WORDS,
        typed_back=TYPED_BACK,
        now=clock.now(),
        is_sealed=edition.sealing.is_by_holders,
        is_coded=_is_coded(edition),
        holders=len(editions.appointed(edition.id, Duty.KEY_HOLDER)),
    )


def _picture(sheet: Sheet) -> Any:  # noqa: ANN401 -- segno has no types
    return segno.make(" ".join(sheet.words), error="m").svg_data_uri(scale=4)


def _language() -> str:
    return str(get_locale() or "vi")
