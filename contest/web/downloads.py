"""Files of strangers sent back: always to be saved, under a name of ours, never shown in our pages."""

from typing import Final

from flask import Response

# The kinds we take in; a browser that gets one of these as an attachment only saves it.
_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "png": "image/png",
    "jpg": "image/jpeg",
    "ics": "text/calendar; charset=utf-8",
}


def attachment(content: bytes, name: str, kind: str) -> Response:
    """Send `content` to be saved as "name.kind"; the name is ours and ASCII: nothing is smuggled in."""
    answer = Response(content, content_type=_TYPES.get(kind, "application/octet-stream"))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
