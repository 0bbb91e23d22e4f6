"""What stands of a text in another one: shingles, samples, passages, how much they cover (domain.md P1, P2, P4)."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.entries.rules import copies, overlap
from contest.entries.rules import shingles as numbering
from contest.entries.rules.overlap import BRIDGE, SHORTEST, Passage, covered, percent, read
from contest.entries.rules.shingles import SHINGLE, places, shingles
from contest.entries.rules.side_by_side import Piece, lay, pairs
from contest.entries.rules.sketch import LEAST, RATE, packed, rarity, sketch, unpacked, without
from contest.kernel.errors import RuleBroken
from contest.kernel.text import nfc
from tests import planted_copies as planted

ROOT = Path(__file__).parent.parent.parent.parent
A_TO_Z = st.lists(st.integers(0, 40), max_size=80)


def numbers(values):
    return words(" ".join(f"w{value}" for value in values))


def words(text):
    """The words of a text as it is kept: every entrance makes it NFC."""
    return numbering.words(nfc(text))


def passages(text, source, quotable=None, **more):
    return overlap.passages(read(text), read(source), quotable, **more)


def within(text, known):
    return overlap.within(read(text), known)


def names(first, count):
    return " ".join(f"chữ{number}" for number in range(first, first + count))


# --- words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa bình, thuỷ chung!", "hoà BÌNH – thủy chung"),
        ("kỹ thuật, lý lẽ, Mỹ", "kĩ thuật; lí lẽ; Mĩ"),
        ("nền tảng tư tưởng", "nen tang tu tuong"),
        ("nền tảng tư tưởng", "ne\u0302\u0300n ta\u0309ng tu\u031b tu\u031bo\u031b\u0309ng"),
        ("Đảng", "Ðang"),
        ("qùỵết định qùản trọng", "quyết định quan trọng"),
        ("bản sao", "b\u0430n s\u0430\u043e"),  # Cyrillic letters among Latin ones
        ("bản sao", "bả\u200bn sa\u200bo"),  # zero-width spaces
        ("(năm) 2026.", "năm 2026"),
    ],
)
def test_what_does_not_change_the_words_does_not_hide_a_copy(one, other):
    assert words(one).tolist() == words(other).tolist()


def test_other_words_and_another_order_are_another_text():
    assert words("tay").tolist() != words("tai").tolist()
    assert words("quy").tolist() != words("qui e").tolist()
    assert shingles(words("một hai ba bốn năm")).tolist() != shingles(words("hai một ba bốn năm")).tolist()


def test_a_word_is_found_again_in_the_text_by_its_place():
    text = "Con đường,\n\nlàng tôi – 2026."

    assert [text[start:end] for start, end in places(text)] == ["Con", "đường", "làng", "tôi", "2026"]
    assert len(words(text)) == 5


def test_numbers_are_the_same_in_every_process():
    code = "from contest.entries.rules.shingles import *; print(shingles(words('một hai ba bốn năm sáu')).tolist())"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        ).stdout.strip()
        for seed in ("0", "7")
    }  # fmt: skip

    assert said == {"[17711854861795947725, 12968597307615850417]"}


def test_a_text_of_fewer_words_than_a_shingle_has_none():
    assert [len(shingles(words(names(0, count)))) for count in (0, 1, SHINGLE - 1, SHINGLE, SHINGLE + 1)] == [
        0, 0, 0, 1, 2,
    ]  # fmt: skip
    assert passages(words(""), words(names(0, 40))) == ()
    assert sketch(shingles(words(""))).tolist() == []


# --- samples --------------------------------------------------------------------------------------------------


def test_a_long_text_keeps_one_shingle_in_so_many_and_a_short_one_more():
    long, short, tiny = (sketch(shingles(words(names(0, count)))) for count in (32_000, 200, 20))

    assert 0.9 < len(long) / (32_000 / RATE) < 1.1
    assert (len(short), len(tiny)) == (LEAST, 20 - SHINGLE + 1)
    assert long.tolist() == sorted(set(long.tolist()))


def test_the_sample_of_a_part_is_part_of_the_sample():
    whole, part = (sketch(shingles(words(names(0, count)))) for count in (20_000, 10_000))

    assert set(part.tolist()) <= set(whole.tolist())


def test_a_sample_is_kept_as_four_bytes_a_value_and_read_again():
    taken = sketch(shingles(words(names(0, 3000))))

    assert len(packed(taken)) == 4 * len(taken)
    assert unpacked(packed(taken)).tolist() == taken.tolist()
    assert unpacked(packed(taken) + b"abc").tolist() == taken.tolist()


def test_what_may_be_quoted_is_looked_for_nowhere():
    both = shingles(words(f"{names(0, 60)} {names(500, 60)}"))
    quotable = shingles(words(names(0, 60)))

    left = without(sketch(both), quotable)

    assert set(left.tolist()) == set(sketch(both).tolist()) - set((quotable >> np.uint64(33)).tolist())


def test_what_everybody_says_tells_little():
    assert rarity(1) > rarity(2) > rarity(200) == 1.0


# --- passages -------------------------------------------------------------------------------------------------


def test_a_passage_is_found_with_its_place_in_both_texts():
    copied = names(100, 30)
    text, source = words(f"{names(0, 10)} {copied} {names(10, 10)}"), words(f"{names(500, 50)} {copied}")

    assert passages(text, source) == (Passage(10, 40, 50, 80),)
    assert passages(source, text) == (Passage(50, 80, 10, 40),)


@pytest.mark.parametrize(("exchanged", "found"), [(1, 1), (BRIDGE, 1), (BRIDGE + 1, 2)])
def test_a_few_exchanged_words_do_not_end_a_passage(exchanged, found):
    text = words(f"{names(0, 20)} {names(700, exchanged)} {names(20, 20)}")

    assert len(passages(text, words(names(0, 40)))) == found


def test_a_turn_of_speech_is_no_passage():
    for length, found in ((SHORTEST - 1, 0), (SHORTEST, 1)):
        text = words(f"{names(200, 50)} {names(0, length)} {names(300, 50)}")
        assert len(passages(text, words(names(0, 60)))) == found


def test_paragraphs_in_another_order_are_found_one_by_one():
    text = words(f"{names(60, 30)} {names(30, 30)} {names(0, 30)}")

    found = passages(text, words(names(0, 90)))

    assert found == (Passage(0, 30, 60, 90), Passage(30, 60, 30, 60), Passage(60, 90, 0, 30))
    assert covered(found) == 90


def test_what_may_be_quoted_does_not_count_and_the_rest_only_if_it_is_long_enough():
    text, source = words(names(0, 60)), words(f"{names(400, 7)} {names(0, 60)}")
    quotable = within(text, np.sort(shingles(words(names(20, 25)))))

    assert quotable.tolist() == [20 <= at < 45 for at in range(60)]
    assert passages(text, source, quotable) == (Passage(0, 20, 7, 27), Passage(45, 60, 52, 67))
    most = within(text, np.sort(shingles(words(names(5, 50)))))
    assert passages(text, source, most) == ()


def test_a_word_repeated_for_ever_is_compared_at_once():
    text = words("và " * 30_000)

    assert passages(text, text) == (Passage(0, 30_000, 0, 30_000),)


@given(A_TO_Z, A_TO_Z, st.integers(0, 40))
def test_less_than_is_worth_a_look_is_nothing_and_the_quick_way_out_says_the_same(one, other, least):
    text, source = numbers(one), numbers(other)
    found = passages(text, source)

    assert passages(text, source, least=least) == (found if covered(found) >= least else ())


@given(A_TO_Z, A_TO_Z)
def test_passages_lie_side_by_side_and_begin_and_end_alike_in_both_texts(one, other):
    text, source = numbers(one), numbers(other)

    found = passages(text, source)

    assert all(a.end <= b.start for a, b in pairwise(found))
    for each in found:
        assert SHORTEST <= each.length <= len(text)
        assert 0 <= each.source_start < each.source_end <= len(source)
        head, tail = text[each.start : each.start + SHINGLE], text[each.end - SHINGLE : each.end]
        assert head.tolist() == source[each.source_start : each.source_start + SHINGLE].tolist()
        assert tail.tolist() == source[each.source_end - SHINGLE : each.source_end].tolist()
    assert 0 <= percent(covered(found), len(text)) <= 100


@given(st.lists(st.integers(0, 40), min_size=SHORTEST, max_size=60))
def test_a_text_stands_in_itself_and_in_what_contains_it_whole(values):
    text = numbers(values)

    for source in (text, numbers([*range(50, 70), *values, *range(70, 90)])):
        assert percent(covered(passages(text, source)), len(text)) == 100


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=12))
def test_words_in_several_passages_count_once(spans):
    found = [Passage(start, start + length, 0, length) for start, length in spans]

    assert covered(found) == len({at for start, length in spans for at in range(start, start + length)})


def test_percent_is_never_more_than_there_is():
    assert [percent(*of) for of in ((0, 0), (249, 1000), (250, 1000), (999, 1000), (1000, 1000))] == [
        0, 24, 25, 99, 100,
    ]  # fmt: skip


# --- side by side ---------------------------------------------------------------------------------------------


def test_a_passage_is_cut_out_of_both_texts_with_the_equal_words_marked():
    work = lay(
        "Mở đầu.\n\nTôi viết: “Con đường làng chạy dọc bờ sông, ai đi xa cũng nhớ về con đường ấy.” Hết."
    )
    source = lay("CON ĐƯỜNG LÀNG CHẠY DỌC BỜ SUỐI, AI ĐI XA CŨNG NHỚ VỀ CON ĐƯỜNG ẤY!")
    found = passages(work.numbers, source.numbers)

    assert found == (Passage(4, 20, 0, 16),)
    [pair] = pairs(work, source, found)
    assert (pair.words, pair.is_quoted) == (16, True)
    assert pair.ours == (
        Piece("Con đường làng chạy dọc bờ ", True),
        Piece("sông, ", False),
        Piece("ai đi xa cũng nhớ về con đường ấy", True),
    )
    assert pair.theirs == (
        Piece("CON ĐƯỜNG LÀNG CHẠY DỌC BỜ ", True),
        Piece("SUỐI, ", False),
        Piece("AI ĐI XA CŨNG NHỚ VỀ CON ĐƯỜNG ẤY", True),
    )
    assert pairs(work, source, [Passage(4, 30, 0, 26)]) == ()  # of another version of the text


# --- the planted set ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("disguise", planted.DISGUISES)
def test_every_disguise_is_seen_through(disguise):
    rng = np.random.default_rng(3)
    written = list(planted.essays(40, words=1000, seed=3))
    for own, source in zip(written[:20], written[20:], strict=True):
        there = words(planted.text(source))
        for share in (0.1, 0.3, 0.6, 1.0):
            copy = planted.plant(own, source, share, planted.DISGUISES[disguise], rng)
            text = words(planted.text(copy))
            measured = covered(passages(text, there)) / len(text)
            # Sayings that both have anyway come on top; exchanged words at the ends of a passage fall off.
            assert 0.83 * share - 0.02 <= measured <= share + 0.08
            found = np.intersect1d(sketch(shingles(text)), sketch(shingles(there)))
            assert share < 0.3 or len(found) > 0


# --- what is said of it ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("percent_found", "limit", "is_above"),
    [(20, 20, False), (21, 20, True), (24, None, False), (25, None, True), (0, 1, False)],
)
def test_a_work_above_its_limit_is_pointed_out(percent_found, limit, is_above):
    assert copies.is_above(percent_found, limit) is is_above


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Con đường làng tôi", "CON ĐƯỜNG LÀNG", True),
        ("Con đường làng tôi", "Dòng sông quê mẹ", False),
        ("Giữ vững trận địa tư tưởng", "Giu vung tran dia tu tuong trong truong hoc", True),
        ("", "", False),
    ],
)
def test_titles_are_compared_by_their_words(one, other, alike):
    assert copies.are_titles_alike(one, other) is alike


@pytest.mark.parametrize(
    ("text", "is_quoted"),
    [
        ("Bác nói: “[Không có gì quý hơn độc lập]” và thế.", True),
        ("Bác nói: «[Không có gì quý hơn]».", True),
        ('Bác nói: "[Không có gì quý hơn]".', True),
        ("“Xong.” [Không có gì quý hơn] “nữa”.", False),
        ("Mở ra “[mà không bao giờ đóng]\n\nỞ đoạn sau có dấu ”", False),
        ('Một "câu" rồi [không có gì] "nữa".', False),
        ("[Không có gì quý hơn]", False),
        ("“[Hai đoạn\n\nliền nhau]”", False),
    ],
)
def test_a_passage_in_quotation_marks_is_known(text, is_quoted):
    start, end = text.index("["), text.index("]") - 1
    assert copies.is_quoted(text.replace("[", "").replace("]", ""), start, end) is is_quoted


@pytest.mark.parametrize(
    ("kind", "reason", "field"),
    [
        ("", "Báo Hà Tĩnh ngày 3/5", "kind"),
        ("own-publication", "ừ", "reason"),
        ("quotation", "a" * 501, "reason"),
    ],
)
def test_a_source_is_marked_with_a_reason(kind, reason, field):
    with pytest.raises(RuleBroken) as broken:
        copies.check_mark(kind, reason)

    assert broken.value.field == field


def test_a_mark_with_a_reason_is_taken():
    copies.check_mark(copies.OWN_PUBLICATION, "Báo Hà Tĩnh ngày 3/5")
