"""What a browser calls itself, in a word that a person knows their device by: "firefox/windows"."""

from collections.abc import Callable, Mapping
from typing import Final

from contest.kernel.errors import N_

UNKNOWN: Final = "other"
# The first that is found: every browser names others, too, and its own name last.
BROWSERS: Final = (
    ("edg", "edge"),
    ("opr/", "opera"),
    ("coc_coc", "coccoc"),
    ("samsungbrowser", "samsung"),
    ("firefox", "firefox"),
    ("fxios", "firefox"),
    ("crios", "chrome"),
    ("chrome", "chrome"),
    ("safari", "safari"),
)
SYSTEMS: Final = (
    ("iphone", "iphone"),
    ("ipad", "ipad"),
    ("android", "android"),
    ("windows", "windows"),
    ("mac os", "mac"),
    ("cros", "chromebook"),
    ("linux", "linux"),
)

BROWSER_NAMES: Final[Mapping[str, str]] = {
    "edge": "Edge",
    "opera": "Opera",
    "coccoc": "Cốc Cốc",
    "samsung": "Samsung Internet",
    "firefox": "Firefox",
    "chrome": "Chrome",
    "safari": "Safari",
    UNKNOWN: N_("a browser"),
}
SYSTEM_NAMES: Final[Mapping[str, str]] = {
    "iphone": "iPhone",
    "ipad": "iPad",
    "android": N_("an Android device"),
    "windows": N_("a Windows computer"),
    "mac": N_("a Mac"),
    "chromebook": N_("a Chromebook"),
    "linux": N_("a Linux computer"),
    UNKNOWN: N_("an unknown device"),
}
BOTH: Final = N_("%(browser)s on %(system)s")


def device(user_agent: str) -> str:
    """Return browser and system, each "other" where it is not known. Whatever is sent gives one of a few words."""
    said = user_agent[:400].lower()
    return f"{_first(said, BROWSERS)}/{_first(said, SYSTEMS)}"


def _first(said: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for sign, name in known if sign in said), UNKNOWN)


def spoken(device: str, translate: Callable[..., str]) -> str:
    """Say a device in words, "Firefox on a Windows computer"; `translate` is gettext of the page or letter."""
    browser, _, system = device.partition("/")
    names = (
        BROWSER_NAMES.get(browser, BROWSER_NAMES[UNKNOWN]),
        SYSTEM_NAMES.get(system, SYSTEM_NAMES[UNKNOWN]),
    )
    return translate(BOTH, browser=translate(names[0]), system=translate(names[1]))
