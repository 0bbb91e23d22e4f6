"""What is asked of the answers of a walk: each check names what is wrong, nothing where all is well."""

import re
from collections.abc import Iterable, Iterator

from flask import Flask
from sqlalchemy import select

from contest.blindcheck import checking
from contest.communications import rendering
from contest.communications.models import OutboxMessage
from contest.platform.database import db
from tests.canary import roles, walk
from tests.canary.browser import JSON, Answer, Browser
from tests.canary.facts import PERSON, TRACE, Facts, Secret
from tests.canary.search import canaries, fold

_OUR_CLOCK = re.compile(rb'<span class="clock">.*?</span>', re.DOTALL)
_LASTS = b'<span class="soft">0:01</span>'  # every recording here, of whomever
_TIME = re.compile(
    rb"\b\d{1,2}:\d{2}(?::\d{2})?\b|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}/\d{1,2}/\d{4}\b|\b1[67]\d{8}\b"
    rb"|\b\d{1,2} (?:th\xc3\xa1ng|January|February|March|April)"
)


def told(answers: Iterable[Answer], role: str, stage: str, facts: Facts) -> list[str]:
    """What the person was told against the rules, and where first."""
    found: dict[Secret, str] = {}
    for answer in answers:
        for secret in canaries(facts).in_answer(answer):
            if not roles.may_see(secret, role, stage, facts, answer):
                found.setdefault(secret, f"{answer.method} {answer.url}")
    return sorted(f"{s.letter} {s.kind} ({s.where}): {s.value[:50]} at {where}" for s, where in found.items())


def joined(answers: Iterable[Answer], facts: Facts) -> list[str]:
    """Answers in which a code stands beside something that leads to a person."""
    told_codes = (answer for answer in answers if codes_in(answer, facts))
    kinds = {PERSON, TRACE}
    return [a.url for a in told_codes if any(s.kind in kinds for s in canaries(facts).in_answer(a))]


def codes_in(answer: Answer, facts: Facts) -> set[str]:
    """The codes that an answer tells."""
    text = b"\n".join(answer.seen()).decode("utf-8", "replace")
    return {code for code in facts.all_codes() if code in text or fold(code) in text}


def strange_headers(answers: Iterable[Answer]) -> set[str]:
    """Headers of the judges' pages that say more than they must."""
    return {name for answer in answers if is_judges(answer) for name in checking.strange_headers(answer)}


def times(answers: Iterable[Answer], own: Iterable[bytes]) -> list[str]:
    """Times on the judges' pages but the server's clock and when the judge saved the own sheet."""
    found = []
    for answer in answers:
        if is_judges(answer) and b"\0" not in answer.body:
            head, body = answer.seen()
            text = head + b"\n" + _OUR_CLOCK.sub(b"", body).replace(_LASTS, b"")
            found += [
                f"{time.decode()} at {answer.url}" for time in _TIME.findall(text) if time not in set(own)
            ]
    return found


def told_apart(browser: Browser, addresses: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of addresses, of a thing that is another's and of one that is not, whose answers differ."""
    found = []
    browser.ask("/")  # from here on the browser has its cookie
    for theirs, nobodys in addresses:
        for accept in ("text/html", JSON):
            ours, none = browser.ask(theirs, accept=accept), browser.ask(nobodys, accept=accept)
            if (ours.status, *ours.seen()) != (404, *none.seen()):
                found.append(f"{ours.status} at {theirs}, {none.status} at {nobodys} ({accept})")
    return found


def others_essays(browser: Browser, facts: Facts, role: str) -> Iterator[tuple[str, str]]:
    """Every address of essays that lie on other desks, beside the same of an essay that is not."""
    desk = facts.desks[roles.official(role, facts)]
    assert walk.UNKNOWN_CODE not in facts.all_codes()
    for rule in browser.app.url_map.iter_rules():
        if "code" in rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint.startswith("judge."):
            values = {"slug": facts.slugs[0], "number": "1"}
            nobodys = walk.filled(rule, {**values, "code": walk.UNKNOWN_CODE})
            for code in sorted(set(facts.all_codes()) - desk):
                yield walk.filled(rule, {**values, "code": code}), nobodys


def letters_to(app: Flask, account_ids: Iterable[int]) -> list[bytes]:
    """Every letter that was written to these people, rendered as it leaves."""
    with app.app_context():
        query = select(OutboxMessage).where(OutboxMessage.account_id.in_(list(account_ids)))
        letters = [
            rendering.letter(message) for message in db.session.scalars(query.order_by(OutboxMessage.id))
        ]
        db.session.rollback()
    return [f"{m.key}\n{m.to}\n{m.subject}\n{m.text}\n{m.html}".encode() for m in letters]


def told_by_mail(letters: Iterable[bytes], facts: Facts, letter: str = "") -> list[str]:
    """What letters tell about other people's works; `letter` is the author's own."""
    own = facts.own.get(letter, "")
    found = {s for written in letters for s in canaries(facts).in_bytes(written) if s.value not in own}
    return sorted(f"{s.letter} {s.kind} ({s.where}): {s.value[:50]}" for s in found)


def is_judges(answer: Answer) -> bool:
    return answer.endpoint is not None and answer.endpoint.startswith("judge.")
