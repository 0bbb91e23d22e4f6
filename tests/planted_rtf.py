r"""Makes an RTF file with a different identity token ZQX… in every channel; KEEP… has to survive."""

from tests.planted import Planted

_HEAD = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset163 Arial;}{\f2\fcharset204 Arial;}}"
    r"{\colortbl;\red255\green255\blue255;\red0\green0\blue0;\red254\green254\blue254;\red0\green0\blue128;}"
)


def rtf(body: str, head: str = "") -> bytes:
    """Make a small file of this body; letters beyond ASCII are written as Word writes them."""
    text = rf"{{\rtf1\ansi\ansicpg1252\deff0{_HEAD}{head}\pard\plain {body}}}"
    return "".join(letter if ord(letter) < 128 else _written(letter) for letter in text).encode()


def _written(letter: str) -> str:
    raw = letter.encode("utf-16-le")
    codes = [int.from_bytes(raw[at : at + 2], "little") for at in range(0, len(raw), 2)]
    return "".join(rf"\u{code - 65536 if code > 32767 else code}?" for code in codes)


def _told(t: Planted) -> str:
    return "".join((
        rf"\pard\s1 {t.keep('Heading')}\par\pard\plain ",
        rf"{t.keep('Before')}{{\revised\revauth1 {t.keep('Inserted')}}}",
        rf"{{\deleted\revauthdel1 {t.token('DeletedText')}}}\par ",
        rf"{t.keep('Commented')}{{\*\atnid {t.token('CommentInitials')}}}{{\*\atnauthor {t.token('CommentAuthor')}}}",
        rf"\chatn{{\*\annotation{{\*\atnref 1}}{{\*\atndate 1}}{t.token('CommentText')}}}\par ",
        rf"{{\*\bkmkstart {t.token('Bookmark')}}}{t.keep('Marked')}{{\*\bkmkend x}}\par ",
        rf"{t.keep('Noted')}{{\super\chftn{{\footnote\pard\plain {t.keep('Footnote')}",
        rf"{{\v {t.unseen('NoteHidden')}}}}}}}\par ",
        rf"{{\listtext {t.token('ListText')}\tab}}\ls1 {t.keep('Item')}\par\pard ",
        rf"\trowd\cellx1000\pard\intbl {t.keep('Cell')}\cell\row\pard ",
        rf"{{\shp{{\*\shpinst{{\sp{{\sn wzName}}{{\sv {t.token('ShapeName')}}}}}",
        rf"{{\shptxt \pard\plain {t.keep('Box')}\par}}}}",
        rf"{{\shprslt {t.token('ShapeResult')}}}}}{t.keep('BesideBox')}\par ",
        rf"{{\*\strange {t.token('Strange')}}}{{\xe {t.token('IndexEntry')}}}{t.keep('AfterStrange')}\par ",
    ))  # fmt: skip


def _hidden(t: Planted) -> str:
    row = r"\trowd{}\cellx1000\pard\intbl {}\cell\row\pard "
    return "".join((
        rf"{{\v {t.unseen('Hidden')}}}{{\v\v0 {t.keep('NotHidden')}}}\par ",
        rf"{{\cf1 {t.unseen('White')}}}\par{{\cf3 {t.unseen('OffWhite')}}}\par ",
        rf"{{\cf2\chcbpat2 {t.unseen('BlackOnBlack')}}}{{\cf1\highlight2 {t.keep('WhiteOnBlack')}}}\par ",
        rf"{{\fs2 {t.unseen('Tiny')}}}\par",
        rf"{{\charscalex1 {t.unseen('Narrow')}}}\par{{\up3000 {t.unseen('Raised')}}}\par ",
        rf"\pard\li30000 {t.unseen('Away')}\par\pard\sl-2\slmult0 {t.unseen('Flat')}\par\pard ",
        rf"\pard\s9 {t.unseen('HiddenStyle')}\par\pard{{\cs8 {t.unseen('HiddenLetters')}}}\par ",
        rf"\pard\cbpat4{{\cf1 {t.keep('WhiteOnDark')}}}\par\pard ",
        row.format(r"\clcbpat4", rf"{{\cf1 {t.keep('WhiteInCell')}}}"), row.format(r"\trrh-5", t.unseen("FlatRow")),
    ))  # fmt: skip


def _fields(t: Planted) -> str:
    made = r"{{\field{{\*\fldinst {}}}{{\fldrslt {}}}}}\par "
    return "".join((
        made.format(r"AUTHOR", t.token("AuthorField")), made.format(r"FILENAME \\p", t.token("FilenameField")),
        made.format(rf"INCLUDETEXT {t.token('IncludePath')}", t.token("IncludedText")),
        made.format(rf"DOCPROPERTY {t.token('PropertyName')}", t.token("PropertyValue")),
        made.format(rf'HYPERLINK "mailto:{t.token("LinkField")}"', rf"{{\ul {t.keep('Link')}}}"),
        made.format(r"REF {\field{\*\fldinst USERNAME}{\fldrslt x}}", t.token("NestedField")),
        made.format(r"PAGE", t.keep("Page")),
    ))  # fmt: skip


def _drawn(t: Planted) -> str:
    picture = t.token("Picture").encode().hex()
    return "".join((
        rf"{{\*\shppict{{\pict{{\*\picprop{{\sp{{\sn n}}{{\sv {t.token('PictureName')}}}}}}}",
        rf"\jpegblip {picture}}}}}",
        rf"{{\nonshppict{{\pict\wmetafile8 {t.token('OldPicture').encode().hex()}}}}}{t.keep('BesidePicture')}\par ",
        rf"{{\object\objemb{{\*\objclass {t.token('ObjectClass')}}}",
        rf"{{\*\objdata {t.token('ObjectData').encode().hex()}}}",
        rf"{{\result {t.token('ObjectResult')}}}}}{{\pict\bin4 \{{}}x}}{t.keep('BesideObject')}\par ",
        rf"{{\mmath{{\*\moMath{{\mr {t.token('Formula')}}}}}}}{t.keep('BesideFormula')}\par ",
    ))  # fmt: skip


def _head(t: Planted) -> str:
    info = "".join(
        rf"{{\{star}{word} {t.token('Info' + word.title())}}}"
        for star, words in (("", "author operator title subject keywords doccomm comment hlinkbase"),
                            ("*\\", "company manager category"))
        for word in words.split()
    )  # fmt: skip
    return "".join((
        r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\*\cs8\v ", t.token("StyleName"), r";}{\s9\v Secret;}}",
        rf"{{\info{info}{{\creatim\yr2026}}}}",
        rf"{{\*\userprops{{\propname {t.token('OwnName')}}}{{\staticval {t.token('OwnValue')}}}}}",
        rf"{{\*\revtbl{{Unknown;}}{{{t.token('RevisionAuthor')};}}}}",
        rf"{{\*\template {t.token('TemplatePath')}}}",
        rf"{{\*\generator {t.token('Generator')};}}{{\*\rsidtbl \rsid1{t.token('Rsid')}}}",
        rf"{{\*\filetbl{{\file {t.token('FilePath')}}}}}",
        rf"{{\*\docvar {{{t.token('VariableName')}}}{{{t.token('VariableValue')}}}}}",
        rf"{{\*\themedata {t.token('Theme').encode().hex()}}}",
        rf"{{\*\listtable{{\list{{\listlevel\levelnfc0{{\leveltext {t.token('LevelText')};}}}}",
        rf"{{\listname {t.token('ListName')};}}\listid5}}}}",
        r"{\*\listoverridetable{\listoverride\listid5\ls1}}",
        rf"{{\header {t.token('Header')}}}{{\footer {t.token('Footer')}}}{{\headerf {t.token('FirstHeader')}}}",
    ))  # fmt: skip


def rtf_document() -> Planted:
    """Make the planted RTF, all of it by hand."""
    t = Planted()
    body = _told(t) + _hidden(t) + _fields(t) + _drawn(t)
    raw = rtf(body, _head(t))
    t.raw = raw + t.token("AfterEnd").encode()
    return t
