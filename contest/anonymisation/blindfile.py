"""Blinds files on the command line: what a judge would see of each, and every trace of its author in it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from contest.anonymisation import essay_paper
from contest.anonymisation.converters import render
from contest.anonymisation.converters.recordings import remade
from contest.anonymisation.converters.rendition import Rendition
from contest.anonymisation.essay_paper import Paper
from contest.anonymisation.rules.leaks import Finding, Identity
from contest.anonymisation.rules.search import search
from contest.kernel.errors import N_, RuleBroken
from contest.kernel.keys import new_key
from contest.platform.documents import handwritten, kinds
from contest.platform.documents.reading import Removed
from contest.platform.media import inspection as recordings

_CODE_LENGTH: Final = 8
_RECORDINGS: Final = frozenset({".mp3", ".mp4", ".m4a", ".m4v"})
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
    if handwritten.is_picture(raw):  # a page that was written by hand and photographed
        page = handwritten.looked_at(raw, path.name, limit=kinds.SIZE_LIMIT)
        kind, raw = handwritten.KIND, handwritten.container([page])
    else:
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
        if path.suffix.casefold() in _RECORDINGS:
            return _recording(path, out_dir)
        return _essay(path, identity, out_dir)
    except RuleBroken as refusal:
        return {"file": str(path), "error": str(refusal)}


def _recording(path: Path, out_dir: Path) -> dict[str, object]:
    """Make a recording anew; nothing searches what is said in it."""
    if not path.is_file():
        raise RuleBroken(_CANNOT_OPEN)
    code = new_key(_CODE_LENGTH)
    found = recordings.inspect(lambda: path.open("rb"), path.name)
    with remade(path.open("rb"), found.kind, found.seconds) as made:
        target = out_dir / f"{code}.{made.kind}"
        with target.open("wb") as file:
            copyfileobj(made.content, file)
        told = (*(Removed("property", trace) for trace in found.traces), *made.removed)
        return {
            "file": str(path),
            "code": code,
            "kind": made.kind,
            "written": [target.name],
            "words": 0,
            "seconds": made.seconds,
            "flags": sorted(made.flags),
            "findings": [],
            "removed": [asdict(item) for item in dict.fromkeys(told)],
        }


def _essay(path: Path, identity: Identity, out_dir: Path) -> dict[str, object]:
    result = blind_file(path, identity=identity)
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
    """Write the text, the PDF, and the pages where the entry is shown as pictures."""
    shown = result.rendition
    contents = {
        f"{result.code}.html": (_PAGE % (result.code, shown.html)).encode(),
        f"{result.code}.pdf": essay_paper.pdf(Paper(result.code, "", shown.html, shown.pages)),
    }
    for number, page in enumerate(shown.pages, start=1):
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
    size = f"{report['seconds']} seconds" if "seconds" in report else f"{report['words']} words"
    lines = [f"{report['file']} -> {_list(report['written'])} ({size})"]
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
