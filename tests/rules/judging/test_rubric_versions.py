"""What differs between two versions of a rubric, in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from contest.judging.rules import versions
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.rules.design import Line

CONTENT = Line(
    "steps",
    Settings(
        "Nội dung",
        Decimal(60),
        Decimal(0),
        Decimal(10),
        Decimal("0.5"),
        (Descriptor(Decimal(8), "Sâu"),),
        "Đúng?",
    ),
)
FORM = Line("steps", Settings("Hình thức", Decimal(40), Decimal(0), Decimal(10), Decimal("0.50")))
WORDS = Line("comment", Settings("Nhận xét"))


def with_content(**changed):
    return replace(CONTENT, settings=replace(CONTENT.settings, **changed))


def said(before, after, full=("100", "100")):
    documents = [versions.document(Decimal(f), lines) for f, lines in zip(full, (before, after), strict=True)]
    return [(d.message % d.params, d.gone, d.come) for d in versions.differences(*documents)]


def test_a_document_is_read_as_it_was_written_and_idle_zeros_make_no_other_one():
    document = versions.document(Decimal("100.0000"), (CONTENT, FORM, WORDS))

    assert versions.read(document) == (Decimal(100), (CONTENT, FORM, WORDS))
    assert document == versions.document(Decimal(100), versions.read(document)[1])


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ((CONTENT, FORM), (CONTENT, FORM), []),
        ((CONTENT,), (CONTENT, FORM), ["New: “Hình thức”."]),
        ((CONTENT, FORM), (FORM,), ["Taken out: “Nội dung”."]),
        ((CONTENT, FORM), (FORM, CONTENT), ["The criteria stand in another order."]),
        ((CONTENT, FORM), (with_content(name="Ý"), FORM), ["“Nội dung” is called “Ý” now."]),
        ((CONTENT,), (with_content(weight=Decimal(50)),), ["“Nội dung”: weight 50; it was 60."]),
        (
            (CONTENT,),
            (with_content(maximum=Decimal(20), step=Decimal(1)),),
            ["“Nội dung”: at most 20 points; it was 10.", "“Nội dung”: in steps of 1; it was 0.5."],
        ),
        ((WORDS, FORM), (replace(WORDS, kind="heading"), FORM), ["“Nhận xét” is marked in another way now."]),
        ((CONTENT, WORDS), (FORM, WORDS), ["“Nội dung” is called “Hình thức” now.",
            "“Hình thức”: another question to the judge.", "“Hình thức”: other words for the points.",
            "“Hình thức”: weight 40; it was 60."]),
        ((CONTENT, FORM), (WORDS, FORM), ["New: “Nhận xét”.", "Taken out: “Nội dung”."]),
    ],
)  # fmt: skip
def test_each_change_is_a_sentence(before, after, sentences):
    assert [sentence for sentence, _, _ in said(before, after)] == sentences


def test_of_texts_what_went_and_what_came_is_told():
    after = with_content(
        description="Đúng đề tài?\n\nCó mới?", descriptors=(Descriptor(Decimal("8.5"), "Sâu"),)
    )

    assert said((CONTENT,), (after,), ("100", "20")) == [
        ("The full score is 20; it was 100.", (), ()),
        ("“Nội dung”: another question to the judge.", ("Đúng?",), ("Đúng đề tài?", "Có mới?")),
        ("“Nội dung”: other words for the points.", ("8: Sâu",), ("8.5: Sâu",)),
    ]


def test_a_rubric_that_comes_or_goes_is_told_as_such():
    document = versions.document(Decimal(100), (CONTENT,))

    assert [d.message for d in versions.differences("", document)] == ["The rubric was written."]
    assert [d.message for d in versions.differences(document, "")] == ["The rubric was taken away."]
