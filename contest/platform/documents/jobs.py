"""What the sandbox runs for the inspection of files; each imports only the reader it needs."""

import json

from contest.platform.documents.reading import WordReading
from contest.platform.sandbox_child import Result


def read_docx(raw: bytes) -> Result:
    from contest.platform.documents import docx  # noqa: PLC0415 -- only this job pays for it

    return _told(docx.read(raw))


def read_odt(raw: bytes) -> Result:
    from contest.platform.documents import odt  # noqa: PLC0415 -- only this job pays for it

    return _told(odt.read(raw))


def read_doc(raw: bytes) -> Result:
    from contest.platform.documents import doc  # noqa: PLC0415 -- only this job pays for it

    return _told(doc.read(raw))


def read_rtf(raw: bytes) -> Result:
    from contest.platform.documents import rtf  # noqa: PLC0415 -- only this job pays for it

    return _told(rtf.read(raw))


def _told(reading: WordReading) -> Result:
    return {
        "text": reading.written,
        "pages": 0,
        "note_lines": reading.note_lines,
        "flags": sorted(reading.flags),
        "traces": list(reading.traces),
    }, ()


def read_pdf(raw: bytes) -> Result:
    from contest.platform.documents import pdf  # noqa: PLC0415 -- only this job pays for it

    reading = pdf.read(raw)
    return {
        "text": reading.text,
        "pages": reading.pages,
        "note_lines": 0,
        "flags": sorted(reading.flags),
        "traces": list(reading.traces),
    }, ()


def read_picture(raw: bytes) -> Result:
    from contest.platform.documents import picture_reading  # noqa: PLC0415 -- only this job pays for it

    traces, preview = picture_reading.read(raw)
    return {"traces": list(traces)}, (preview,)


def draw_picture(raw: bytes) -> Result:
    from contest.platform.documents import picture_reading  # noqa: PLC0415 -- only this job pays for it

    traces, drawn = picture_reading.draw(raw)
    return {"traces": list(traces)}, (drawn,)


def clean_docx(raw: bytes) -> Result:
    """Clean the document that follows the line of JSON which says what is taken out."""
    from contest.platform.documents import docx_cleaning  # noqa: PLC0415 -- only this job pays for it

    wanted, _, document = raw.partition(b"\n")
    return {}, (docx_cleaning.clean(document, docx_cleaning.removal_in(wanted)),)


def print_pictures(raw: bytes) -> Result:
    """Make of pictures of ours (WebP) ones that a PDF can hold; a line of JSON says how long each is."""
    from contest.platform.documents import picture_reading  # noqa: PLC0415 -- only this job pays for it

    sizes, _, rest = raw.partition(b"\n")
    made, at = [], 0
    for size in json.loads(sizes):
        made.append(picture_reading.for_print(rest[at : at + size]))
        at += size
    return {}, made
