"""What a secretariat has still to do with works, as sentences with the page where it is done."""

from flask import url_for
from flask_babel import ngettext

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.anonymisation import settling
from contest.editions import queries as editions
from contest.editions.queries import EditionView
from contest.entries import decisions, queries, questioned, requested
from contest.entries.rules import states
from contest.kernel import clock
from contest.web import actor


def of(edition: EditionView) -> list[tuple[str, str]]:
    """Return what is to be done, (sentence, address), for whoever may do it; nothing for others."""
    asking = actor.circumstances(edition)
    told = _told(edition) if allows(Permission.REDACT_COPIES, asking) else []
    if not allows(Permission.SCREEN, asking):
        requests = _asked(edition) if allows(Permission.ANSWER_REQUESTS, asking) else []
        return [*told, *requests, *(_answered(edition) if allows(Permission.ASK_AUTHORS, asking) else [])]
    waiting = queries.undecided(edition.id)
    late = decisions.overdue(edition.id, now=clock.now())
    found = []
    if waiting:
        sentence = ngettext(
            "%(num)d work waits to be screened.", "%(num)d works wait to be screened.", waiting
        )
        found.append((sentence, url_for("office.screening", slug=edition.slug)))
    if late:
        sentence = ngettext(
            "%(num)d returned work was not corrected by the day that was named.",
            "%(num)d returned works were not corrected by the day that was named.",
            late,
        )
        address = url_for("office.screening", slug=edition.slug, state=states.RETURNED)
        found.append((sentence, address))
    return [*found, *told, *_asked(edition), *_answered(edition)]


def _told(edition: EditionView) -> list[tuple[str, str]]:
    waiting = len(settling.waiting([each.id for each in editions.rounds(edition.id)]))
    if not waiting:
        return []
    sentence = ngettext(
        "Judges say of %(num)d work that it tells who wrote it.",
        "Judges say of %(num)d works that they tell who wrote them.",
        waiting,
    )
    return [(sentence, url_for("office.blind_copies", slug=edition.slug))]


def _asked(edition: EditionView) -> list[tuple[str, str]]:
    asked = requested.count_open(edition.id)
    if not asked:
        return []
    sentence = ngettext(
        "%(num)d request of an author waits for an answer.",
        "%(num)d requests of authors wait for an answer.",
        asked,
    )
    return [(sentence, url_for("office.author_requests", slug=edition.slug))]


def _answered(edition: EditionView) -> list[tuple[str, str]]:
    """Return what is to be read, and what was not answered in time."""
    answered = questioned.count_answered(edition.id)
    late = questioned.count_overdue(edition.id, clock.now().astimezone(edition.zone).date())
    sentences = []
    if answered:
        sentences.append(
            ngettext(
                "%(num)d answer of an author waits to be read.",
                "%(num)d answers of authors wait to be read.",
                answered,
            )
        )
    if late:
        sentences.append(
            ngettext(
                "%(num)d question to an author was not answered by the day that was named.",
                "%(num)d questions to authors were not answered by the day that was named.",
                late,
            )
        )
    return [(sentence, url_for("office.author_questions", slug=edition.slug)) for sentence in sentences]
