"""What the organisers tell everybody: written, changed, withdrawn; files with it."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from werkzeug.datastructures import FileStorage
from wtforms import FileField
from wtforms.validators import Optional

from contest.access.permissions import Permission
from contest.editions import announcing, noticeboard
from contest.editions.announcing import Notice, ReceivedFile
from contest.editions.noticeboard import AnnouncementView
from contest.editions.queries import EditionView
from contest.editions.rules.announcing import FILES, LANGUAGES, Words, is_seen
from contest.kernel import clock
from contest.web import actor
from contest.web.forms import Form, InstantField, LineField, TextField
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.templating import LANGUAGE_NAMES

PATH = "/<slug>/announcements/<key>"


class AnnouncementForm(Form):
    """An announcement in one language or two."""

    title_vi = LineField(lazy_gettext("Title (Vietnamese)"))
    text_vi = TextField(lazy_gettext("Text (Vietnamese)"))
    title_en = LineField(lazy_gettext("Title (English)"))
    text_en = TextField(lazy_gettext("Text (English)"))
    published_at = InstantField(lazy_gettext("Seen from"), [Optional()])
    file = FileField(lazy_gettext("Attach a file"))

    def show(self, stored: AnnouncementView, edition: EditionView) -> None:
        """Fill in what is stored."""
        for language, words in stored.words.items():
            self[f"title_{language}"].data, self[f"text_{language}"].data = words.title, words.text
        self.published_at.data = stored.published_at.astimezone(edition.zone).replace(tzinfo=None)

    def words(self) -> dict[str, Words]:
        """Return what was typed, by language."""
        return {
            language: Words(self[f"title_{language}"].data or "", self[f"text_{language}"].data or "")
            for language in LANGUAGES
        }

    def moment(self, edition: EditionView, otherwise: datetime) -> datetime:
        """Return from when on it is seen; `otherwise` where nothing was typed."""
        return self.published_at.instant(edition.zone) if self.published_at.data else otherwise


@pages.page("/<slug>/announcements", Permission.EDIT_EDITION, methods=("GET", "POST"))
def announcements(edition: EditionView) -> ResponseReturnValue:
    form = AnnouncementForm()
    if not form.is_submitted():
        return _list(edition, form, 200)
    if form.validate() and form.try_to(lambda: _announce(edition, form)):
        flash(
            gettext("The announcement is kept. It is seen from the moment that stands beside it."), "success"
        )
        return redirect(url_for("office.announcements", slug=edition.slug), 303)
    return _list(edition, form, 422)


@pages.page(PATH, Permission.EDIT_EDITION, methods=("GET", "POST"))
def announcement(edition: EditionView, key: str) -> ResponseReturnValue:
    stored = noticeboard.announcement(edition.id, key)
    form = AnnouncementForm()
    if not form.is_submitted():
        form.show(stored, edition)
        return _one(edition, stored, form, 200)
    if form.validate() and form.try_to(lambda: _change(edition, stored, form)):
        flash(gettext("Saved."), "success")
        return redirect(url_for("office.announcement", slug=edition.slug, key=key), 303)
    return _one(edition, stored, form, 422)


@pages.page(f"{PATH}/remove-file", Permission.EDIT_EDITION, methods=("POST",))
def announcement_remove_file(edition: EditionView, key: str) -> ResponseReturnValue:
    announcing.remove_file(edition.id, key, request.form.get("file", ""), **_by())
    flash(gettext("The file is taken away."), "success")
    return redirect(url_for("office.announcement", slug=edition.slug, key=key), 303)


@pages.page(f"{PATH}/withdraw", Permission.EDIT_EDITION, methods=("POST",))
def announcement_withdraw(edition: EditionView, key: str) -> ResponseReturnValue:
    announcing.withdraw(edition.id, key, **_by())
    flash(gettext("The announcement is withdrawn: nobody outside the office sees it any more."), "success")
    return redirect(url_for("office.announcements", slug=edition.slug), 303)


def _by() -> dict[str, Any]:
    return {"actor_id": actor.current().account_id, "now": clock.now()}


def _received() -> ReceivedFile | None:
    sent: FileStorage | None = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    return announcing.receive(sent.read(announcing.FILE_SIZE + 1), sent.filename)


def _announce(edition: EditionView, form: AnnouncementForm) -> None:
    notice = Notice(form.words(), form.moment(edition, clock.now()), _received())
    announcing.announce(edition.id, notice, **_by())


def _change(edition: EditionView, stored: AnnouncementView, form: AnnouncementForm) -> None:
    minute = stored.published_at.replace(second=0, microsecond=0)
    typed = form.moment(edition, clock.now())
    # Left as shown, to the minute: the stored moment to the second.
    at = stored.published_at if typed in {minute, stored.published_at} else typed
    announcing.change(edition.id, stored.key, Notice(form.words(), at, _received()), **_by())


def _list(edition: EditionView, form: AnnouncementForm, status: int) -> ResponseReturnValue:
    now = clock.now()
    stored = noticeboard.announcements(edition.id)
    page = sections.render(
        "office/announcements.html",
        edition,
        form=form,
        announcements=[(a, *a.said("vi"), is_seen(a.published_at, a.withdrawn_at, now)) for a in stored],
    )
    return page, status


def _one(
    edition: EditionView, stored: AnnouncementView, form: AnnouncementForm, status: int
) -> ResponseReturnValue:
    page = sections.render(
        "office/announcement.html",
        edition,
        here_in_menu="office.announcements",
        form=form,
        stored=stored,
        is_seen=is_seen(stored.published_at, stored.withdrawn_at, clock.now()),
        most_files=FILES,
        names=LANGUAGE_NAMES,
    )
    return page, status
