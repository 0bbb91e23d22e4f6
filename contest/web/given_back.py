"""What a form brought that could not be taken: shown again, so that nothing typed is lost."""

from dataclasses import dataclass

from flask import current_app, request

LONG = 60  # characters: more than one likes to type again
FORM_TOKEN = "csrf_token"  # noqa: S105 -- the name of a field


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form without its token, passwords and files.

    `fields`: (name, value) in their order; `texts`: the long values, to be read and copied; `had_files`: files were
    sent along, which cannot be kept.
    """

    fields: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    had_files: bool


def typed() -> Typed:
    """Return what this request's form brought."""
    fields = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != FORM_TOKEN and "password" not in name
    )
    texts = tuple(value for _, value in fields if len(value) > LONG or "\n" in value.strip())
    return Typed(fields, texts, any(file.filename for file in request.files.values()))


def same_page() -> str | None:
    """Return the address of the page whose form this was, None where it cannot be called up again."""
    adapter = current_app.create_url_adapter(request)
    if request.method == "GET" or adapter is None or "GET" not in adapter.allowed_methods():
        return None
    return request.full_path.rstrip("?")
