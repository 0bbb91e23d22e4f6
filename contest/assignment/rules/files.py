"""The file format of `flask assign` (judging.md): an instance in, a proposal out, both JSON."""

import json
from collections.abc import Mapping
from dataclasses import asdict

from contest.assignment.rules.engine import Proposal, propose
from contest.assignment.rules.instance import read


def assign_file(text: str) -> str:
    """Return the proposal for that instance as JSON. Raises RuleBroken naming the place of what is malformed.

    The same text gives the same bytes.
    """
    return written(propose(read(text)))


def written(proposal: Proposal) -> str:
    """Return the proposal as JSON, one field a line, reasons in English."""
    return _lines(
        {
            "assignments": proposal.assignments,
            "loads": proposal.loads,
            "shortages": [
                {"category": each.category, "missing": each.missing, "why": str(each.why)}
                for each in proposal.shortages
            ],
            "quality": asdict(proposal.quality),
            "changed": proposal.changed,
        }
    )


def _lines(document: Mapping[str, object]) -> str:
    lines = (
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in document.items()
    )
    return "{" + ",\n ".join(lines) + "}\n"
