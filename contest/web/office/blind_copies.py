"""Blind copies: what judges would see of each work, what was found in it, and the drawing of the codes."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString, gettext, lazy_gettext, ngettext
from markupsafe import Markup

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.anonymisation import coding, queries, renditions, service, settling, unmade
from contest.anonymisation.renditions import RenditionPage, RenditionView
from contest.anonymisation.rules import cells, clearing, highlight
from contest.anonymisation.service import Seen
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.editions.rules import rounds
from contest.entries import queries as entries
from contest.kernel import clock
from contest.kernel.errors import Conflict, NotFound, RuleBroken
from contest.kernel.text import clock as as_time
from contest.platform.media import sentences as media
from contest.platform.sanitise import recheck_essay
from contest.web import actor, downloads, errors, own_words
from contest.web.entry_words import flag_sentences
from contest.web.office import crowds, flagged, sections
from contest.web.office.blind_copies_forms import ClearingForm, lines
from contest.web.office.pages import pages

PATH: Final = "/<slug>/blind-copies"
TABS: Final[Mapping[str, LazyString]] = {
    clearing.TO_CLEAR: lazy_gettext("To look at"),
    clearing.FAILED: lazy_gettext("Cannot be shown"),
    clearing.CLEAR: lazy_gettext("Ready"),
}
REMOVED: Final[Mapping[str, LazyString]] = {
    "property": lazy_gettext("Property of the file"),
    "comment": lazy_gettext("Comment"),
    "deleted-text": lazy_gettext("Deleted text"),
    "hidden-text": lazy_gettext("Hidden text"),
    "header": lazy_gettext("Top of the pages"),
    "footer": lazy_gettext("Bottom of the pages"),
    "field": lazy_gettext("Automatic field"),
    "macro": lazy_gettext("Macro"),
    "formula": lazy_gettext("Formula"),
    "picture": lazy_gettext("Picture"),
    "chapter": lazy_gettext("Chapter of the recording"),
    "subtitles": lazy_gettext("Subtitles"),
    "embedded-object": lazy_gettext("Embedded object"),
    "attachment": lazy_gettext("Attached file"),
    "form-value": lazy_gettext("Form field"),
}

OURS: Final = frozenset({media.COVER})


@pages.page(PATH, Permission.DRAW_CODES)
def blind_copies(edition: EditionView) -> ResponseReturnValue:
    """List what is to be looked at; once the codes are drawn, say how many there are and no more."""
    if editions.rounds(edition.id)[0].state != rounds.WAITING:
        return _counts(edition)
    return _list(edition)


def _counts(edition: EditionView) -> ResponseReturnValue:
    coded = [(r, queries.count(r.id)) for r in editions.rounds(edition.id) if r.state != rounds.WAITING]
    told = flagged.waiting(edition)
    settled = settling.settled([judged.id for judged, _ in coded])
    return sections.render(
        "office/blind_copies_coded.html", edition, coded=coded, told=told, settled=settled,
        can_redact=allows(Permission.REDACT_COPIES, actor.circumstances(edition)),
    )  # fmt: skip


def _list(edition: EditionView, refusal: str = "") -> str:
    state = request.args.get("state", clearing.TO_CLEAR)
    after = request.args.get("after", "0")
    if state not in TABS or not (after.isascii() and after.isdigit() and len(after) < 18):
        raise NotFound(state)
    page = renditions.listed(edition.id, state, after=int(after))
    counts = renditions.counts(edition.id)
    accepted = entries.counts_by_state(edition.id).get("accepted", 0)
    return sections.render(
        "office/blind_copies.html",
        edition,
        page=page,
        state=state,
        counts=counts,
        accepted=accepted,
        unmade=max(0, accepted - sum(counts.values())),
        asked=unmade.of_edition(edition.id, now=clock.now()),
        tabs=[(s, TABS[s], _address(edition, s), counts[s]) for s in TABS],
        pager={"prev_url": None, "next_url": _next(edition, state, page)},
        categories=_categories(edition),
        problems=[errors.sentence(p) for p in coding.problems(edition.id, now=clock.now())],
        refusal=refusal,
        crowds=crowds.of(edition, reads_works=True),
        may_hide=False,
        sentence=_sentence,
    )


@pages.page(f"{PATH}/prepare", Permission.CLEAR_LEAKS, methods=("POST",))
def blind_copies_prepare(edition: EditionView) -> ResponseReturnValue:
    """Make what is accepted blind: a few works at once, many by the worker."""
    made = service.prepare_few(edition.id, now=clock.now())
    if made is None:
        text = gettext("The blind copies are being prepared. Load this page again in a few minutes.")
    elif made.made:
        text = ngettext("%(num)d blind copy was made.", "%(num)d blind copies were made.", made.made)
    else:
        text = gettext("Every accepted work has its blind copy already.")
    flash(text, "success")
    return redirect(url_for("office.blind_copies", slug=edition.slug), 303)


@pages.page(f"{PATH}/draw", Permission.DRAW_CODES, methods=("POST",))
def blind_copies_draw(edition: EditionView) -> ResponseReturnValue:
    """Draw the codes: an act that cannot be undone, so it is confirmed."""
    if request.form.get("confirmed") != "yes":
        return _list(edition, gettext("Tick the box if you want to draw the codes now.")), 422
    first = editions.rounds(edition.id)[0]
    try:
        drawn = coding.draw_codes(first.id, actor_id=actor.current().account_id, now=clock.now())
    except RuleBroken as error:
        flash(errors.sentence(error), "warning")
    else:
        flash(ngettext("%(num)d work has its code.", "%(num)d works have their codes.", drawn), "success")
    return redirect(url_for("office.blind_copies", slug=edition.slug), 303)


@pages.page(f"{PATH}/<key>", Permission.CLEAR_LEAKS)
def blind_copies_work(edition: EditionView, key: str) -> ResponseReturnValue:
    """Show a work as judges would see it, beside everything that was found in it and left out of it."""
    found = renditions.detail(edition.id, key)
    return _work(edition, found, ClearingForm.of(found))


def _work(edition: EditionView, found: RenditionView, form: ClearingForm) -> str:
    tokens = [finding.token for finding in found.findings]
    form.offer(found)
    form.stamp.data = found.stamp  # what is shown from here on, also where the form came with another
    late = bool(form.form_errors) and found.state != clearing.TO_CLEAR
    entry = entries.entry_facts(found.entry_id)
    return sections.render(
        "office/blind_copies_work.html",
        edition,
        work=found,
        form=form,
        unsaved=(*(form.chosen.data or ()), *form.more.words) if late else (),
        found=[line for _, line in lines(found)],
        category=_categories(edition)[found.category_id],
        shown=Markup(highlight.mark(recheck_essay(found.html), tokens)),  # noqa: S704 -- cleaned, marks are ours
        title=_marked(found.title, tokens),
        own=[(said.label, _marked(own_words.shown(said.kind, said.value), tokens)) for said in found.own],
        flags=flag_sentences(found.flags),
        removed=[
            (REMOVED.get(each.kind, each.kind), _marked(_said(each.text), list(each.tokens)))
            for each in found.removed
        ],
        pictures=[(number, cells.of_page(number)) for number in range(1, found.pages + 1)],
        picture_url=partial(_picture, edition, found.key),
        ticked=frozenset(request.form.getlist("cells")),
        as_time=as_time,
        tabs=TABS,
        screening=url_for("office.screening_entry", slug=edition.slug, key=entry.key),
        following=renditions.next_to_clear(edition.id, found.key),
        sentence=_sentence,
    )


def _said(text: str) -> str:
    """Say in the language of the page what is no word of the author's file but a name of ours for a part of it."""
    return gettext(text) if text in OURS else text


def _picture(edition: EditionView, key: str, number: int) -> str:
    return url_for("office.blind_copies_picture", slug=edition.slug, key=key, number=number)


def _marked(words: str, tokens: list[str]) -> Markup:
    return Markup(highlight.mark(str(Markup.escape(words)), tokens))  # noqa: S704 -- escaped


@pages.page(f"{PATH}/<key>", Permission.CLEAR_LEAKS, methods=("POST",))
def blind_copies_settle(edition: EditionView, key: str) -> ResponseReturnValue:
    """Let it go as it is, black out what is ticked, or show the text instead of pictures of pages."""
    found = renditions.detail(edition.id, key)
    form = ClearingForm.of(found)
    act = ACTS.get(request.form.get("act", ""))
    if act is None:
        raise NotFound(key)
    if not form.validate():
        return _work(edition, found, form), 422
    try:
        act(edition, Seen(key, form.stamp.data or ""), form)
    except Conflict as error:
        form.take(error)
        return _work(edition, renditions.detail(edition.id, key), form), 409
    except RuleBroken as error:
        form.take(error)
        return _work(edition, found, form), 422
    if request.form["act"] == "undo":
        return redirect(url_for("office.blind_copies", slug=edition.slug), 303)
    return redirect(_onwards(edition, key), 303)


def _clear(edition: EditionView, seen: Seen, _: ClearingForm) -> None:
    service.clear(edition.id, seen, secretary_id=actor.current().account_id, now=clock.now())
    flash(gettext("The blind copy is ready as it is."), "success")


def _redact(edition: EditionView, seen: Seen, form: ClearingForm) -> None:
    by = actor.current().account_id
    left = service.redact(edition.id, seen, form.chosen_places, form.more, secretary_id=by, now=clock.now())
    if left:
        flash(
            ngettext("Blacked out. %(num)d trace is left.", "Blacked out. %(num)d traces are left.", left),
            "warning",
        )
    else:
        flash(gettext("Blacked out. What the author submitted is kept as it was."), "success")
    if clearing.BLACK_PARTS in renditions.detail(edition.id, seen.key).for_eyes:
        flash(gettext("Look at every page: is all black that should be?"), "warning")


def _show_text(edition: EditionView, seen: Seen, _: ClearingForm) -> None:
    service.show_text(edition.id, seen, secretary_id=actor.current().account_id, now=clock.now())
    flash(
        gettext("Judges will read the text instead of pictures of the pages. Look at it once more."),
        "success",
    )


def _undo(edition: EditionView, seen: Seen, _: ClearingForm) -> None:
    service.undo(edition.id, seen, secretary_id=actor.current().account_id, now=clock.now())
    service.prepare_few(edition.id, now=clock.now())
    flash(gettext("The blind copy is made anew from what the author wrote."), "success")


ACTS: Final[Mapping[str, Callable[[EditionView, Seen, ClearingForm], None]]] = {
    "clear": _clear,
    "redact": _redact,
    "text": _show_text,
    "undo": _undo,
}


@pages.page(f"{PATH}/<key>/pages/<int:number>", Permission.CLEAR_LEAKS)
def blind_copies_picture(edition: EditionView, key: str, number: int) -> ResponseReturnValue:
    """A page of a work that came as PDF, as judges would see it."""
    content = renditions.page_image(edition.id, key, number)
    return Response(content, mimetype="image/png" if content.startswith(b"\x89PNG") else "image/webp")


@pages.page(f"{PATH}/<key>/recording", Permission.CLEAR_LEAKS)
def blind_copies_recording(edition: EditionView, key: str) -> ResponseReturnValue:
    """The recording beside a work, made anew, as judges would get it: whole or in parts."""
    kind, content = renditions.recording(edition.id, key)
    return downloads.stored(content, "blind-copy", kind)


def _onwards(edition: EditionView, key: str) -> str:
    """Stay while something is left to settle here, else go to the next work that waits, or to the list."""
    if renditions.detail(edition.id, key).state == clearing.TO_CLEAR:
        return url_for("office.blind_copies_work", slug=edition.slug, key=key)
    following = renditions.next_to_clear(edition.id, key)
    if following is None:
        return url_for("office.blind_copies", slug=edition.slug)
    return url_for("office.blind_copies_work", slug=edition.slug, key=following)


def _address(edition: EditionView, state: str, after: int | None = None) -> str:
    return url_for("office.blind_copies", slug=edition.slug, state=state, after=after)


def _next(edition: EditionView, state: str, page: RenditionPage) -> str | None:
    return None if page.after is None else _address(edition, state, page.after)


def _categories(edition: EditionView) -> dict[int, str]:
    return {category.id: category.name for category in editions.categories(edition.id)}


def _sentence(failure: tuple[str, Mapping[str, object]]) -> str:
    """Say in the language of the page why a work cannot be shown."""
    message, params = failure
    return str(gettext(message, **params))
