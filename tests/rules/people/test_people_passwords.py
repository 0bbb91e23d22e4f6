"""Passwords: long enough and not guessable; nothing else is asked."""

import time
import unicodedata

import pytest

from contest.people.rules import passwords

PERSONAL = ("nguyenthilan@example.org", "Nguyễn Thị Lan Hương")


def problem(password):
    found = passwords.problem(password, personal=PERSONAL)
    assert found is None or found.field == "password"
    return found and str(found)


@pytest.mark.parametrize(
    "password",
    [
        "bốn từ không ai ghép",
        "correct horse battery",
        "aaaaaaaaaabbbbbcccde",
        "x" * 250 + "abcdef",
        " khoảng trắng hai đầu ",
    ],
)
def test_a_long_password_is_good_whatever_it_is_made_of(password):
    assert problem(password) is None


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "At least 15 characters"),
        ("14 characters!", "At least 15 characters"),
        ("a" * 257, "At most 256 characters"),
        ("123456789012345", "This password is among the first"),
        ("Mật khẩu mật khẩu 123", "This password is among the first"),
        ("aaaaaaaaaaaaaaaaaaaa", "This password is among the first"),
        ("nguyenthilanhuong-2020", "Do not use your own name"),
        ("NGUYỄN THỊ LAN HƯƠNG!", "Do not use your own name"),
        ("nguyenthilan rất dài", "Do not use your own name"),
        ("có ký tự không\0 giữ được", "The text contains a null character"),
    ],
)
def test_a_bad_password_is_told_why(password, sentence):
    assert problem(password).startswith(sentence)


def test_a_password_that_only_looks_long_is_counted_as_it_is_kept():
    decomposed = unicodedata.normalize("NFD", "ậậậậậậậ")

    assert (len(decomposed), problem(decomposed)[:8]) == (21, "At least")


def test_a_password_is_the_same_however_it_is_composed():
    assert passwords.normal(unicodedata.normalize("NFD", "bốn từ")) == "bốn từ"


def test_a_monster_is_refused_in_no_time():
    begun = time.perf_counter()

    assert problem("a" + "\u0323\u0302" * 100_000).startswith("At most 256")
    assert time.perf_counter() - begun < 0.5


def test_a_hostile_name_does_not_get_in_the_way_of_the_password():
    assert passwords.problem("bốn từ không ai ghép", personal=("a\0b", "x" + "\u0301" * 100)) is None
