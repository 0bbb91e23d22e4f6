"""The writing page: title, category, text or file, saved by hand or by itself; two windows are told apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from contest.access.permissions import Permission
from contest.editions import admission, asking
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules.demands import MINUTES, PLAIN
from contest.entries import (
    acts_done,
    enclosing,
    files,
    handing_on,
    handwritten,
    intake,
    questioned,
    requested,
    uploads,
)
from contest.entries import author_queries as entries
from contest.entries.author_queries import DraftView
from contest.entries.intake import Draft, SavedElsewhere
from contest.entries.rules.limits import MEGABYTE, PICTURES, TYPED
from contest.entries.rules.requests import KINDS as REQUESTS
from contest.kernel.errors import Conflict, RuleBroken
from contest.kernel.keys import new_key
from contest.platform.documents.sentences import TOO_LARGE
from contest.web import actor, demand_words, errors, given_back, identity_words, length_words, oversized
from contest.web.author import (
    about,
    arrival,
    asking_later,
    author_list,
    co_author_story,
    co_authors,
    old_letters,
    outcomes,
    own_fields,
    picture_pages,
    recording_fields,
    statement_forms,
    story,
    two_texts,
    typed,
    what_counts,
)
from contest.web.author.desks import Desk, desk_of
from contest.web.author.pages import pages
from contest.web.author.stamps import read_stamp, stamp_text
from contest.web.author.statement_forms import Asked
from contest.web.author.writing_forms import WritingForm
from contest.web.entry_words import flag_sentences
from contest.web.templating import clock_time, use_zone
from contest.web.wording import FILE_KINDS

PATH = "/entries/<key>"


@dataclass(frozen=True, slots=True)
class Translation:
    """The counter of a translation that is typed, and (what is counted, how much) of one that came as a file."""

    counter: length_words.Counter | None
    length: tuple[str, str]


@pages.page(PATH, Permission.WRITE_ENTRY)
def writing(key: str) -> ResponseReturnValue:
    """Write; or, when nothing can be changed any more, read."""
    desk = desk_of(key)
    if not story.may_write(desk.draft, desk.edition):
        return render_template("author/reading.html", **_shown(desk), **what_counts.shown(desk.draft))
    draft = desk.draft
    form = own_fields.form(draft.own)(
        title=draft.title, category_id=draft.category_id or 0, text=draft.text, **own_fields.values(draft.own)
    )
    form.show_statement(draft.statement)
    own_fields.say_what_is_wrong(desk.draft.own, form)
    return _page(desk, form, stamp_text(desk.draft.revision, new_key()))


@pages.page("/<slug>/preview", Permission.EDIT_EDITION)
def preview(edition: EditionView) -> ResponseReturnValue:
    """Show organisers the writing page of a contest as its authors will see it, before there is an entry."""
    use_zone(edition.zone)
    categories = editions.categories(edition.id)
    chosen = request.args.get("category", type=int)
    category = next((c for c in categories if c.id == chosen), categories[0])
    draft = entries.blank(edition.id, category.id, now=arrival.instant())
    form = own_fields.form(draft.own)(formdata=None, category_id=category.id)
    desk = Desk(draft, edition, categories)
    return _page(
        desk,
        form,
        stamp="",
        preview=True,
        categories=categories,
        declarations=editions.declarations_for(category, edition.id),
        asked=asking.identity(edition.id),
        identity_words=identity_words,
    )


@pages.page(PATH, Permission.WRITE_ENTRY, methods=("POST",))
def save(key: str) -> ResponseReturnValue:
    """Save what was typed and chosen; a refusal shows the page again with all of it."""
    desk = desk_of(key)
    form = own_fields.form(desk.draft.own)()
    form.offer(desk.categories)
    stamp = request.form.get("version", "")
    valid = form.validate()
    if oversized.tell(form):
        return _page(desk, form, stamp), 413
    if not valid:
        return _page(desk, form, stamp), 422
    try:
        _save(desk, form, stamp)
    except SavedElsewhere:
        return two_texts.side_by_side(key, desk, form), 409
    except Conflict as error:
        return two_texts.too_late(desk, form, errors.sentence(error)), 409
    except RuleBroken as error:
        form.take(error)
        offer = old_letters.of_upload(form.file.data, _chosen(desk, form)) if error.field == "file" else None
        return _page(desk, form, stamp, offer=offer), 422
    return _after_saving(key, form)


def _after_saving(key: str, form: WritingForm) -> ResponseReturnValue:
    """Go on; where the typed letters are old ones, offer to convert them now, as some are gone once they are kept."""
    offer = old_letters.of_text(_typed(form))
    if offer is not None:
        desk = desk_of(key)
        return _page(desk, form, stamp_text(desk.draft.revision, new_key()), offer=offer)
    if request.form.get("action") == "check":
        return redirect(about.following(key), 303)
    flash(gettext("Saved."), "success")
    return redirect(url_for("author.writing", key=key), 303)


@pages.page(f"{PATH}/autosave", Permission.WRITE_ENTRY, methods=("POST",))
def autosave(key: str) -> ResponseReturnValue:
    """Save the fields that were sent; answered as JSON, refusals with their sentence."""
    stamp = read_stamp(request.form.get("version", ""))
    chosen = request.form.get("category_id", type=int)
    saved = intake.save_draft(
        key,
        Draft(
            request.form.get("title"),
            chosen,
            request.form.get("text"),
            own_fields.typed(),
            statement_forms.sent(),
            typed.sent(),
        ),
        author_id=actor.current().account_id,
        stamp=stamp,
        leaving=False,
        now=arrival.instant(),
    )
    use_zone(editions.by_id(saved.edition_id, now=saved.saved_at).zone)
    return {
        "saved_at": clock_time(saved.saved_at),
        "version": stamp_text(saved.revision, stamp.window),
    }


@pages.blueprint.errorhandler(413)
def too_large(_: Exception) -> Response:
    """Say the limit: the body was never read, so nothing of it is known here."""
    limit = current_app.extensions["contest_settings"].upload_limit // (1024 * 1024)
    sentence = gettext(
        "What you sent is larger than allowed: the files that you send at once may have %(limit)d MB together."
        " Nothing was changed. Go back with your browser, where your text still stands, and choose a smaller file, or"
        " send one at a time.",
        limit=limit,
    )
    return errors.page(413, sentence, back=given_back.same_page())


def _save(desk: Desk, form: WritingForm, stamp: str) -> None:
    """Read a file first, as that is slow, and write afterwards in one go. Raises RuleBroken."""
    key, author_id, now = desk.draft.key, actor.current().account_id, arrival.instant()
    received, beside = old_letters.taken_file() or _received(desk, form), _beside(desk)
    may = story.may_write(desk.draft, desk.edition)  # if not, what follows says why; nothing is stored for it
    answers = own_fields.received(desk.draft.own, form) if may else {}
    own = own_fields.typed()
    said = statement_forms.sent()
    text, markup = old_letters.taken_text(), None
    if text is None:
        text, markup = form.text.data, typed.sent()
    draft = Draft(form.title.data, form.category_id.data, text, own, said, markup)
    intake.save_draft(key, draft, author_id=author_id, stamp=read_stamp(stamp), now=now)
    _enclose(key, beside, now)
    if received is not None:
        intake.attach_file(key, received, author_id=author_id, now=now)
    elif request.form.get("action") == picture_pages.REMOVE or picture_pages.removes_the_last(desk.draft):
        intake.remove_file(key, author_id=author_id, now=now)
    own_fields.keep_files(key, answers, author_id=author_id, now=now)


def _typed(form: WritingForm) -> str:
    """Return the typed text as it was sent, where it counts."""
    counts = old_letters.taken_text() is None and not form.file.data
    return request.form.get("text", "") if counts and request.form.get("action") != old_letters.TAKE else ""


def _chosen(desk: Desk, form: WritingForm) -> CategoryView | None:
    return next((c for c in desk.categories if c.id == form.category_id.data), None)


def _received(desk: Desk, form: WritingForm) -> files.Received | None:
    if not story.may_write(desk.draft, desk.edition):
        return None  # what follows says why; nothing is stored for it
    upload = form.file.data
    if not isinstance(upload, FileStorage) or not upload.filename:
        return picture_pages.received(desk.draft)
    try:
        return files.receive(upload.stream.read(), upload.filename)
    except RuleBroken as error:
        chosen = _chosen(desk, form)
        raise handwritten.told(error, chosen.file_kinds if chosen else ()) from error


def _beside(desk: Desk) -> Mapping[str, files.Received]:
    if not story.may_write(desk.draft, desk.edition):
        return {}
    sent = statement_forms.files_sent()
    return {role: enclosing.receive(stream, name, role) for role, (stream, name) in sent.items()}


def _enclose(key: str, beside: Mapping[str, files.Received], now: datetime) -> None:
    author_id = actor.current().account_id
    for role, received in beside.items():
        enclosing.enclose(key, role, received, author_id=author_id, now=now)
    removed = request.form.get("action", "").removeprefix("remove-")
    if removed in enclosing.ROLES and removed not in beside:
        enclosing.take_out(key, removed, author_id=author_id, now=now)


def _page(desk: Desk, form: WritingForm, stamp: str, **more: object) -> str:
    form.offer(desk.categories)
    if form.text.data is None:  # the page showed no text area
        form.text.data = desk.draft.text
    form.ask(_asked(desk))
    shown = {
        "preview": False,
        "offer": None,
        **_shown(desk),
        "own": own_fields.shown(desk.draft.own, form),
        **more,
    }
    shown |= typed.in_editor(desk.draft)
    return render_template("author/writing.html", form=form, stamp=stamp, **shown)


def _shown(desk: Desk) -> dict[str, object]:
    draft, who = desk.draft, actor.current().account_id
    acts = acts_done.of_person(who).get(draft.id, ())
    told = co_author_story.tell(draft, desk.edition, outcomes.of([draft])[draft.id])
    return {
        "draft": draft,
        "edition": desk.edition,
        "category": desk.category,
        "story": story.merged(told, acts),
        "authors": author_list.shown(draft, desk.categories),
        "may_write": story.may_write(draft, desk.edition),
        "may_leave": bool(draft.contact) and co_authors.may_change(draft, desk.edition),
        "versions": entries.versions(draft.key, actor.current().account_id) if draft.version_number else (),
        "may_withdraw": bool(draft.key) and story.may_withdraw(draft, desk.edition),
        "may_ask": bool(draft.key) and asking_later.may_ask(draft, desk.edition),
        "requests": requested.of_person(actor.current().account_id).get(draft.id, ()),
        "request_kinds": REQUESTS,
        "is_asked": draft.id in questioned.waiting_for(who),
        "was_asked": draft.id in questioned.asked_about(who),
        "acts": acts,
        "flags": flag_sentences(draft.file.flags) if draft.file else [],
        "untold": bool(draft.contact) and entries.untold(draft.key, actor.current().account_id),
        "asks_about": bool(draft.key) and entries.sheet(draft.key, actor.current().account_id).asks,
        "came_from": _came_from(draft.key),
        **_taken(desk.category),
        **picture_pages.shown(draft, desk.category),
        **_length(draft, desk.category),
        "wanted": _asked(desk),
        "uploads": {each.role: each for each in uploads.of_entry(draft.id)},
        "demand_words": demand_words,
    }


def _taken(category: CategoryView | None) -> dict[str, object]:
    """Return what the page offers: what the category takes, and everything while none is chosen."""
    kinds = category.file_kinds if category else tuple(FILE_KINDS)
    files_taken = [kind for kind in kinds if kind not in {TYPED, PICTURES}]
    return {
        "takes_text": TYPED in kinds,
        "file_kinds": [FILE_KINDS[kind] for kind in files_taken],
        "accept": ",".join(f".{kind}" for kind in files_taken),
    }


def _asked(desk: Desk) -> Asked:
    demands = desk.category.demands if desk.category else PLAIN
    return Asked(demands, admission.conditions(desk.edition.id), desk.draft.statement)


def _length(draft: DraftView, category: CategoryView | None) -> dict[str, object]:
    """Return the counter of the typed text, how long the file is as the category counts, and how large one may be."""
    if category is None:
        return {
            "counter": None,
            "file_length": None,
            "translation": None,
            **recording_fields.limits(PLAIN),
            **_largest(None),
        }
    return {
        "counter": length_words.counter(category, draft.measured(category.demands)),
        "translation": _translation_length(draft, category),
        "file_length": _file_length(draft, category),
        **recording_fields.limits(category.demands),
        **_largest(category.demands.file_limit_mb),
    }


def _largest(own_mb: int | None) -> dict[str, object]:
    """Return how large a file may be, in bytes, and what is said of a larger one; `own_mb`: the category's limit."""
    limit = current_app.extensions["contest_settings"].upload_limit
    limit = min(limit, own_mb * MEGABYTE) if own_mb else limit
    return {"upload_limit": limit, "too_large": gettext(TOO_LARGE, limit=limit // MEGABYTE)}


def _file_length(draft: DraftView, category: CategoryView) -> tuple[str, str] | None:
    if draft.file is None or not (draft.file_text or draft.file.pages):
        return None
    if category.demands.length_unit == MINUTES:
        return None  # the words of the text are told, and its recording counts
    label = length_words.LABELS[category.demands.length_unit]
    found = draft.file_measured(category.demands)
    known = bool(draft.file_text) or found.length > 0  # a scan has pages, and no words that can be read
    return str(label), length_words.measured(found) if known else gettext("cannot be counted")


def _translation_length(draft: DraftView, category: CategoryView) -> Translation:
    found = draft.translation_measured(category.demands)
    label = length_words.LABELS[category.demands.length_unit]
    return Translation(length_words.counter(category, found), (str(label), length_words.measured(found)))


def _came_from(key: str) -> str:
    """Return the title of the contest that the entry was sent on from, "" where it was submitted here."""
    below = handing_on.came_from(key) if key else None
    return editions.by_id(below, now=arrival.instant()).title if below else ""
