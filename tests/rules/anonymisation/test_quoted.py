"""What a judge quoted is found in the work and offered; nothing that stands nowhere in it is."""

import pytest

from contest.anonymisation.rules.quoted import quoted

TEXT = "Ở chợ Khe Mây đông vui.\nTôi là con gái bà Năm Hớn, cô giáo trường làng. Nay chợ vắng hơn."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Câu “con gái bà Năm Hớn” nói rõ quá", ("con gái bà Năm Hớn",)),
        ('"CON GÁI BÀ  NĂM HỚN" và «chợ Khe Mây»', ("con gái bà Năm Hớn", "chợ Khe Mây")),
        ("câu 'cô giáo trường làng' đấy", ("cô giáo trường làng",)),
        ("khe mây", ("Khe Mây",)),
        ("Con gái bà Năm Hớn, cô giáo.", ("con gái bà Năm Hớn, cô giáo",)),
        ("Bài viết tôi là con gái bà Năm thì ai cũng biết", ("Tôi là con gái bà Năm",)),
        ("Nhắc tới Khe Mây nhiều lần", ("Khe Mây",)),
        ("Câu “không có trong bài” nói rõ quá", ()),
        ("Ai cũng biết", ()),
        ("", ()),
    ],
)
def test_what_stands_in_the_work_is_offered_as_it_stands_there(said, expected):
    assert quoted([said], [TEXT]) == expected


def test_each_passage_is_offered_once_from_all_that_was_said_and_all_texts_and_six_at_most():
    said = ["“Khe Mây”", "“khe mây”, “Bài ca”"]
    assert quoted(said, [TEXT, "Bài ca"]) == ("Khe Mây", "Bài ca")
    words = "một hai ba bốn năm sáu bảy"
    assert quoted([" ".join(f"“{word}”" for word in words.split())], [words]) == tuple(words.split()[:6])


def test_a_part_of_a_word_is_no_passage():
    assert quoted(["“Khe Mâ”"], [TEXT]) == ()
