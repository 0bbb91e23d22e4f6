"""Where key holders enter their keys one after the other: rehearsal, opening, one identity, a new set of holders."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.anonymisation import key_acts, key_meetings, sealing_keys
from contest.anonymisation.key_meetings import MeetingView
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.rules import holders, key_words
from contest.editions.queries import EditionView
from contest.entries import works_put_back
from contest.kernel import clock
from contest.kernel.errors import N_, RuleBroken
from contest.people import queries as people
from contest.platform.crypto import SealBroken
from contest.results import ceremony
from contest.web import actor, errors, limits, sessions
from contest.web.forms import Form, LineField, TextField, at_most, required
from contest.web.office import one_identity, sections
from contest.web.office.key_words import EXPLAINED, PURPOSES, STATES
from contest.web.office.keys import PATH
from contest.web.office.pages import pages

MEETING = f"{PATH}/meetings/<key>"


class WordsForm(Form):
    """The words of a holder's sheet."""

    words = TextField(lazy_gettext("The words of your sheet"))


class OpeningForm(Form):
    """What the minutes of the opening say."""

    number = LineField(lazy_gettext("Number of the minutes"), [required(), at_most(60)])
    place = LineField(lazy_gettext("Place of the opening"), [required(), at_most(200)])
    witnesses = TextField(lazy_gettext("Witnesses, one on each line"), [required(), at_most(2000)])


@pages.page(f"{PATH}/opening", Permission.PUBLISH, methods=("GET", "POST"))
def keys_opening(edition: EditionView) -> ResponseReturnValue:
    """Begin the opening of the identities: number, place and witnesses for the minutes."""
    form, begun = OpeningForm(), list[str]()
    minutes = {name: form[name].data or "" for name in ("number", "place", "witnesses")}
    who, now = actor.current().account_id, clock.now()
    if form.validate_on_submit() and form.try_to(
        lambda: begun.append(ceremony.begin(edition.id, minutes, actor_id=who, now=now))
    ):
        return redirect(url_for("office.keys_meeting", slug=edition.slug, key=begun[0]), 303)
    page = sections.render(
        "office/key_opening.html", edition, here_in_menu="office.keys", form=form, gone=why_gone(edition)
    )
    return page, 422 if form.errors else 200


def why_gone(edition: EditionView) -> str:
    """Return why the holders cannot open the identities (any more); nothing where they can."""
    try:
        sealing_keys.refuse_without_key(edition.id)
    except RuleBroken as error:
        return errors.sentence(error)
    return ""


@pages.page(MEETING, Permission.SEE_KEYS)
def keys_meeting(edition: EditionView, key: str) -> ResponseReturnValue:
    return _page(edition, key_meetings.one(key, edition.id, now=clock.now()), WordsForm())


def _who() -> str:
    return str(actor.current().id)


@pages.page(MEETING, Permission.HOLD_KEY, methods=("POST",))
@limits.guesses(limits.GUESSES_OF_A_PERSON, _who)
def keys_enter(edition: EditionView, key: str) -> ResponseReturnValue:
    """Take the words of a holder in; with the last one needed, what the meeting is for happens in this request."""
    now, device = clock.now(), sessions.browser()
    meeting, form = key_meetings.one(key, edition.id, now=now), WordsForm()
    who, done, damaged = actor.current().account_id, list[bool](), list[bool]()
    needs_words = _needs_words(edition, meeting)

    def enter() -> None:
        seed = key_words.read(form.words.data or "") if needs_words else None
        try:
            done.append(ACTS[meeting.purpose](key, edition.id, Entering(who, device, seed, now)))
        except SealBroken as error:
            damaged.append(True)
            raise RuleBroken(
                N_(
                    "A seal or a package of the key is damaged, so nothing was opened. Ask the administrator to restore"
                    " them from the backup."
                )
            ) from error

    if not form.validate() or not form.try_to(enter):
        page = _page(edition, meeting, form)
        if not damaged:  # of the contest's own packages: the holder's words may be right
            key_acts.refused(key, edition.id, meeting.purpose, actor_id=who, now=now)
        return page, 422
    flash(_said(meeting.purpose, is_done=done[0]), "success")
    return redirect(url_for("office.keys_meeting", slug=edition.slug, key=key), 303)


ACTS: Mapping[str, Callable[[str, int, Entering], bool]] = {
    holders.REHEARSAL: key_acts.rehearse,
    holders.OPENING: ceremony.enter,
    holders.ONE: one_identity.grant,
    holders.NEW_HOLDERS: key_acts.lock_for_new_holders,
}
DONE: Mapping[str, Any] = {
    holders.REHEARSAL: lazy_gettext("The test seal is open: the rehearsal succeeded."),
    holders.OPENING: lazy_gettext(
        "The identities are open, and the key of the contest is destroyed. The works are being made readable again."
    ),
    holders.ONE: lazy_gettext("The identity is open for the one who asked."),
    holders.NEW_HOLDERS: lazy_gettext(
        "The key of the contest is locked for the new set of holders. Rehearse it."
    ),
}


def _said(purpose: str, *, is_done: bool) -> str:
    return (
        str(DONE[purpose]) if is_done else gettext("Your key is taken in. Now it is the next holder's turn.")
    )


def _needs_words(edition: EditionView, meeting: MeetingView) -> bool:
    key = sealing_keys.edition_key(edition.id)
    return meeting.purpose != holders.ONE or (
        edition.sealing.is_by_holders and (key is None or key.opened_at is None)
    )


@pages.page(f"{MEETING}/call-off", Permission.MANAGE_KEYS, methods=("POST",))
def keys_call_off(edition: EditionView, key: str) -> ResponseReturnValue:
    """End a meeting in vain."""
    meeting = key_meetings.one(key, edition.id, now=clock.now())
    try:
        key_acts.call_off(
            key, edition.id, meeting.purpose, actor_id=actor.current().account_id, now=clock.now()
        )
    except RuleBroken:
        flash(gettext("This meeting is over already."), "warning")
    return redirect(url_for("office.keys", slug=edition.slug), 303)


def _page(edition: EditionView, meeting: MeetingView, form: WordsForm) -> str:
    key, me = sealing_keys.edition_key(edition.id), actor.current().account_id
    needs_words = _needs_words(edition, meeting)
    came = [turn.account_id for turn in meeting.turns]
    asking = actor.circumstances(edition)
    may_enter = allows(Permission.HOLD_KEY, asking) and me not in came and me != meeting.begun_by
    if needs_words:
        may_enter = key is not None and me in key.holders and me not in came
    return sections.render(
        "office/key_meeting.html",
        edition,
        here_in_menu="office.keys",
        meeting=meeting,
        form=form,
        names={p.id: p.name for p in people.people(frozenset({meeting.begun_by, *came})).values()},
        needed=key.needed if key and needs_words else holders.CONFIRM_WITHOUT_KEYS,
        needs_words=needs_words,
        may_enter=may_enter and meeting.state == holders.GATHERING,
        may_call_off=allows(Permission.MANAGE_KEYS, asking) and meeting.state == holders.GATHERING,
        may_see=meeting.has_answer and meeting.begun_by == me and allows(Permission.ASK_IDENTITY, asking),
        may_publish=meeting.purpose == holders.OPENING
        and meeting.state == holders.DONE
        and allows(Permission.PUBLISH, asking),
        coming_back=works_put_back.progress(edition.id) if meeting.purpose == holders.OPENING else None,
        PURPOSES=PURPOSES,
        STATES=STATES,
        EXPLAINED=EXPLAINED,
    )
