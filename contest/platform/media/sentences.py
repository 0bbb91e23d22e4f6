"""Every sentence an author can meet when a recording is refused; the sandbox lets no others out of its child."""

from contest.kernel.errors import N_

OTHER = N_(
    "This is neither an MP3 nor an MP4 recording. Export it as MP3 (sound) or MP4 (film) and choose the new file."
)
QUICKTIME = N_(
    "This is a QuickTime film (.mov). Export it as MP4, for example by sending it with “most compatible”, and choose"
    " the new file."
)
NAMED_OTHERWISE_MP3 = N_(
    "The content is an MP3 recording, but the name of the file does not end in .mp3. Rename it so that it ends in .mp3,"
    " and choose it again."
)
NAMED_OTHERWISE_MP4 = N_(
    "The content is an MP4 recording, but the name of the file does not end in .mp4. Rename it so that it ends in .mp4,"
    " and choose it again."
)
CUT_OFF = N_(
    "The recording is cut off: its end is missing. Play it on your own machine to its end, export it once more, and"
    " choose the new file."
)
BROKEN = N_(
    "The recording is damaged, or not what its name says. Play it on your own machine, export it once more as MP3 or"
    " MP4, and choose the new file."
)
IN_FRAGMENTS = N_(
    "This MP4 is made for live streaming, in fragments. Export it as an ordinary MP4 and choose the new file."
)
SILENT = N_(
    "There is neither picture nor sound in this recording. Export it once more and choose the new file."
)
TOO_LONG = N_("The recording lasts longer than a day. Cut it to the work itself and choose the new file.")

CANNOT_BE_REMADE = N_(
    "The recording could not be decoded, so it cannot be made anew for the judges. Ask the author to play it to its"
    " end, to export it once more as MP3 or MP4, and to hand that in."
)

TOO_SLOW_TO_REMAKE = N_(
    "The recording could not be made anew for the judges in the time allowed. Ask the author to export it once more,"
    " as MP3 or as MP4 with a smaller picture, and to hand that in."
)
COVER = N_("A picture on the cover")

ALL: frozenset[str] = frozenset(
    sentence for name, sentence in list(globals().items()) if name.isupper() and isinstance(sentence, str)
)
