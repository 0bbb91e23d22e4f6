"""Blinds files on the command line: what a judge would see of each, and every trace of its author in it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from contest.anonymisation.converters import render
from contest.anonymisation.converters.rendition import Rendition
from contest.anonymisation.rules.leaks import Finding, Identity
from contest.anonymisation.rules.search import search
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.keys import new_key
from contest.platform.documents import kinds

_CODE_LENGTH: Final = 8
_CANNOT_OPEN: Final = N_("There is no such file, or it may not be read. Check its name and its permissions.")
_PAGE: Final = """<!doctype html>
<html lang="vi">
<meta charset="utf-8">
<title>%s</title>
<body>
%s
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class BlindResult:
    """`code` is random and names the files that are written; `kind` is that of the author's file."""

    code: str
    kind: str
    rendition: Rendition
    findings: tuple[Finding, ...]


def blind_file(path: Path, *, identity: Identity) -> BlindResult:
    """Render one file and search it also for its own name; raises RuleBroken where it cannot be shown."""
    try:
        raw = _read(path)
    except OSError as error:
        raise RuleBroken(_CANNOT_OPEN) from error
    kind = kinds.recognise(raw, path.name)
    rendition = render(kind, raw)
    whole = replace(identity, file_names=(*identity.file_names, path.name))
    return BlindResult(new_key(_CODE_LENGTH), kind, rendition, _by_weight(search(rendition.text, whole)))


def _by_weight(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What tells most comes first, as the secretary sees it."""
    return tuple(sorted(found, key=lambda each: -each.weight))


def _read(path: Path) -> bytes:
    """Read a little beyond the limit at most: enough to be refused for its size."""
    with path.open("rb") as stream:
        return stream.read(kinds.SIZE_LIMIT + 1)


def run(files: Sequence[Path], identity: Identity, out_dir: Path, as_json: bool) -> tuple[str, list[str]]:
    """Blind each file into `out_dir`; give what to print, and a line for each file that could not be shown.

    As JSON a file that could not be shown has its "error" in place of what was found. Raises OSError where nothing
    can be written to `out_dir`.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    reports = [_report(path, identity, out_dir) for path in files]
    refused = [f"{report['file']}: {report['error']}" for report in reports if "error" in report]
    text = json.dumps({"files": reports}, ensure_ascii=False, indent=2) if as_json else _told(reports)
    return text, refused


def _report(path: Path, identity: Identity, out_dir: Path) -> dict[str, object]:
    try:
        result = blind_file(path, identity=identity)
    except RuleBroken as refusal:
        return {"file": str(path), "error": str(refusal)}
    return {
        "file": str(path),
        "code": result.code,
        "kind": result.kind,
        "written": _write(result, out_dir),
        "words": len(result.rendition.text.split()),
        "flags": sorted(result.rendition.flags),
        "findings": [asdict(finding) for finding in result.findings],
        "removed": [asdict(item) for item in result.rendition.removed],
    }


def _write(result: BlindResult, out_dir: Path) -> list[str]:
    """Write the text, and the pages where the entry is shown as pictures."""
    contents = {f"{result.code}.html": (_PAGE % (result.code, result.rendition.html)).encode()}
    for number, page in enumerate(result.rendition.pages, start=1):
        ending = "png" if page.startswith(b"\x89PNG") else "webp"
        contents[f"{result.code}-{number:02}.{ending}"] = page
    for name, content in contents.items():
        (out_dir / name).write_bytes(content)
    return sorted(contents)


def _told(reports: list[dict[str, object]]) -> str:
    return "\n".join(line for report in reports for line in _lines(report))


def _lines(report: dict[str, object]) -> list[str]:
    if "error" in report:
        return []
    lines = [f"{report['file']} -> {_list(report['written'])} ({report['words']} words)"]
    if report["flags"]:
        lines.append(f"  flags: {_list(report['flags'])}")
    lines += [f"  found {item['kind']}: {_short(item['excerpt'])}" for item in _items(report["findings"])]
    lines += [f"  left out {item['kind']}: {_short(item['text'])}" for item in _items(report["removed"])]
    return lines


def _list(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else ""


def _items(value: object) -> list[dict[str, str]]:
    return value if isinstance(value, list) else []


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 100 else f"{flat[:99]}…"
