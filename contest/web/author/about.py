"""About you: what the contest asks of an author, with its purpose, and a guardian's agreement for the under-aged."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries import author_queries as entries
from contest.entries import telling
from contest.entries.about import Sheet
from contest.entries.author_queries import DraftView
from contest.entries.rules.about import GUARDIAN, NO_GUARDIAN
from contest.entries.rules.co_authors import FIELD as AUTHORS
from contest.web import actor
from contest.web.author import arrival, asking_later, co_authors, story
from contest.web.author.about_forms import ATTRIBUTES, FIELDS, AboutForm
from contest.web.author.pages import pages
from contest.web.templating import use_zone

PATH = "/entries/<key>/about"


@pages.page(PATH, Permission.WRITE_ENTRY)
def about(key: str) -> ResponseReturnValue:
    """Ask; a sheet that is new is filled with what the author said with a work before."""
    draft, edition, sheet = _desk(key)
    may = story.may_write(draft, edition) or (draft.contact and co_authors.may_change(draft, edition))
    if not (may or asking_later.may_correct_about(draft, edition)):
        return redirect(url_for("author.writing", key=key), 303)
    if not sheet.asks:
        return redirect(url_for("author.writing" if draft.contact else "author.check", key=key), 303)
    form = AboutForm()
    said = sheet.about if sheet.is_saved else entries.said_before(actor.current().account_id)
    form.show(said, sheet.guardian.said if sheet.guardian else NO_GUARDIAN)
    if sheet.is_saved:
        form.point_out(sheet)
    return _page(draft, edition, sheet, form)


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("POST",))
def say_about(key: str) -> ResponseReturnValue:
    """Keep what was typed and go on; a refusal shows the page again with all of it."""
    draft, edition, sheet = _desk(key)
    form = AboutForm()
    if not (form.validate() and form.is_sound(sheet) and form.try_to(lambda: _say(key, form))):
        return _page(draft, edition, sheet, form), 422
    if draft.contact or not story.may_write(draft, edition) or request.form.get("action") == "write":
        flash(gettext("Saved."), "success")
        return redirect(url_for("author.writing", key=key), 303)
    return redirect(url_for("author.check", key=key), 303)


def following(key: str) -> str:
    """Return the page that comes after writing: this one while nothing was said yet, then the check."""
    sheet = entries.sheet(key, actor.current().account_id)
    page = "author.about" if sheet.asks and not sheet.is_saved else "author.check"
    return url_for(page, key=key)


def place(key: str, field: str | None) -> str:
    """Return where what is said of a field can be mended."""
    if field == "birth_year":
        return url_for("account.details")
    page = "author.about" if field in FIELDS else "author.authors" if field == AUTHORS else "author.writing"
    return url_for(page, key=key, _anchor=field)


def _say(key: str, form: AboutForm) -> None:
    telling.say(
        key,
        form.said,
        form.guardian,
        author_id=actor.current().account_id,
        language=str(get_locale()),
        now=arrival.instant(),
    )


def _desk(key: str) -> tuple[DraftView, EditionView, Sheet]:
    who = actor.current().account_id
    draft = entries.draft(key, who)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return draft, edition, entries.sheet(key, who)


def _page(draft: DraftView, edition: EditionView, sheet: Sheet, form: AboutForm) -> str:
    return render_template(
        "author/about.html",
        draft=draft,
        edition=edition,
        sheet=sheet,
        form=form,
        attributes=ATTRIBUTES,
        consent=gettext(GUARDIAN.text),
    )
