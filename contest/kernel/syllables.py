"""Which letter strings are Vietnamese syllables: the test that tells real text from broken encodings."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_ONSETS: Final = (
    "",
    *re.findall(r"\w+", "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"),
)
_RIMES: Final = re.findall(
    r"\w+",
    """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu
    i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong
    ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ uôc uôi uôm uôn uông uôt up ut
    uy uya uych uyên uyêt uynh uyn uyp uyt uyu
    ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu
    y ych yêm yên yêng yêt yêu yn ynh yt
    """,
)

_LEVEL: Final = ("", "\u0300", "\u0309", "\u0303")
_CHECKED: Final = ("\u0301", "\u0323")  # the two tones that p, t, c and ch at the end allow
_EITHER_PLACE: Final = frozenset({"oa", "oe", "uy"})  # hoà and hòa are both correct


def is_syllable(word: str) -> bool:
    """Whether lower-case NFC letters spell a possible syllable, its tone on the right vowel."""
    return any(word[:cut] in _ONSETS and word[cut:] in _TONED_RIMES for cut in range(4))


def _vowels(rime: str) -> int:
    return len(rime) - len(rime.lstrip("aăâeêioôơuưy"))


def _places(rime: str) -> tuple[int, ...]:
    """Which letters of the rime may carry the tone."""
    shaped = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if shaped:
        return (shaped[-1],)
    if rime in _EITHER_PLACE:
        return (0, 1)
    if _vowels(rime) == 3 or 1 < _vowels(rime) < len(rime):
        return (1,)
    return (0,)


def _toned(rime: str) -> Iterator[str]:
    tones = _CHECKED if rime.endswith(("c", "ch", "p", "t")) else _LEVEL + _CHECKED
    for place in _places(rime):
        for tone in tones:
            yield unicodedata.normalize("NFC", rime[: place + 1] + tone + rime[place + 1 :])


_TONED_RIMES: Final = frozenset(spelling for rime in _RIMES for spelling in _toned(rime))
