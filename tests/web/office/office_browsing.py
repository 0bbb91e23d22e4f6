"""What a person does in a browser: send a form of a page with what it holds, changed in a few fields."""

import re
from html import unescape
from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the successful controls of the form that has the given action (None: its own page)."""

    def __init__(self, action):
        super().__init__()
        self.action, self.inside, self.found = action, False, []
        self.textarea, self.select = None, None

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.inside = a.get("action") == self.action
        elif self.inside and tag == "input":
            self._input(a)
        elif self.inside and tag == "textarea":
            self.textarea = [a["name"], ""]
        elif self.inside and tag == "select":
            self.select = [a["name"], None]
        elif self.select and tag == "option" and ("selected" in a or self.select[1] is None):
            self.select[1] = a.get("value", "")

    def _input(self, a):
        kind = a.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in a:
            return
        if kind != "submit" and "name" in a:
            self.found.append((a["name"], a.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.textarea:
            self.found.append((self.textarea[0], self.textarea[1].lstrip("\r\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            self.found.append(tuple(self.select))
            self.select = None


def fields(page, action=None):
    """The fields of a form in the page, names to lists of values, as a browser would send them."""
    reader = _Fields(action)
    reader.feed(page.text)
    found = {}
    for name, value in reader.found:
        found.setdefault(name, []).append(value)
    return found


def send(client, path, changes=None, *, page=None, action=None):
    """Open a page, change its form and send it; `action` is where that form goes, when not to its own page."""
    held = fields(client.get(page or path), action)
    for name, value in (changes or {}).items():
        held[name] = value if isinstance(value, list) else [value]
    return client.post(action or path, data=held)


def text(response):
    """What is to be read in a page, on one line."""
    body = re.sub(r"<(script|style|head)\b.*?</\1>", " ", response.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def errors(response):
    """The sentences beside fields and at the top of a refused form."""
    summary = re.search(r'role="alert".*?</ul>', response.text, flags=re.DOTALL)
    return [
        " ".join(unescape(re.sub(r"<[^>]+>", " ", item)).split())
        for item in re.findall(r"<li>(.*?)</li>", summary[0] if summary else "", flags=re.DOTALL)
    ]
