"""The offline verifier: its trees are those of RFC 9162, its signatures those of RFC 8032, its words complete."""

import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from contest.kernel import verifier

# The seven values and the root that implementations of Certificate Transparency are tested with.
KNOWN = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43", bytes(range(0x50, 0x58)),
         bytes(range(0x60, 0x70))]  # fmt: skip
ROOT = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

# RFC 8032, 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]


def mth(values):
    """The tree hash as RFC 9162, 2.1.1 defines it, by halves."""
    if not values:
        return hashlib.sha256(b"").digest()
    if len(values) == 1:
        return hashlib.sha256(b"\0" + values[0]).digest()
    half = 1 << (len(values) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + mth(values[:half]) + mth(values[half:])).digest()


def leaves(count):
    return [verifier.leaf_hash(str(number).encode()) for number in range(count)]


def test_the_tree_is_that_of_certificate_transparency():
    assert verifier.root_of([verifier.leaf_hash(value) for value in KNOWN]) == ROOT


@pytest.mark.parametrize("count", range(34))
def test_a_root_is_what_the_definition_says_for_every_number_of_leaves(count):
    assert verifier.root_of(leaves(count)) == mth([str(number).encode() for number in range(count)]).hex()


@pytest.mark.parametrize("count", [1, 2, 3, 7, 8, 9, 33])
def test_every_path_leads_to_the_root_and_from_no_other_place(count):
    tree = leaves(count)
    root = verifier.root_of(tree)
    for index, leaf in enumerate(tree):
        path = verifier.path_of(tree, index)
        assert verifier.root_by(leaf, index, count, path) == root
        wrong = [
            verifier.root_by(verifier.leaf_hash(b"x"), index, count, path),
            verifier.root_by(leaf, index, count, [*path, leaf]),
            verifier.root_by(leaf, index + count, count, path),
            *([verifier.root_by(leaf, index ^ 1, count, path)] if path else []),
        ]
        assert root not in wrong


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_hold_and_no_changed_one_does(key, message, signature):
    said = bytes.fromhex(message)
    assert verifier.verifies(key, said, signature)
    other = f"{int(signature[:2], 16) ^ 1:02x}{signature[2:]}"
    order = 2**252 + 27742317777372353535851937790883648493
    beyond = int.from_bytes(bytes.fromhex(signature[64:]), "little") + order  # the same modulo the order
    second = signature[:64] + beyond.to_bytes(32, "little").hex()
    for wrong in (other, second, signature[:-2], "", "xy", None):
        assert not verifier.verifies(key, said, wrong)
    assert not verifier.verifies(key, said + b"!", signature)
    assert not verifier.verifies(VECTORS[0][0] if key != VECTORS[0][0] else VECTORS[1][0], said, signature)


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 1])
def test_a_key_that_would_sign_everything_signs_nothing(y):
    """Points of small order, and numbers that are none: with R the same point and s = 0 the equation would hold."""
    key = y.to_bytes(32, "little").hex()
    assert not verifier.verifies(key, b"all", key + "00" * 32)
    assert not verifier.verifies(key, b"all", (1).to_bytes(32, "little").hex() + "00" * 32)


def test_a_statement_is_read_back_and_nothing_else_is_one():
    lines = verifier.statement(verifier.COMMITMENT, {"edition": "a", "count": 3})
    assert lines == "contest-commitment 1\nedition a\ncount 3\n"
    assert verifier.read(verifier.COMMITMENT, lines) == {"edition": "a", "count": "3"}
    for wrong in (lines[:-1], lines + "count 4\n", f"{lines}\n", lines.replace("1", "2"), ""):
        with pytest.raises(ValueError):  # noqa: PT011 -- where it breaks differs
            verifier.read(verifier.COMMITMENT, wrong)


def test_every_sentence_is_there_in_both_languages_with_the_same_things_filled_in():
    source = Path(verifier.__file__).read_text(encoding="utf-8")
    yielded = {part.split('"')[1] for part in source.split("False, ")[1:] if part.startswith('"')}
    assert len(yielded) >= 18
    assert yielded <= verifier.WORDS.keys()
    for vietnamese, english in verifier.WORDS.values():
        assert sorted(_fields(vietnamese)) == sorted(_fields(english))
        assert vietnamese != english


def _fields(said):
    return [part.split("}")[0] for part in said.split("{")[1:]]


@pytest.mark.parametrize(
    "content", ["", "[]", "7", "{", '{"format": "contest-proof 1"}', '{"leaf": "x"}', "[[]]"]
)
def test_what_cannot_be_read_is_said_and_never_taken_for_good(tmp_path, content):
    file = tmp_path / "package.json"
    file.write_text(content, encoding="utf-8")
    out, errors = io.StringIO(), io.StringIO()
    assert verifier.main([str(file)], out, errors) == 2
    assert (out.getvalue(), errors.getvalue()[:34]) == (
        "",
        "Không đọc được / cannot be read: " + errors.getvalue()[33],
    )


def test_without_a_file_it_says_how_it_is_used(tmp_path):
    out = io.StringIO()
    assert verifier.main([], out, io.StringIO()) == 1
    assert "python verify.py package.json" in out.getvalue()


def test_it_runs_alone_with_nothing_but_the_standard_library(tmp_path):
    alone = tmp_path / "verify.py"
    alone.write_bytes(Path(verifier.__file__).read_bytes())
    kept = tmp_path / "receipt.json"
    kept.write_text(json.dumps({"number": "2026-AAAA", "log": {}}), encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), str(kept)], capture_output=True, cwd=tmp_path, check=False
    )
    assert (run.returncode, run.stderr) == (1, b"")
    assert run.stdout.decode().splitlines() == [
        "✗ Biên nhận 2026-AAAA thiếu chữ ký: hãy tải tệp bằng chứng ở trang của biên nhận.",
        "  Receipt 2026-AAAA is without its signature: download the proof on the page of the receipt.",
    ]
