"""Every sentence an author can meet when a picture of a page is refused; each names the picture."""

from contest.kernel.errors import N_

EMPTY = N_("The picture “%(name)s” is empty. Take it again, and choose it anew.")
TOO_LARGE = N_("The picture “%(name)s” is larger than %(limit)s MB. Save it smaller, and choose it again.")
TOO_LARGE_TOGETHER = N_(
    "With “%(name)s” the pictures have more than %(limit)s MB together. Save them smaller, or leave some out."
)
TOO_MANY = N_("With “%(name)s” there are more than %(limit)d pictures; that many can be one work.")
TOO_MANY_POINTS = N_(
    "The picture “%(name)s” has more points than can be opened here: at most %(limit)d million. Save it smaller, and"
    " choose it again."
)
DAMAGED = N_("The picture “%(name)s” is damaged. Open it, save it anew, and choose it again.")
STUFFED = N_(
    "The picture “%(name)s” carries far more text beside it than a picture needs. Save it anew without its"
    " properties, and choose it again."
)
TOO_SLOW = N_(
    "The picture “%(name)s” could not be read in the time allowed. Save it smaller, and choose it again."
)
HEIC = N_(
    "“%(name)s” is in the format of newer Apple devices (HEIC). On an iPhone choose Settings, Camera, Formats, Most"
    " Compatible, and take the picture again; or save it as a JPEG."
)
OTHER_FORMAT = N_(
    "“%(name)s” is a picture in a format that cannot be taken here, whatever its name says. Save it as JPEG, PNG or"
    " WEBP, and choose it again."
)
DRAWING = N_(
    "“%(name)s” is a drawing or a web page (SVG, HTML), not a picture of a page. Save it as JPEG, PNG or WEBP, and"
    " choose it again."
)
NO_PICTURE = N_("“%(name)s” is no picture. Choose pictures here (JPEG, PNG or WEBP), one of each page.")

ALL: frozenset[str] = frozenset(
    sentence for name, sentence in list(globals().items()) if name.isupper() and isinstance(sentence, str)
)
