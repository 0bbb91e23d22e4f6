"""Pictures that organisers attach: told by content, opened once to see that they are whole."""

import io

from PIL import Image, UnidentifiedImageError

from contest.kernel.errors import N_, RuleBroken

KINDS = {"PNG": "png", "JPEG": "jpg"}
SIGNS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
PIXELS = 50_000_000


def picture_kind(raw: bytes) -> str | None:
    """Return "png" or "jpg", None for what is no such picture. Raises RuleBroken, beside "file", for a broken one."""
    if not raw.startswith(SIGNS):
        return None
    try:
        with Image.open(io.BytesIO(raw), formats=tuple(KINDS)) as picture:
            if picture.width * picture.height > PIXELS:
                raise RuleBroken(
                    N_("The picture is larger than 50 million points. Make it smaller."), field="file"
                )
            kind = KINDS[str(picture.format)]
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RuleBroken(
            N_("The picture is damaged. Save it anew and choose it again."), field="file"
        ) from error
    return kind
