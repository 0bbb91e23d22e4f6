"""What the ID3 tags of an MP3 file say: title, artist, comments and whatever else is text."""

from typing import BinaryIO, Final

from tinytag import TinyTag

_TEXT: Final = 1000
_TEXTS: Final = 100
_NUMBERS: Final = frozenset(
    {
        "filename",
        "filesize",
        "mime_type",
        "is_lossless",
        "bitrate",
        "channels",
        "samplerate",
        "bitdepth",
        "duration",
        "track",
        "disc",
    }
)


def of(file: BinaryIO) -> tuple[str, ...]:
    """Return every text of the tags; nothing where they cannot be read, as they play no part in the sound."""
    file.seek(0)
    try:
        said = TinyTag.get(file_obj=file, tags=True, duration=False, image=False).as_dict()
    except Exception:  # noqa: BLE001 -- a stranger's tags may break their reader in any way
        return ()
    listed = (value for name, value in said.items() if name not in _NUMBERS)
    texts = (str(each) for value in listed for each in (value if isinstance(value, list) else [value]))
    shown = (text.replace("\0", " ").strip(" \n")[:_TEXT] for text in texts)
    return tuple(dict.fromkeys(text for text in shown if len(text) > 1))[:_TEXTS]
