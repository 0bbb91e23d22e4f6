"""Where the words of a PDF stand on the pictures of its pages: black there, they are gone to the last mark.

Two files that differ in a name alone must give the same pictures once it is black in both.
"""

import io

import pikepdf
import pytest
import typst

from contest.anonymisation.converters import pdf as converter
from contest.anonymisation.making import black_pages
from contest.anonymisation.rules import placed
from tests.drawn_letters import drawn_letters

# With all that stands above and below letters; in a box of one width, so that nothing else moves.
ONE, OTHER = "Nguyễn Ẩmthụy", "Đặngợ Quỳnhậỵ"
SETTING = "#set page(width: 12cm, height: 16cm)\n#set text(size: 11pt)\n"
WAYS = {
    "in a paragraph": "Tôi là NAME, ở chợ quê. " * 9,
    "large, in a heading": "#text(size: 30pt)[NAME]\n\nChợ quê đông vui.",
    "small, at the end": "#v(1fr)\n#text(size: 6pt)[Chợ quê, NAME]",
    "bold and slanted": '#text(style: "italic", weight: "bold")[NAME] và chợ',
    "outlined": "#text(stroke: 1.5pt + black)[NAME] và chợ",
    "spaced out": "#text(tracking: 1pt)[NAME] và chợ",
    "lying on its side": "#rotate(90deg, reflow: true)[Tôi là NAME đây]",
    "aslant": "#v(4cm)\n#rotate(33deg)[Tôi là NAME đây]",
    "upside down": "#rotate(180deg)[Tôi là NAME đây]",
    "over the end of a line": "#box(width: 4.2cm)[Chợ quê NAME đông vui lắm]",
    "in a table": "#table(columns: 2)[Chợ][NAME][quê][vui]",
    "white on a dark ground": "#block(fill: black, inset: 9pt)[#text(fill: white)[Tôi là NAME]]",
}  # fmt: skip


def typeset(body, name):
    first, last = name.split()
    body = body.replace("NAME", f"#box(width: 10em)[{name}]")
    body = body.replace("BROKEN", f"{first}\\ #box(width: 5em)[{last}]")
    return bytes(typst.compile((SETTING + body).encode()))


def black(raw, name):
    made = converter.render(raw)
    done = placed.black(placed.measured(made.text, made.places), [name])
    assert name not in done.placed.text
    return list(black_pages(made.pages, done.cells)), done


@pytest.mark.parametrize("body", WAYS.values(), ids=WAYS)
def test_pictures_tell_nothing_of_a_name_that_is_black_on_them(body):
    pages, done = black(typeset(body, ONE), ONE)
    other, also = black(typeset(body, OTHER), OTHER)
    assert done.unknown == also.unknown == frozenset()
    assert (pages, done.placed.text) == (other, also.placed.text)
    assert pages != list(converter.render(typeset(body, ONE)).pages)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned_and_cut_is_blacked_out_where_its_words_are_seen(turned):
    def cut(name):
        with pikepdf.open(io.BytesIO(typeset("#v(2cm)\nTôi là NAME đây", name))) as pdf:
            pdf.pages[0].Rotate = turned
            pdf.pages[0].CropBox = [20, 30, 330, 420]
            kept = io.BytesIO()
            pdf.save(kept)
        return kept.getvalue()

    pages, done = black(cut(ONE), ONE)
    assert done.unknown == frozenset()
    assert pages == black(cut(OTHER), OTHER)[0]


def test_only_the_parts_of_the_word_are_black_and_not_the_page():
    done = black(typeset("#place(top)[NAME]\n#v(9cm)\nChợ quê", ONE), ONE)[1]
    assert [cell.name for cell in done.cells] == ["1-1-0", "1-1-1", "1-2-0", "1-2-1"]


def test_a_word_that_is_parted_at_the_end_of_a_line_is_black_in_both_lines():
    body = '#set text(lang: "en", hyphenate: true)\n#set par(justify: true)\n#box(width: 2.4cm)[a characterization b]'
    made = converter.render(bytes(typst.compile((SETTING + body).encode())))
    assert made.text == "a characterization b"
    done = placed.black(placed.measured(made.text, made.places), ["characterization"])
    assert len({cell.row for cell in done.cells}) > 1


def test_letters_that_a_font_draws_by_programs_stand_nobody_knows_where():
    made = converter.render(drawn_letters())
    assert made.text == "AAA A A A A"
    assert placed.unplaced(placed.measured(made.text, made.places), ["AAA"], []) == {"AAA": frozenset({1})}
