"""What authors answer in the fields of an edition's own: read forgivingly, checked, written down to be signed."""

import json
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from contest.editions.rules import own_fields
from contest.editions.rules.own_fields import OwnField
from contest.kernel import text
from contest.kernel.errors import N_, RuleBroken

LONGEST: Final = {own_fields.LINE: 200, own_fields.LONG: 5000, own_fields.LINK: 500}
# What is kept of a draft, right or wrong; a text of several lines is the longest that can be right.
MOST_KEPT: Final = 20_000


def tidy(field: OwnField, typed: str) -> str:
    """Return an answer in the form it is kept in; one that cannot be read stays as it was typed."""
    if field.kind == own_fields.LONG:
        return text.nfc(typed).strip()
    answer = text.one_line(typed)
    try:
        if answer and field.kind in own_fields.LIMITED:
            return own_fields.kept(field.kind, answer)
    except ValueError:
        return answer
    return _whole_link(answer) if field.kind == own_fields.LINK else answer


def _whole_link(answer: str) -> str:
    """Put https:// before an address that was typed without, as people do."""
    return f"https://{answer}" if "." in answer and "://" not in answer and " " not in answer else answer


def check_size(answer: str, name: str) -> None:
    """Refuse what could not be kept in a draft. Raises RuleBroken."""
    if len(answer) > MOST_KEPT:
        raise RuleBroken(
            N_("The answer has %(length)d characters; at most %(limit)d can be kept. Shorten it."),
            field=name,
            length=len(answer),
            limit=MOST_KEPT,
        )


def check(field: OwnField, answer: str, name: str, *, has_file: bool = False) -> None:
    """Raise RuleBroken, beside `name`, for an answer that cannot be taken in; an answer is tidy already."""
    if not (has_file if field.kind == own_fields.FILE else answer):
        if field.is_required:
            message = N_("“%(label)s” is not answered yet.")
            raise RuleBroken(message, field=name, label=field.label)
        return
    problem = _problem(field, answer)
    if problem is not None:
        problem.params["label"] = field.label
        raise RuleBroken(problem.message, field=name, **problem.params)


def check_kind(kind: str, field: OwnField) -> None:
    """Refuse a kind of file that the field does not take."""
    if kind not in field.file_kinds:
        taken = ", ".join(each.upper() for each in field.file_kinds)
        raise RuleBroken(N_("This question takes files of these kinds: %(kinds)s."), kinds=taken)


def _problem(field: OwnField, answer: str) -> RuleBroken | None:
    if field.kind == own_fields.CHOICE and answer not in field.options:
        return RuleBroken(N_("“%(label)s”: choose an answer from the list."))
    if field.kind == own_fields.LINK and not _is_link(answer):
        return RuleBroken(N_("“%(label)s”: write an address like https://example.org/page."))
    if len(answer) > LONGEST.get(field.kind, MOST_KEPT):
        return RuleBroken(
            N_("“%(label)s” has %(length)d characters; at most %(limit)d are allowed. Shorten it."),
            length=len(answer),
            limit=LONGEST[field.kind],
        )
    return _out_of_limits(field, answer) if field.kind in own_fields.LIMITED else None


_UNREADABLE: Final = {
    own_fields.NUMBER: N_("“%(label)s”: write a number like 12 or 12.5."),
    own_fields.DATE: N_("“%(label)s”: write a day like 31/12/2026."),
}


def _out_of_limits(field: OwnField, answer: str) -> RuleBroken | None:
    try:
        found = own_fields.order(field.kind, own_fields.kept(field.kind, answer))
    except ValueError:
        return RuleBroken(_UNREADABLE[field.kind])
    if field.least and found < own_fields.order(field.kind, field.least):
        return RuleBroken(
            N_("“%(label)s”: at least %(limit)s."), limit=own_fields.shown(field.kind, field.least)
        )
    if field.most and found > own_fields.order(field.kind, field.most):
        return RuleBroken(
            N_("“%(label)s”: at most %(limit)s."), limit=own_fields.shown(field.kind, field.most)
        )
    return None


def _is_link(answer: str) -> bool:
    try:
        parts = urlsplit(answer)
        host = parts.hostname or ""
    except ValueError:
        return False
    is_plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc and " " not in answer
    return is_plain and "." in host.strip(".")


def document(answers: Iterable[tuple[str, str, str]]) -> bytes:
    """Return what is signed of the answers: (question, kind, answer or SHA-256 of the file), JSON, UTF-8."""
    content = [{"question": label, "kind": kind, "answer": answer} for label, kind, answer in answers]
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
