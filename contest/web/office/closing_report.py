"""The closing report: what an official hands in when a contest is over, as a page and on paper."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext, ngettext

from contest.access.permissions import Permission
from contest.editions.queries import EditionView
from contest.entries.rules.screening import CAUSES
from contest.kernel import clock
from contest.kernel.errors import N_
from contest.platform import typesetting
from contest.reports import closing
from contest.reports.closing import Blindness, ClosingReport, Met
from contest.web import entry_words, wording
from contest.web.downloads import attachment
from contest.web.office import sections
from contest.web.office.pages import pages
from contest.web.templating import instant, number, use_zone, zone_name

PATH = "/<slug>/closing-report"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; all but the first column are numbers where `is_numeric`."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_numeric: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: facts by name, then tables, then sentences. The page and the paper show the same."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    sentences: tuple[str, ...] = ()


@pages.page(PATH, Permission.SEE_CLOSING_REPORT)
def closing_report(edition: EditionView) -> ResponseReturnValue:
    """Show the report as things stand now."""
    found = closing.of_edition(edition.id, now=clock.now())
    return sections.render(
        "office/closing_report.html",
        edition,
        report=found,
        lede=_lede(found),
        parts=list(_parts(found)),
    )


@pages.page(f"{PATH}.pdf", Permission.SEE_CLOSING_REPORT)
def closing_report_paper(edition: EditionView) -> Response:
    """Send the same on paper, to be signed."""
    use_zone(edition.zone)
    found = closing.of_edition(edition.id, now=clock.now())
    data = {
        "language": str(get_locale()),
        "kicker": edition.title,
        "heading": gettext("Closing report"),
        "lede": _lede(found),
        "made": gettext(
            "Made at %(time)s (%(zone)s)", time=instant(clock.now()), zone=zone_name(edition.zone)
        ),
        "parts": [asdict(part) for part in _parts(found)],
        "signatures": [gettext("Written by"), gettext("For the organisers")],
        "page": gettext("Page"),
    }
    return attachment(typesetting.pdf("office/closing_report.typ", data), f"{edition.slug}-report", "pdf")


def _lede(report: ClosingReport) -> str:
    if report.published_at is None:
        return str(
            gettext("The contest is not over: these are the numbers of this moment, and no author is named.")
        )
    return str(gettext("The contest is over. Everything is counted from what stands in the program."))


def _parts(report: ClosingReport) -> Iterator[Part]:
    yield _contest(report)
    yield _works(report)
    yield _judging(report)
    yield _results(report)
    yield _blindness(report.blindness)
    yield _single(report)


def _facts(*known: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in known if value)


def _contest(report: ClosingReport) -> Part:
    edition = report.edition
    return Part(
        gettext("The contest"),
        _facts(
            (gettext("Name"), edition.title),
            (gettext("Number and year"), f"{edition.number} · {edition.year}"),
            (gettext("Level"), str(wording.LEVELS[edition.level]) if edition.level else ""),
            (gettext("Organisers"), ", ".join(report.organisers)),
            (gettext("Open from"), instant(edition.opens_at)),
            (gettext("Open until"), instant(edition.closes_at)),
            (
                gettext("Closing time put off"),
                "; ".join(f"{instant(e.before)} → {instant(e.after)}: {e.reason}" for e in report.extensions),
            ),
            (gettext("State"), str(wording.PHASES[edition.phase])),
            (gettext("Results published"), instant(report.published_at) if report.published_at else ""),
        ),
    )


def _works(report: ClosingReport) -> Part:
    kept = number(report.kept) if report.kept else ""
    return Part(
        gettext("Works"),
        (
            (gettext("Works submitted and not withdrawn"), number(report.submitted)),
            (gettext("Of these works, taken in on paper"), number(report.on_paper)),
            (gettext("People who handed works in"), number(report.authors)),
            *((str(entry_words.STATES[state]), number(count)) for state, count in report.states.items()),
            *_facts((gettext("Works that units keep and only reported"), kept)),
        ),
        tuple(table for table in (_by_category(report), _by_kind(report), _refused(report)) if table.rows),
    )


def _by_category(report: ClosingReport) -> Table:
    return Table(
        gettext("By category"),
        (gettext("Category"), gettext("Submitted"), gettext("Accepted"), gettext("Not accepted")),
        tuple(
            (c.name, number(c.submitted), number(c.accepted), number(c.refused)) for c in report.categories
        ),
    )


def _by_kind(report: ClosingReport) -> Table:
    return Table(
        gettext("By kind of unit"),
        (gettext("Kind of unit"), gettext("Units"), gettext("Submitted"), gettext("Accepted")),
        tuple(
            (k.kind or gettext("No kind named"), number(k.units), number(k.submitted), number(k.accepted))
            for k in report.kinds
        ),
    )


def _refused(report: ClosingReport) -> Table:
    names = {**CAUSES, "": N_("In words alone")}
    return Table(
        gettext("Why works were not accepted"),
        (gettext("Reason"), gettext("Works")),
        tuple((gettext(names[cause]), number(count)) for cause, count in report.refused.items()),
    )


def _judging(report: ClosingReport) -> Part:
    header = (
        gettext("Round"), gettext("Works"), gettext("Judges"), gettext("Readings planned"), gettext("Readings done"),
        gettext("Third readings"), gettext("Handed back"),
    )  # fmt: skip
    rows = tuple(
        (
            f"{each.name} ({wording.ROUND_STATES[each.state]})",
            *(
                number(n)
                for n in (each.works, each.judges, each.planned, each.done, each.thirds, each.recused)
            ),
        )
        for each in report.rounds
    )
    if not rows:
        return Part(gettext("Judging"), sentences=(gettext("This contest has no judging of its own."),))
    return Part(gettext("Judging"), tables=(Table(gettext("Rounds"), header, rows),))


def _results(report: ClosingReport) -> Part:
    title = gettext("Prizes")
    if report.published_at is None:
        return Part(title, sentences=(gettext("The results are not published yet."),))
    header = (gettext("Prize"), gettext("Planned"), gettext("Prizes given"))
    tables = [
        Table(c.name, header, tuple((p.name, number(p.planned), number(p.given or 0)) for p in c.prizes))
        for c in report.categories
    ]
    if report.extra:
        rows = tuple((p.name, number(p.planned), number(p.given or 0)) for p in report.extra)
        tables.append(Table(gettext("Prizes beside the tables"), header, rows))
    said = []
    if report.is_by_code:
        said.append(
            gettext("The results were published by code: too few keys were left to open the identities.")
        )
    if report.taken_back:
        said.append(
            ngettext(
                "%(num)d work was taken back by its author while it was judged, and is left out of the results.",
                "%(num)d works were taken back by their authors while they were judged, and are left out of the"
                " results.",
                report.taken_back,
            )
        )
    return Part(title, tables=tuple(tables), sentences=tuple(said))


# --- blindness ----------------------------------------------------------------------------------------------


def _blindness(kept: Blindness) -> Part:
    key = kept.key
    facts = [(gettext("How identities are sealed"), str(wording.SEALINGS[kept.sealing]))]
    if key is not None:
        facts += _facts(
            (
                gettext("Key of the contest"),
                gettext(
                    "made at %(time)s; %(needed)d of %(count)d holders open it together",
                    time=instant(key.made_at), needed=key.needed, count=len(key.holders),
                ),
            ),
            (gettext("Rehearsals that succeeded"), "; ".join(instant(at) for at in kept.rehearsals)),
        )  # fmt: skip
    facts.append((gettext("Last blindness check"), _checked(kept)))
    if kept.opening is not None:
        facts += _opening(kept.opening)
    tables = []
    if kept.roots:
        rows = tuple(
            (_what(e.what, e.round), instant(e.made_at), number(e.count), e.root) for e in kept.roots
        )
        header = (
            gettext("Commitment"),
            gettext("Published at"),
            gettext("How many"),
            gettext("Root (SHA-256)"),
        )
        tables.append(Table(gettext("Commitments that everybody can check"), header, rows, is_numeric=False))
    said = (
        () if kept.opening or key is None else (gettext("The key holders have not opened the identities."),)
    )
    return Part(gettext("Blindness"), tuple(facts), tuple(tables), said)


def _checked(kept: Blindness) -> str:
    if kept.checked_at is None:
        return str(gettext("none was done"))
    found = ngettext("%(num)d leak was found", "%(num)d leaks were found", kept.leaks) if kept.leaks else ""
    return f"{instant(kept.checked_at)}: {found or gettext('nothing was found')}"


def _what(what: str, judged: str) -> str:
    if what == closing.RECEIPTS:
        return str(gettext("receipts"))
    return str(gettext("blind copies, %(round)s", round=judged))


def _opening(met: Met) -> tuple[tuple[str, str], ...]:
    return _facts(
        (gettext("Identities opened"), instant(met.done_at)),
        (gettext("Number of the minutes"), met.number),
        (gettext("Place of the opening"), met.place),
        (gettext("Key holders who opened"), _came(met)),
        (gettext("Witnesses"), "; ".join(met.witnesses)),
        (gettext("Seals opened"), number(met.count)),
    )


def _came(met: Met) -> str:
    return f"{len(met.holders)}: " + ", ".join(f"{name} ({instant(at)})" for name, at in met.holders)


def _single(report: ClosingReport) -> Part:
    """Every identity that was opened before the results."""
    title, single = gettext("Single identities opened before the results"), report.blindness.single
    if not single:
        return Part(title, sentences=(gettext("None was opened."),))
    header = (
        gettext("Blind code"), gettext("Reason"), gettext("Asked for by"), gettext("Granted by key holders"),
        gettext("Opened"), gettext("Chair told"), gettext("Author"),
    )  # fmt: skip
    rows = tuple(
        (
            each.code,
            each.reason,
            f"{each.by} ({instant(each.begun_at)})",
            ", ".join(f"{name} ({instant(at)})" for name, at in each.holders),
            instant(each.done_at),
            gettext(
                "%(names)s, by letter at %(time)s", names=", ".join(each.told), time=instant(each.done_at)
            )
            if each.told
            else gettext("there was no chair"),
            each.author
            or (gettext("not public") if report.published_at else gettext("not named before the results")),
        )
        for each in single
    )
    count = ngettext("%(num)d identity was opened.", "%(num)d identities were opened.", len(single))
    return Part(title, tables=(Table(title, header, rows, is_numeric=False),), sentences=(count,))
