"""The warning before a submit, on texts that tell who wrote them and on texts that do not (security.md, T3)."""

import random

import pytest

from contest.anonymisation.forewarning import search, tells
from contest.anonymisation.rules.leaks import Identity
from contest.demonstration import essays, names, units
from contest.kernel.text import nfc
from tests.parts.anonymisation.self_identifying import AN, CLEAN, FILE_NAMES, SELF_IDENTIFYING, STORY


def found(text: str, identity: Identity = AN) -> list[tuple[str, str]]:
    return [(each.kind, each.token) for each in search(nfc(text), identity)]


def test_nine_of_ten_self_identifying_texts_are_recognised_and_few_of_the_others():
    missed = [
        name
        for name, whose, text, telling in SELF_IDENTIFYING
        if not any(nfc(telling) in token or token in nfc(telling) for _, token in found(text, whose))
    ]
    alarms = [hits for text, whose in (*CLEAN, *essays_of_strangers()) if (hits := found(text, whose))]
    assert len(SELF_IDENTIFYING) == 50
    assert len(missed) <= 5, missed
    # To speak of one's own village is told, though it names nobody: it gives few away, and weighs little.
    named = [hits for hits in alarms if any(kind != "self-reference" for kind, _ in hits)]
    assert len(named) <= 2, named
    assert len(alarms) <= 50 / 3, alarms


def essays_of_strangers() -> list[tuple[str, Identity]]:
    made = []
    for seed in range(25):
        rng = random.Random(seed)
        identity = Identity(names=(names.name(rng, 1990),), units=(rng.choice(units.units()).name,))
        essay = essays.essay(rng, words=600)
        made.append(("\n".join(paragraph.text for paragraph in essay.paragraphs), identity))
    return made


@pytest.mark.parametrize(("name", "whose", "expected"), FILE_NAMES)
def test_the_name_of_a_file_is_searched_too(name, whose, expected):
    assert tells(name, whose) is expected


@pytest.mark.parametrize(
    "line",
    ["Người viết: Sông Quê", "Tác giả – Sông Quê", "(Ký tên)", "Lớp: 9A", "Phạm Khuê", "Đại úy Khuê", "— Khuê Minh",
     "Làng Bến, ngày 2/3/2026", "Tháng 3 năm 2026", "Xuân 2026"],
)  # fmt: skip
def test_a_line_at_the_end_is_a_signature(line):
    assert [token for _, token in found(STORY + line)] == [line]


@pytest.mark.parametrize(
    "line",
    ["Làng ở ven sông.", "Cây Đa Đầu Làng", "Lớp học vắng", "Tác giả của bài ca dao là dân làng.", "Xuân đã về",
     "2026", "Ký ức còn mãi"],
)  # fmt: skip
def test_other_short_last_lines_are_none(line):
    assert found(STORY + line) == []


def test_the_author_of_a_book_may_be_named_in_the_middle_of_a_text():
    lines = "Đoạn này kể về chợ quê.\n" * 9
    assert found(f"{lines}Tác giả: Nam Cao\n{lines}") == []
