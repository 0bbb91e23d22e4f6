"""The recording beside a work on the writing page: which kinds, how large, what is said of a larger one."""

from flask import current_app
from flask_babel import gettext

from contest.editions.rules.demands import Demands
from contest.entries.rules.limits import MEGABYTE
from contest.entries.rules.uploading import RECORDING_TOO_LARGE
from contest.kernel.text import clock
from contest.web import demand_words


def limits(demands: Demands) -> dict[str, object]:
    """Return what the page says of recordings; without scripts they go with the form, whose size is limited."""
    settings = current_app.extensions["contest_settings"]
    own = demands.recording_limit_mb
    limit = min(settings.media_limit, own * MEGABYTE) if own else settings.media_limit
    return {
        "recording_limit": limit,
        "recording_too_large": gettext(RECORDING_TOO_LARGE, limit=limit // MEGABYTE),
        "recording_accept": ",".join(f".{kind}" for kind in demands.recordings),
        "recording_sentences": list(demand_words.recordings(demands)),
        "as_time": clock,
        "form_limit": min(limit, settings.upload_limit),
    }
