"""What a key holder has to do in an edition now, and what comes later: said where the person looks first."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext

from contest.access.duties import Duty
from contest.anonymisation import key_meetings, sealing_keys
from contest.anonymisation.rules import holders
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.kernel import clock
from contest.web.templating import day, instant

_BEFORE_CODES = frozenset({"draft", "announced", "open", "closed"})
_COME: dict[str, LazyString] = {
    holders.REHEARSAL: lazy_gettext("Enter your key for the rehearsal, until %(time)s"),
    holders.OPENING: lazy_gettext("Enter your key to open the identities, until %(time)s"),
    holders.ONE: lazy_gettext("Say whether one identity may be opened, until %(time)s"),
    holders.NEW_HOLDERS: lazy_gettext("Enter your key to lock it for the new holders, until %(time)s"),
}


def now(edition: EditionView, account_id: int) -> list[tuple[str, str]]:
    """Return what waits for this holder, each with the address where it is done; nothing for anybody else."""
    if account_id not in editions.appointed(edition.id, Duty.KEY_HOLDER):
        return []
    return list(_now(edition, account_id))


def _now(edition: EditionView, account_id: int) -> Iterator[tuple[str, str]]:
    key = sealing_keys.edition_key(edition.id)
    is_over = key is not None and bool(key.opened_at or key.given_up_at)
    if (
        edition.sealing.is_by_holders
        and not is_over
        and account_id not in sealing_keys.holder_keys(edition.id)
    ):
        yield (
            gettext("Make your key, print the sheet and keep it"),
            url_for("office.keys_own", slug=edition.slug),
        )
    for meeting in key_meetings.of_edition(edition.id, now=clock.now()):
        came = {turn.account_id for turn in meeting.turns}
        needs_key = edition.sealing.is_by_holders and not is_over
        may_come = account_id in key.holders if key and needs_key else account_id != meeting.begun_by
        if meeting.state == holders.GATHERING and account_id not in came and may_come:
            address = url_for("office.keys_meeting", slug=edition.slug, key=meeting.key)
            yield str(_COME[meeting.purpose]) % {"time": instant(meeting.until)}, address


def later(edition: EditionView, account_id: int) -> list[str]:
    """Return what this holder will be needed for after that, in sentences; nothing where all is done."""
    key = sealing_keys.edition_key(edition.id)
    is_over = key is not None and bool(key.opened_at or key.given_up_at)
    is_holder = account_id in editions.appointed(edition.id, Duty.KEY_HOLDER)
    if not (is_holder and edition.sealing.is_by_holders) or is_over:
        return []
    return list(_later(edition, is_rehearsed=key is not None and key.rehearsed_at is not None))


def _later(edition: EditionView, *, is_rehearsed: bool) -> Iterator[str]:
    if edition.phase in _BEFORE_CODES and not is_rehearsed:
        yield gettext(
            "The rehearsal: before codes are drawn, you enter your key once to try it. You are told by mail."
        )
    planned = next((each.at for each in editions.milestones(edition.id) if each.kind == "publication"), None)
    if planned is None:
        yield gettext(
            "The opening: before the results are published, you enter your key again. You are told by mail."
        )
    else:
        yield gettext(
            "The opening: before the results are published, planned for %(day)s, you enter your key again. You are told"
            " by mail.",
            day=day(planned),
        )
