"""Forms that came with files larger than is taken: the files are dropped as they come, what was typed is kept.

Without scripts a text that was not saved yet would be lost otherwise: Flask refuses such a body before it has read a
word of it. Pages that give a form back name themselves here and call `tell`.
"""

import io
from typing import TYPE_CHECKING, Final

from flask import Flask, g, request
from flask_babel import gettext
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.formparser import FormDataParser
from werkzeug.wsgi import get_input_stream

from contest.settings import Settings
from contest.web import actor
from contest.web.forms import Form

if TYPE_CHECKING:
    from typing_extensions import Buffer

GIVING_BACK: Final = frozenset({"author.save", "author.drafts"})


class _Nowhere(io.BytesIO):
    """A file that keeps nothing of what is written into it, however much that is."""

    def write(self, content: "Buffer", /) -> int:
        return memoryview(content).nbytes


def init_app(app: Flask, settings: Settings) -> None:
    """Read the words of such a form before anything else asks for it; of more than a recording nothing is read."""
    most = max(settings.media_limit, settings.upload_limit) + (app.config["MAX_CONTENT_LENGTH"] or 0)

    @app.before_request
    def keep_the_words() -> None:
        limit, size = request.max_content_length, request.content_length
        if limit is None or size is None or not limit < size <= most:
            return
        is_form = request.method == "POST" and request.mimetype == "multipart/form-data"
        if is_form and request.endpoint in GIVING_BACK and actor.current().is_signed_in:
            _read(most)


def tell(form: Form) -> bool:
    """Say the limit beside each field whose file was dropped, after `validate`; tell whether there was one."""
    dropped: frozenset[str] = g.get("contest_dropped", frozenset())
    limit = (request.max_content_length or 0) // (1024 * 1024) - 1
    for field in form:
        if field.name in dropped:
            sentence = gettext(
                "The files that you send at once may have %(limit)d MB together. Nothing was saved; what you typed"
                " stands on this page as you wrote it. Choose a smaller file, or send one at a time.",
                limit=limit,
            )
            field.errors = [*field.errors, sentence]
    return bool(dropped)


def _read(most: int) -> None:
    parser = FormDataParser(
        stream_factory=lambda *_, **__: _Nowhere(),
        max_form_memory_size=request.max_form_memory_size,
        max_form_parts=request.max_form_parts,
    )
    stream = get_input_stream(request.environ, max_content_length=most)
    _, form, files = parser.parse(stream, request.mimetype, request.content_length, request.mimetype_params)
    request.form, request.files = ImmutableMultiDict(form), ImmutableMultiDict()
    g.contest_dropped = frozenset(name for name, file in files.items(multi=True) if file.filename)
