"""E-mail addresses: one canonical form each, and nothing that could carry a header."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.people.rules.addresses import LONGEST, canonical


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lan@Example.ORG", "lan@example.org"),
        ("  lan@example.org \n", "lan@example.org"),
        ("lan+thi@example.org", "lan+thi@example.org"),
        ("lan\u200b@example.org", "lan@example.org"),
        ("lan@đà-nẵng.vn", "lan@xn---nng-zna70au54p.vn"),
        ("lan@xn---nng-zna70au54p.vn", "lan@xn---nng-zna70au54p.vn"),
        ("lan@post.lan", "lan@post.lan"),
    ],
)
def test_an_address_has_one_form(typed, kept):
    assert canonical(typed) == kept
    assert canonical(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "lan",
        "lan@",
        "@example.org",
        "lan@example",
        "lan@localhost",
        "lan@@example.org",
        "a@b\nBcc: c@example.org",
        "lan@example.org\r\nBcc: x@example.org",
        "lan@example.org, x@example.org",
        "Lan <lan@example.org>",
        '"lan mai"@example.org',
        "nguyễn@example.org",
        "lan@[127.0.0.1]",
        "lan@example..org",
        ".lan@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 63 + "." + "c" * 63 + "." + "d" * 63 + "." + "e" * 63 + ".org",
        "x" * 400_000,
        "lan\0@example.org",
    ],
)
def test_what_is_no_address_is_refused_beside_its_field(typed):
    with pytest.raises(RuleBroken) as refused:
        canonical(typed)
    assert refused.value.field in {"email", None}


@given(st.text(max_size=60))
def test_whatever_is_taken_can_stand_in_a_header(typed):
    try:
        address = canonical(f"{typed}@example.org")
    except RuleBroken:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert len(address) <= LONGEST
    assert canonical(address) == address
