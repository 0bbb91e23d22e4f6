"""Numbers that cannot be mistyped unnoticed, and the bytes that are signed."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations

from contest.entries.rules import receipt
from contest.kernel.keys import ALPHABET

NUMBER = "2026-7K3F-9QXB-M2CJ"
DOCUMENT = receipt.Document(
    number=NUMBER,
    edition="que-huong-2026",
    entry="0123456789abcdefghjkmnpqrs",
    version=2,
    sha256_text="a" * 64,
    sha256_file=None,
    issued_at=datetime(2026, 3, 1, 2, 0, 0, 1234, tzinfo=UTC),
    log_length=7,
    log_digest="b" * 64,
)


def test_a_number_is_the_year_and_chance_with_a_check_letter() -> None:
    assert receipt.number(2026, "7k3f9qxbm2c") == NUMBER


def test_a_number_is_read_however_it_is_typed() -> None:
    written = ("2026-7k3f-9qxb-m2cj", " 2026 7K3F 9QXB M2CJ ", "20267k3f9qxbm2cj", "2O26-7K3F-9QXB-M2CJ")
    assert [receipt.read_number(typed) for typed in written] == [NUMBER] * 4


def test_every_single_wrong_letter_is_noticed() -> None:
    letters = NUMBER.replace("-", "").lower()
    for at, right in enumerate(letters):
        wrong = [letters[:at] + letter + letters[at + 1 :] for letter in ALPHABET if letter != right]
        assert [receipt.read_number(number) for number in wrong] == [None] * 31


def test_every_exchange_of_two_letters_is_noticed() -> None:
    letters = NUMBER.replace("-", "").lower()
    for one, other in combinations(range(len(letters)), 2):
        if letters[one] != letters[other]:
            swapped = list(letters)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            assert receipt.read_number("".join(swapped)) is None


def test_what_is_no_number_is_none() -> None:
    assert [
        receipt.read_number(typed) for typed in ("", "2026", "2026-7K3F-9QXB-M2C", "ư" * 16, "*" * 16)
    ] == [None] * 5


def test_the_signed_bytes_are_the_same_for_everybody() -> None:
    assert receipt.canonical(DOCUMENT) == (
        b'{"edition":"que-huong-2026","entry":"0123456789abcdefghjkmnpqrs",'
        b'"issued_at":"2026-03-01T02:00:00.001234Z","log":{"digest":"' + b"b" * 64 + b'","length":7},'
        b'"number":"2026-7K3F-9QXB-M2CJ","sha256_file":null,"sha256_text":"'
        + b"a" * 64
        + b'","v":1,"version":2}'
    )


def test_the_zone_of_the_clock_does_not_change_what_is_signed() -> None:
    hanoi = timezone(timedelta(hours=7))
    there = replace(DOCUMENT, issued_at=DOCUMENT.issued_at.astimezone(hanoi))
    assert receipt.canonical(there) == receipt.canonical(DOCUMENT)


def test_every_field_counts() -> None:
    others = (
        replace(DOCUMENT, number="2026-0000-0000-0000"),
        replace(DOCUMENT, edition="x"),
        replace(DOCUMENT, entry="x"),
        replace(DOCUMENT, version=3),
        replace(DOCUMENT, sha256_text="c" * 64),
        replace(DOCUMENT, sha256_file="c" * 64),
        replace(DOCUMENT, issued_at=DOCUMENT.issued_at + timedelta(microseconds=1)),
        replace(DOCUMENT, log_length=8),
        replace(DOCUMENT, log_digest="c" * 64),
    )
    assert len({receipt.canonical(DOCUMENT), *map(receipt.canonical, others)}) == 10
    assert all(json.loads(receipt.canonical(each))["v"] == 1 for each in others)


def test_a_receipt_of_a_work_with_something_beside_it_has_further_digests_and_old_ones_stay_as_they_are() -> (
    None
):
    others = {"sha256_translation": "c" * 64, "sha256_proof": "d" * 64}
    document = receipt.canonical(replace(DOCUMENT, others=others)).decode()
    plain = json.loads(receipt.canonical(DOCUMENT))
    assert json.loads(document) == plain | others | {"v": 2}
    assert receipt.other_digests(document) == others
    assert receipt.other_digests(receipt.canonical(DOCUMENT).decode()) == {}


def test_every_digest_is_named_with_what_it_is_of_in_one_order() -> None:
    pictures = receipt.picture_digests([{"sha256": "1" * 64}, {"sha256": "2" * 64}])
    others = {f"{receipt.OWN_FILE}k7": "e" * 64, "sha256_proof": "d" * 64, **pictures}
    full = replace(DOCUMENT, sha256_file="c" * 64, sha256_own="f" * 64, others=others)
    found = receipt.digests(receipt.canonical(full).decode())
    assert [(receipt.label(name), digest[0]) for name, digest in found.items()] == [
        ("SHA-256 of the text:", "a"),
        ("SHA-256 of the file:", "c"),
        ("SHA-256 of the proof of publication:", "d"),
        ("SHA-256 of a picture:", "1"),
        ("SHA-256 of a picture:", "2"),
        ("SHA-256 of the answers:", "f"),
        ("SHA-256 of a file among the answers:", "e"),
    ]
    assert receipt.digests(receipt.canonical(DOCUMENT).decode()) == {receipt.TEXT: "a" * 64}
