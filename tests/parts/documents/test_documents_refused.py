"""Every hostile or mistaken file is met with a sentence of its own, quickly, and with nothing else."""

import time
from contextlib import suppress

import pytest

from contest.anonymisation.converters import render
from contest.kernel.errors import RuleBroken
from contest.platform.documents import sentences
from contest.platform.documents.inspection import inspect
from contest.platform.documents.kinds import recognise
from tests import hostile

CASES = {case.name: case for case in hostile.refused()}
TO_CONVERTERS = [
    name for name, case in CASES.items() if case.file_name.endswith((".doc", ".docx", ".odt", ".pdf", ".rtf"))
]
SOUND = {
    "a PDF before an ODT", "a PDF named docx", "a ZIP before a PDF", "a document named odt", "an ODT named docx",
    ("a document with a macro"
    " inside"), ("a macro document"
               " renamed"), "an encrypted member", "an old Word file renamed", "an old Word file with macros",
    "an RTF that is a ZIP",
}  # fmt: skip
SECONDS = 20  # the sandbox gives up then


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_refused_with_its_own_sentence(name):
    case = CASES[name]
    raw = case.make()
    began = time.monotonic()
    with pytest.raises(RuleBroken) as refusal:
        inspect(raw, case.file_name)
    assert refusal.value.message == case.sentence
    assert str(refusal.value)  # every placeholder is filled
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize("name", TO_CONVERTERS)
def test_a_bad_file_that_reaches_the_converter_is_refused_there_too(name):
    case = CASES[name]
    kind = case.file_name.rpartition(".")[2]
    shown = None
    with suppress(RuleBroken):
        shown = render(kind, case.make())
    if shown is not None:  # only a sound file under a wrong name, or with something that is left out
        assert name in SOUND
        assert "alert" not in shown.html


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_not():
    raw = b"ab " * 100
    assert recognise(raw, "a.txt", limit=300) == "txt"
    with pytest.raises(RuleBroken) as refusal:
        recognise(raw, "a.txt", limit=299)
    assert refusal.value.message == sentences.TOO_LARGE


def test_the_limit_is_told_in_megabytes():
    with pytest.raises(RuleBroken) as refusal:
        recognise(b"x" * 2_000_000, "a.txt", limit=1_572_864)
    assert refusal.value.params == {"limit": "1.5"}


def test_no_two_sentences_are_the_same():
    named = [value for name, value in vars(sentences).items() if name.isupper() and isinstance(value, str)]
    assert len(named) == len(set(named)) == len(sentences.ALL)
