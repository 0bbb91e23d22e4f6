"""Text of before Unicode is recognised and refused with advice; text in good order is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.encodings import decode_text_file, legacy_encoding, refuse_legacy
from contest.kernel.errors import RuleBroken

ROAD = (
    "Sáng sớm, khi sương còn phủ trên cánh đồng, bà con trong thôn đã gọi nhau ra sửa lại con đường liên xã."
    " Người góp xi măng, người góp ngày công, chẳng ai tính toán thiệt hơn. Chỉ sau một mùa gặt, con đường"
    " lầy lội năm nào đã trở thành lối đi sạch đẹp, hai bên trồng hoa cúc vàng rực rỡ."
)
ROAD_VNI = (
    "Saùng sôùm, khi söông coøn phuû treân caùnh ñoàng, baø con trong thoân ñaõ goïi nhau ra söûa laïi con"
    " ñöôøng lieân xaõ. Ngöôøi goùp xi maêng, ngöôøi goùp ngaøy coâng, chaúng ai tính toaùn thieät hôn. Chæ"
    " sau moät muøa gaët, con ñöôøng laày loäi naêm naøo ñaõ trôû thaønh loái ñi saïch ñeïp, hai beân troàng"
    " hoa cuùc vaøng röïc rôõ."
)
ROAD_TCVN3 = (
    "S¸ng sím, khi s\u00ad¬ng cßn phñ trªn c¸nh ®ång, bµ con trong th«n ®· gäi nhau ra söa l¹i con ®\u00adêng"
    " liªn x·. Ng\u00adêi gãp xi m¨ng, ng\u00adêi gãp ngµy c«ng, ch¼ng ai tÝnh to¸n thiÖt h¬n. ChØ sau mét"
    " mïa gÆt, con ®\u00adêng lÇy léi n¨m nµo ®· trë thµnh lèi ®i s¹ch ®Ñp, hai bªn trång hoa cóc vµng"
    " rùc rì."
)
ROAD_VISCII = (
    "Sáng s¾m, khi sß½ng còn phü trên cánh ð°ng, bà con trong thôn ðã g÷i nhau ra sØa lÕi con ðß¶ng liên xã."
    " Ngß¶i góp xi mång, ngß¶i góp ngày công, chÆng ai tính toán thi®t h½n. Chï sau mµt mùa g£t, con ðß¶ng"
    " l¥y lµi nåm nào ðã tr· thành l¯i ði sÕch ð©p, hai bên tr°ng hoa cúc vàng rñc rÞ."
)
ROAD_MISREAD = ROAD.encode().decode("latin-1")

GOOD = {
    "an essay": ROAD,
    "spelling of the other school": "Hoà bình, thuỷ lợi, quí bạn đọc, kĩ sư; loè loẹt, huỷ hoại, tuỳ lí do.",
    "capitals": "CUỘC THI VIẾT VỀ BẢO VỆ MÔI TRƯỜNG, TỈNH HÀ TĨNH NĂM 2025",
    "names": "Lâu Văn Mua, Lỳ Y Sềnh, H'Hen Niê, Y Thuyền Ksơr, Đắk Lắk, Krông Búk, Ê Đê, José Martí, Noël",
    "scrambled marks": "qùỵết định qùản trọng của Ban Chấp hành, đừơng lối, nghiã vụ, hoăc",
    "one letter": "ó à, ô",
    "quotations": "Theo «Báo Nhân dân», mục “Cùng suy ngẫm”: 25°C, 20 m², µm, ©, ®, 10.000.000đ",
    "English": (
        "The café on the corner – naïve as its owners were – served crème brûlée to the Brontë sisters' fans,"
        " and a jalapeño soufflé to Señor Muñoz; its façade cost £3,000, or 5 µm per ¢."
    ),
    "French": (
        "Où vas-tu si tôt ? À l'école laïque, où l'État laïc a dû, dès août, créer « la fête » des élèves."
        " Là-bas, naguère, l'hôtel était sûr ; le maïs mûr gît près du château, où Loïc haï de Noë dîne tôt."
    ),
    "German": "Für schöne Bäume säen wir früh; müde Höfe, süßes Öl, böse Löwen, er tät es, spät und zäh.",
    "Spanish": "El niño soñó que el año pasado llovió más; ¿dónde está el señor Ibáñez? Ñu, ñame, ño.",
    "Portuguese": "Não há razão para que a mãe de João não dê pão às crianças; são três irmãos e só uma avó.",
    "Czech and Polish": "Příliš žluťoučký kůň úpěl ďábelské ódy; zażółć gęślą jaźń.",
    "Chinese": "越南語的文字：國語字 và chữ Nôm",
    "plain": "Lan man, khong dau, 123",
    "nothing": "",
}


@pytest.mark.parametrize("value", GOOD.values(), ids=GOOD)
def test_text_in_good_order_raises_no_alarm(value):
    assert legacy_encoding(value) is None
    assert legacy_encoding(unicodedata.normalize("NFD", value)) is None
    refuse_legacy(value, field="text")


@pytest.mark.parametrize(
    ("value", "encoding"),
    [
        (ROAD_VNI, "VNI"),
        (ROAD_TCVN3, "TCVN3"),
        (ROAD_TCVN3.replace("\u00ad", ""), "TCVN3"),
        (ROAD_VISCII, "VISCII"),
        (ROAD_MISREAD, "UTF-8"),
        ("taùc phaåm döï thi", "VNI"),
        ("TAÙC PHAÅM DÖÏ THI", "VNI"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "VNI"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", "VNI"),
        ("Leâ Vaên Nam", "VNI"),
        ("C«ng hoµ x· héi chñ nghÜa", "TCVN3"),
        ("CéNG HOµ X· HéI CHñ NGHÜA", "TCVN3"),
        ("TrÇn V¨n Nam", "TCVN3"),
        ("Tiáº¿ng Viá»‡t", "UTF-8"),
    ],
)
def test_legacy_text_is_recognised(value, encoding):
    assert legacy_encoding(value) == encoding
    assert legacy_encoding(unicodedata.normalize("NFD", value)) == encoding


def test_one_pasted_paragraph_is_found_in_a_good_essay():
    assert (
        legacy_encoding("\n".join([ROAD, ROAD_VNI, *[ROAD] * 9, GOOD["names"]] + [GOOD["French"]] * 3))
        == "VNI"
    )


def test_a_good_essay_may_show_a_broken_line():
    assert legacy_encoding(f"{ROAD} Tệp cũ mở ra thành “taùc phaåm döï thi”, ai cũng lắc đầu.") is None


@given(st.text(st.characters(max_codepoint=0x17F, exclude_characters="\0"), max_size=40))
def test_no_text_breaks_the_search(value):
    assert legacy_encoding(value) in {None, "VNI", "TCVN3", "VISCII", "UTF-8"}


@given(st.text(st.characters(exclude_characters="\0"), max_size=12))
def test_decomposed_text_is_judged_like_composed_text(value):
    composed, decomposed = unicodedata.normalize("NFC", value), unicodedata.normalize("NFD", value)
    assert legacy_encoding(composed) == legacy_encoding(decomposed)


@pytest.mark.parametrize(
    ("value", "name"),
    [(ROAD_VNI, "VNI Windows"), (ROAD_TCVN3, "TCVN3 (ABC)"), (ROAD_VISCII, "VISCII")],
)
def test_legacy_text_is_refused_with_the_way_to_convert_it(value, name):
    with pytest.raises(RuleBroken) as refusal:
        refuse_legacy(value, field="text")
    assert refusal.value.field == "text"
    assert str(refusal.value) == (
        f"This text is written in the old encoding {name} and would be read as broken letters. Convert it"
        " to Unicode first: copy the text, open the toolkit of UniKey (Ctrl+Shift+F6), choose"
        f" {name} as the source and Unicode as the destination, convert the clipboard, and paste the text"
        " here. Changing the font alone does not help."
    )


def test_misread_unicode_is_refused_with_its_own_advice():
    with pytest.raises(RuleBroken) as refusal:
        refuse_legacy(ROAD_MISREAD, field="title")
    assert refusal.value.field == "title"
    assert str(refusal.value) == (
        "The Vietnamese letters of this text were broken when it was opened or copied. Open the original"
        " again with the encoding UTF-8 and copy the text from there."
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_unicode_text_file_is_read(encoding):
    decomposed = unicodedata.normalize("NFD", f"{ROAD}\r\n{ROAD}")
    assert decode_text_file(decomposed.encode(encoding)) == f"{ROAD}\n{ROAD}"


def test_a_big_endian_text_file_is_read():
    assert decode_text_file(b"\xfe\xff" + ROAD.encode("utf-16-be")) == ROAD


def test_an_empty_text_file_is_an_empty_text():
    assert decode_text_file(b"") == decode_text_file(b"\xef\xbb\xbf") == ""


@pytest.mark.parametrize(
    "raw",
    [
        "Đường về".encode("utf-16-le"),
        "Dau vao".encode("utf-16-be"),
        "\ufeffĐường".encode("utf-16-le")[:-1],
        ROAD.encode("utf-16") + b"\x00\x00",
        ROAD.encode("utf-32"),
        unicodedata.normalize("NFD", "bà con").encode("cp1258"),
        "Příliš žluťoučký".encode("cp1250"),
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"a\x00b",
        b"\xff",
    ],
)
def test_a_text_file_of_another_kind_is_refused_with_advice(raw):
    with pytest.raises(RuleBroken) as refusal:
        decode_text_file(raw, field="file")
    assert refusal.value.field == "file"
    assert str(refusal.value) == (
        "The text file cannot be read, because it is not stored as Unicode. Open it in Notepad, choose"
        ' "Save as", set the encoding to UTF-8, save it and upload the new file.'
    )


@pytest.mark.parametrize(
    ("value", "name"), [(ROAD_VNI, "VNI Windows"), (ROAD_TCVN3, "TCVN3 (ABC)"), (ROAD_VISCII, "VISCII")]
)
def test_a_text_file_in_a_legacy_encoding_is_named(value, name):
    with pytest.raises(RuleBroken) as refusal:
        decode_text_file(value.encode("cp1252"))
    assert refusal.value.params == {"encoding": name}


@given(st.binary(max_size=60))
def test_whatever_a_text_file_holds_it_is_read_or_refused(raw):
    try:
        decoded = decode_text_file(raw)
    except RuleBroken:
        return
    assert "\0" not in decoded
    assert unicodedata.is_normalized("NFC", decoded)
