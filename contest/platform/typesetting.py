"""Sets pages for paper: a template of ours and plain data become a PDF, on this machine and with fonts of its own."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from contest.settings import ROOT


def pdf(template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> bytes:
    """Return the PDF of a template under templates/, which reads `data` as JSON and `files` by their names.

    Data never becomes part of the template's source, so nobody's words are taken for commands.
    """
    source = ROOT / "templates" / template
    with tempfile.TemporaryDirectory(prefix="contest-typeset-") as folder:
        main = Path(folder) / "main.typ"
        main.write_bytes(source.read_bytes())
        for name, content in (files or {}).items():
            (Path(folder) / name).write_bytes(content)
        made: bytes = typst.compile(
            str(main),
            root=folder,
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    return made
