"""Walks through a part of the site by its links, one page of each kind, and looks at each at two widths."""

from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

from playwright.sync_api import Error
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect

from tests.journeys.browsing import Visit

FEED = ".atom"  # read by other programs: a browser shows its source
FILES = ("_picture", "_recording")  # what the browser shows of them is a page of its own making
LINKS = "[...document.querySelectorAll('a[href]')].map(a => a.href)"


def endpoints(addresses: Map) -> Callable[[str], str]:
    """Give a function from a path of the site to the name of its page, empty where there is none to get."""
    bound = addresses.bind("127.0.0.1")

    def endpoint(path: str) -> str:
        try:
            return str(bound.match(urlsplit(path).path, method="GET")[0])
        except (HTTPException, RequestRedirect):
            return ""

    return endpoint


class Walk:
    """A walk through the pages whose names begin like one of `areas`, each kind once; `pages` is the way it went."""

    def __init__(self, visit: Visit, endpoint: Callable[[str], str], areas: tuple[str, ...]) -> None:
        self.visit = visit
        self.endpoint = endpoint
        self.areas = areas
        self.met: set[str] = set()
        self.pages: list[str] = []

    def through(self, *starts: str) -> list[str]:
        """Walk in the browser's present language; return the names of the pages met."""
        waiting = list(starts)
        while waiting:
            path = waiting.pop(0)
            name = self.endpoint(path)
            if name in self.met or not name.startswith(self.areas) or name.endswith(FILES):
                continue
            self.met.add(name)
            if self._look(path):
                self.pages.append(path)
                waiting += self._links()
        return sorted(self.endpoint(path) for path in self.pages)

    def again_in(self, language: str) -> None:
        """Choose a language in the header and go the same way once more.

        axe has seen each page on both screens by then: it looks at the words once more, on one of them; whether
        they are too wide is measured on both.
        """
        self.visit.page.goto(self.visit.base + self.pages[0])
        with self.visit.page.expect_navigation():
            self.visit.page.click(f".language [value={language}]")
        self.visit.who += f"-{language}"
        self.visit.seen.clear()
        for path in self.pages:
            self._look(path, language)

    def _look(self, path: str, language: str = "vi") -> bool:
        page = self.visit.page
        try:
            self.visit.go(path).on_both_screens(only_width=language != "vi")
        except Error as error:
            if "Download is starting" in str(error):
                return False
            raise
        lang = page.get_attribute("html", "lang")
        if lang != language:
            self.visit.problems.append(f"{self.visit.who}: {path}: lang={lang}, not {language}")
        return True

    def _links(self) -> list[str]:
        base = self.visit.base
        found = [urldefrag(url)[0] for url in self.visit.page.evaluate(LINKS)]
        pages = [url for url in found if url.startswith(f"{base}/") and not url.endswith(FEED)]
        return [url.removeprefix(base) for url in pages]
