"""From the check page to the receipt; and the way out of the contest."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from contest.access.permissions import Permission
from contest.editions import admission
from contest.editions import queries as editions
from contest.editions.queries import CategoryView, EditionView
from contest.editions.rules.demands import RECORDINGS
from contest.entries import author_files, comparing, files, service
from contest.entries import author_queries as entries
from contest.entries.answers import document
from contest.entries.author_queries import DraftView
from contest.entries.queries import FileRef
from contest.entries.rules.co_authors import NotConfirmed
from contest.entries.work import Work
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.keys import new_key
from contest.web import actor, demand_words, errors, identity_words, length_words
from contest.web.author import about, arrival, author_list, own_fields, self_identification, story
from contest.web.author.pages import pages
from contest.web.author.writing_forms import DeclarationsForm
from contest.web.downloads import attachment, stored
from contest.web.entry_words import flag_sentences
from contest.web.templating import number, use_zone

PATH = "/entries/<key>"


@pages.page(f"{PATH}/submit", Permission.WRITE_ENTRY)
def check(key: str) -> ResponseReturnValue:
    """Show what would be sent, what must be mended, and the declarations, none of them ticked."""
    draft, edition = _entry(key)
    if not story.may_write(draft, edition):
        return redirect(url_for("author.writing", key=key), 303)
    form = DeclarationsForm.of(_declarations(draft, edition))
    return _check_page(draft, edition, form, new_key())


@pages.page(f"{PATH}/submit", Permission.WRITE_ENTRY, methods=("POST",))
def submit(key: str) -> ResponseReturnValue:
    """Submit; sent twice it is one submit, with the same receipt."""
    draft, edition = _entry(key)
    form = DeclarationsForm.of(_declarations(draft, edition))
    token = request.form.get("token", "")
    try:
        number = service.submit(
            key,
            author_id=actor.current().account_id,
            token=token if 20 <= len(token) <= 64 else new_key(),
            declared=form.declarations.data or (),
            now=arrival.instant(),
            without_waiting=request.form.get("without") == "waiting",
        )
    except Conflict as error:
        return errors.page(409, errors.sentence(error))
    except RuleBroken as error:
        if error.field in {"declarations", None}:
            form.take(error)
        return _check_page(draft, edition, form, token), 422
    return redirect(url_for("author.receipt", key=key, number=number), 303)


@pages.page(f"{PATH}/versions/<int:number>/text", Permission.WRITE_ENTRY)
def version_text(key: str, number: int) -> ResponseReturnValue:
    """Send the text whose digest the receipt names, byte for byte."""
    author_id = actor.current().account_id
    given = entries.receipt(key, author_id, number)
    return attachment(author_files.version_text(key, author_id, number).encode(), given.number, "txt")


@pages.page(f"{PATH}/versions/<int:number>/markup", Permission.WRITE_ENTRY)
def version_markup(key: str, number: int) -> ResponseReturnValue:
    """Send the formatted text whose digest the receipt names, byte for byte. Raises NotFound where it has none."""
    author_id = actor.current().account_id
    markup = comparing.of_version(key, number, reader_id=author_id).markup
    if not markup:
        raise NotFound(key)
    return attachment(markup.encode(), entries.receipt(key, author_id, number).number, "html")


@pages.page(f"{PATH}/versions/<int:number>/file", Permission.WRITE_ENTRY)
def version_file(key: str, number: int) -> ResponseReturnValue:
    author_id = actor.current().account_id
    file = author_files.version_file(key, author_id, number)
    return attachment(files.content(file), entries.receipt(key, author_id, number).number, file.kind)


@pages.page(f"{PATH}/file", Permission.WRITE_ENTRY)
def draft_file(key: str) -> ResponseReturnValue:
    file = author_files.draft_file(key, actor.current().account_id)
    return attachment(files.content(file), "draft", file.kind)


@pages.page(f"{PATH}/versions/<int:number>/answers", Permission.WRITE_ENTRY)
def version_answers(key: str, number: int) -> ResponseReturnValue:
    """Send the answers whose digest the receipt names, byte for byte."""
    author_id = actor.current().account_id
    given = entries.receipt(key, author_id, number)
    return attachment(
        document(author_files.version_own(key, author_id, number)), f"{given.number}-answers", "json"
    )


@pages.page(f"{PATH}/versions/<int:number>/answers/<field>", Permission.WRITE_ENTRY)
def version_own_file(key: str, number: int, field: str) -> ResponseReturnValue:
    file = author_files.version_own_file(key, actor.current().account_id, number, field)
    return attachment(files.content(file), "answer", file.kind)


@pages.page(f"{PATH}/answers/<field>", Permission.WRITE_ENTRY)
def draft_own_file(key: str, field: str) -> ResponseReturnValue:
    file = author_files.own_file(key, actor.current().account_id, field)
    return attachment(files.content(file), "answer", file.kind)


@pages.page(f"{PATH}/beside/<role>", Permission.WRITE_ENTRY)
def draft_enclosure(key: str, role: str) -> ResponseReturnValue:
    return _sent_back(author_files.draft_enclosure(key, actor.current().account_id, role), f"draft-{role}")


@pages.page(f"{PATH}/versions/<int:number>/beside/<role>", Permission.WRITE_ENTRY)
def version_enclosure(key: str, number: int, role: str) -> ResponseReturnValue:
    """Send what stands beside a version, byte for byte as its receipt vouches for it."""
    author_id = actor.current().account_id
    name = f"{entries.receipt(key, author_id, number).number}-{role}"
    return _sent_back(author_files.version_enclosure(key, author_id, number, role), name)


def _sent_back(found: FileRef | str, name: str) -> ResponseReturnValue:
    if isinstance(found, str):
        return attachment(found.encode(), name, "txt")
    if found.kind in RECORDINGS:
        return stored(files.opened(found), name, found.kind)
    return attachment(files.content(found), name, found.kind)


@pages.page(f"{PATH}/withdraw", Permission.WRITE_ENTRY)
def ask_withdraw(key: str) -> ResponseReturnValue:
    """Ask once more."""
    draft, edition = _entry(key)
    if not story.may_withdraw(draft, edition):
        return redirect(url_for("author.writing", key=key), 303)
    return render_template("author/withdraw.html", draft=draft, edition=edition)


@pages.page(f"{PATH}/withdraw", Permission.WRITE_ENTRY, methods=("POST",))
def withdraw(key: str) -> ResponseReturnValue:
    draft, _ = _entry(key)
    service.withdraw(key, author_id=actor.current().account_id, now=arrival.instant())
    was_sent = draft.version_number > 0
    flash(gettext("The entry was withdrawn.") if was_sent else gettext("The draft was deleted."), "success")
    return redirect(url_for("author.entries"), 303)


def _entry(key: str) -> tuple[DraftView, EditionView]:
    draft = entries.draft(key, actor.current().account_id)
    edition = arrival.edition(draft.edition_id, draft.author_id)
    use_zone(edition.zone)
    return draft, edition


def _declarations(draft: DraftView, edition: EditionView) -> tuple[str, ...]:
    """Return what everybody declares, and what the category asks for."""
    category = next((c for c in editions.categories(edition.id) if c.id == draft.category_id), None)
    if category is None:
        return editions.declarations(edition.id)
    return editions.declarations_for(category, edition.id)


def _check_page(draft: DraftView, edition: EditionView, form: DeclarationsForm, token: str) -> str:
    review = entries.review(draft.key, actor.current().account_id, now=arrival.instant())
    chosen = next((c for c in editions.categories(edition.id) if c.id == review.work.category_id), None)
    sheet = entries.sheet(draft.key, actor.current().account_id)
    waits_only = all(isinstance(problem, NotConfirmed) for problem in review.problems)
    return render_template(
        "author/check.html",
        draft=draft,
        edition=edition,
        form=form,
        token=token,
        review=review,
        found=self_identification.shown(draft.key),
        category=chosen.name if chosen else None,
        length=_length(review.work.judged, chosen),
        said=demand_words.said(review.work.stated.statement, admission.conditions(edition.id).countries_by),
        problems=[(about.place(draft.key, p.field), errors.sentence(p)) for p in review.problems],
        told=identity_words.lines(sheet),
        asks_about=sheet.asks,
        authors=author_list.names(draft),
        without_waiting=bool(review.problems) and waits_only,
        flags=flag_sentences(review.file.flags) if review.file else [],
        answered=own_fields.said(review.work.own, own_fields.address(draft.key)),
    )


def _length(work: Work, category: CategoryView | None) -> tuple[str, str]:
    """Return (what is counted, how much) as the category counts; words while none is chosen."""
    if category is None:
        return gettext("Words"), number(work.words)
    label = str(length_words.LABELS[category.demands.length_unit])
    if not work.has_length(category.demands):
        return label, gettext("cannot be counted")
    return label, length_words.measured(work.measured(category.demands))
