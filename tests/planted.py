"""Makes documents with a different identity token ZQX… in every channel, and text KEEP… that has to survive."""

import io
import re
import zipfile
from dataclasses import dataclass, field

import docx
from PIL import Image

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:strange"'
)
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass
class Planted:
    """`tokens` are everywhere in `raw`; a token in `hidden` stands where the reader of the file cannot see it."""

    tokens: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    raw: bytes = b""

    def token(self, channel: str) -> str:
        made = f"ZQX{channel}"
        assert made not in self.tokens, channel
        self.tokens.add(made)
        return made

    def unseen(self, channel: str) -> str:
        made = self.token(channel)
        self.hidden.add(made)
        return made

    def keep(self, channel: str) -> str:
        made = f"KEEP{channel}"
        self.kept.add(made)
        return made


def jpeg(comment: str) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 120, 60)).save(target, "JPEG", comment=comment.encode())
    return target.getvalue() + f"{comment}AfterEnd".encode()


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _p(inner: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def _field(instructions: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'{instructions}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def _changes(p: Planted) -> str:
    by = 'w:id="9" w:date="2026-01-02T03:04:05Z" w:author='
    return "".join((
        _p(f'<w:ins {by}"{p.token("InsAuthor")}">{_run(p.keep("Inserted"))}</w:ins>'
           f'<w:del {by}"{p.token("DelAuthor")}"><w:r><w:delText>{p.token("DeletedText")}</w:delText></w:r></w:del>'),
        _p(f'<w:moveFrom {by}"{p.token("MoveFromAuthor")}">{_run(p.token("MovedAway"))}</w:moveFrom>'
           f'<w:moveTo {by}"{p.token("MoveToAuthor")}">{_run(p.keep("MovedHere"))}</w:moveTo>'),
        _p(_run(p.keep("Bold"), f'<w:b/><w:rPrChange {by}"{p.token("RunChange")}"><w:rPr/></w:rPrChange>'),
           f'<w:pPrChange {by}"{p.token("ParagraphChange")}"><w:pPr/></w:pPrChange>'),
        f'<w:p w:rsidR="{p.token("Rsid")}" x:who="{p.token("StrangeAttribute")}">{_run(p.keep("Rsid"))}</w:p>',
        _p('<w:commentRangeStart w:id="7"/>' + _run(p.keep("Commented")) + '<w:commentRangeEnd w:id="7"/>'
           '<w:r><w:commentReference w:id="7"/></w:r>'),
        f"<!-- {p.token('XmlComment')} --><?{p.token('Instruction')} x?>",
        f"<x:strange>{p.token('StrangeElement')}</x:strange>",
    ))  # fmt: skip


def _hidden(p: Planted) -> str:
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:p>{}</w:p></w:tc></w:tr>"
    flat = '<w:trHeight w:val="10" w:hRule="exact"/>'
    clear = "<w14:textFill><w14:noFill/></w14:textFill>"
    return "".join((
        _p(_run(p.unseen("Vanish"), "<w:vanish/>") + _run(p.keep("NotVanished"), '<w:vanish w:val="0"/>')),
        _p(_run(p.unseen("White"), '<w:color w:val="FFFFFF"/>')
           + _run(p.unseen("OffWhite"), '<w:color w:val="FEFEFE"/>')),
        _p(_run(p.unseen("ThemeWhite"), '<w:color w:val="auto" w:themeColor="background1"/>')),
        _p(_run(p.unseen("Tiny"), '<w:sz w:val="2"/>') + _run(p.unseen("Narrow"), '<w:w w:val="1"/>')),
        _p(_run(p.unseen("Raised"), '<w:position w:val="3000"/>') + _run(p.unseen("NoFill"), clear)),
        _p(_run(p.unseen("BlackOnBlack"), '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>')),
        _p(_run(p.keep("WhiteOnBlack"), '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')),
        _p(_run(p.unseen("NoHeight")), '<w:spacing w:line="2" w:lineRule="exact"/>'),
        _p(_run(p.unseen("FarAway")), '<w:ind w:left="30000"/>'),
        _p(_run(p.unseen("HiddenStyle"), '<w:rStyle w:val="Secret"/>')),
        _p(_run(p.unseen("HiddenParagraphStyle")), '<w:pStyle w:val="SecretChild"/>'),
        "<w:tbl><w:tblPr/>", row.format("<w:hidden/>", _run(p.unseen("HiddenRow"))),
        row.format(flat, _run(p.unseen("FlatRow"))), row.format("", _run(p.keep("Cell"))),
        row.format('<w:del w:author="x"/>', _run(p.token("DeletedRow"))), "</w:tbl>",
    ))  # fmt: skip


def _fields(p: Planted) -> str:
    simple = '<w:fldSimple w:instr=" {} ">{}</w:fldSimple>'
    return "".join((
        _p(simple.format("AUTHOR", _run(p.token("AuthorField"))) + _run(p.keep("AfterField"))),
        _p(simple.format(r"FILENAME \p", _run(p.token("FilenameField"))) + simple.format("PAGE", _run(p.keep("Page")))),
        _p(_field(_instruction(" USERNAME "), _run(p.token("UsernameField")))),
        _p(_field(_instruction(" AU") + _instruction("THOR "), _run(p.token("SplitField")))),
        _p(_field(_instruction(f" DOCPROPERTY {p.token('PropertyName')} "), _run(p.token("PropertyValue")))),
        _p(_field(_instruction(f' INCLUDETEXT "{p.token("IncludePath")}" '), _run(p.token("IncludedText")))),
        _p(_field(_instruction(f' HYPERLINK "mailto:{p.token("LinkField")}" '), _run(p.keep("LinkField")))),
        _p(_field(_instruction(" REF ") + _field(_instruction("AUTHOR"), _run("x")), _run(p.token("NestedField")))),
        _p(_field(_instruction(" AUTHOR "), _run(p.unseen("HiddenFieldResult"), "<w:vanish/>"))),
        _p(_field(_instruction(" FORMTEXT "), _run(p.keep("FormText")))
           + '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>'
           f'<w:name w:val="{p.token("FormName")}"/><w:helpText w:val="{p.token("FormHelp")}"/>'
           "</w:ffData></w:fldChar></w:r>"
           '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ))  # fmt: skip


def _wrappers(p: Planted) -> str:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    binding = '<w:dataBinding w:xpath="{}" w:storeItemID="{{1}}"/>'
    named = f'<w:alias w:val="{p.token("ControlAlias")}"/><w:tag w:val="{p.token("ControlTag")}"/>'
    return "".join((
        control.format(named + binding.format(f"/{p.token('ControlPath')}"), _p(_run(p.keep("Control")))),
        _p(control.format(binding.format("/ns1:coreProperties[1]/ns0:creator[1]"), _run(p.token("BoundAuthor")))),
        _p(f'<w:hyperlink r:id="rId901" w:tooltip="{p.token("LinkTip")}">{_run(p.keep("Link"))}</w:hyperlink>'),
        _p(f'<w:bookmarkStart w:id="5" w:name="{p.token("Bookmark")}"/>{_run(p.keep("Mark"))}'
           '<w:bookmarkEnd w:id="5"/>'),
        _p(f'<w:permStart w:id="6" w:ed="{p.token("PermissionEditor")}"/>{_run(p.keep("Permitted"))}'
           '<w:permEnd w:id="6"/>'),
        _p(f'<w:smartTag w:uri="{p.token("SmartTag")}" w:element="PersonName">{_run(p.keep("Smart"))}</w:smartTag>'),
        _p(f'<w:customXml w:element="{p.token("CustomElement")}">{_run(p.keep("Custom"))}</w:customXml>'),
        _p(f'{_run(p.keep("Note"))}<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="3"/></w:r>'),
        _p(_run(p.keep("Listed")), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr>'),
        _p(_run(p.keep("Styled"),
                f'<w:rFonts w:ascii="{p.token("FontName")}"/><w:lang w:val="{p.token("Language")}"/>'),
           f'<w:pStyle w:val="{p.token("StyleId")}"/>'),
    ))  # fmt: skip


def _drawn(p: Planted) -> str:
    box = "<w:txbxContent>{}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{box.format(_p(_run(p.keep('TextBox'))))}</wps:txbx></wps:wsp>"
    fallback = f"<w:pict><v:textbox>{box.format(_p(_run(p.token('OldTextBox'))))}</v:textbox></w:pict>"
    picture = (
        f'<w:drawing><wp:inline><wp:docPr id="1" name="{p.token("PictureName")}" '
        f'descr="{p.token("PictureDescription")}" title="{p.token("PictureTitle")}"/>'
        '<a:graphic><a:graphicData><a:blip r:embed="rId902"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    linked = '<w:drawing><wp:inline><a:graphic><a:blip r:link="rId903"/></a:graphic></wp:inline></w:drawing>'
    ole = (
        f'<w:object><v:shape id="{p.token("ShapeId")}" alt="{p.token("ShapeAlt")}"/>'
        '<o:OLEObject Type="Embed" ProgID="Package" r:id="rId904"/></w:object>'
    )
    emoji = "<mc:AlternateContent><mc:Choice/><mc:Fallback><w:t>{}</w:t></mc:Fallback></mc:AlternateContent>"
    return "".join((
        _p(f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{shape}</w:drawing></mc:Choice>"
           f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"),
        _p(f"<w:r>{picture}</w:r><w:r>{linked}</w:r><w:r>{ole}</w:r>"),
        _p(f"<m:oMath><m:r><m:t>{p.token('Formula')}</m:t></m:r></m:oMath>{_run(p.keep('BesideFormula'))}"),
        _p(f"<w:r>{emoji.format(p.keep('Emoji'))}</w:r>"),
        '<w:altChunk r:id="rId905"/>',
        "<w:tbl>", f'<w:tblPr><w:tblCaption w:val="{p.token("TableCaption")}"/></w:tblPr>',
        f'<w:tr><w:tc>{_p("")}</w:tc></w:tr></w:tbl>',
    ))  # fmt: skip


def _parts(p: Planted) -> dict[str, str]:
    """Parts beside the text: none of them may reach a judge, but notes that the text refers to."""
    by = 'w:id="9" w:author='
    return {
        "word/comments.xml": f'<w:comments {_SPACES}><w:comment w:id="7" w:author="{p.token("CommentAuthor")}" '
        f'w:initials="{p.token("CommentInitials")}">{_p(_run(p.token("CommentText")))}</w:comment></w:comments>',
        "word/footnotes.xml": f'<w:footnotes {_SPACES}><w:footnote w:id="2"><w:p>{_run(p.keep("Footnote"))}'
        f'<w:ins {by}"{p.token("NoteInsAuthor")}">{_run("x")}</w:ins>'
        f"{_run(p.unseen('NoteHidden'), '<w:vanish/>')}</w:p></w:footnote>"
        f'<w:footnote w:id="8">{_p(_run(p.token("NoteUnused")))}</w:footnote></w:footnotes>',
        "word/endnotes.xml": f'<w:endnotes {_SPACES}><w:endnote w:id="3">{_p(_run(p.keep("Endnote")))}'
        "</w:endnote></w:endnotes>",
        "word/people.xml": '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        f'<w15:person w15:author="{p.token("PeopleAuthor")}"><w15:presenceInfo w15:providerId="AD" '
        f'w15:userId="{p.token("PeopleUser")}"/></w15:person></w15:people>',
        "word/header9.xml": f"<w:hdr {_SPACES}>{_p(_run(p.token('Header')))}</w:hdr>",
        "word/footer9.xml": f"<w:ftr {_SPACES}>{_p(_run(p.token('Footer')))}</w:ftr>",
        "word/glossary/document.xml": f"<w:glossaryDocument {_SPACES}><w:docParts><w:docPart><w:docPartPr>"
        f'<w:name w:val="{p.token("Glossary")}"/></w:docPartPr></w:docPart></w:docParts></w:glossaryDocument>',
        "word/afchunk.htm": f'<html><meta name="author" content="{p.token("ChunkMeta")}">'
        f"<body>{p.token('ChunkText')}</body></html>",
        "customXml/item1.xml": f"<root><who>{p.token('CustomXml')}</who></root>",
        "docProps/app.xml": f'<Properties xmlns="{_PROPERTIES}extended-properties">'
        + "".join(
            f"<{name}>{p.token(f'App{name}')}</{name}>"
            for name in ("Template", "Company", "Manager", "HyperlinkBase", "Application")
        )
        + "</Properties>",
        "docProps/custom.xml": f'<Properties xmlns="{_PROPERTIES}custom-properties" '
        f'xmlns:vt="{_PROPERTIES}docPropsVTypes"><property pid="2" name="{p.token("CustomName")}">'
        f"<vt:lpwstr>{p.token('CustomValue')}</vt:lpwstr></property></Properties>",
        "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rT" Type="{_R}/attachedTemplate" Target="file:///C:/{p.token("TemplatePath")}/n.dotm" '
        'TargetMode="External"/></Relationships>',
    }


def _binaries(p: Planted) -> dict[str, bytes]:
    inner = io.BytesIO()
    embedded = docx.Document()
    embedded.core_properties.author = p.token("EmbeddedAuthor")
    embedded.save(inner)
    comment = p.token("PictureComment")
    p.tokens.add(f"{comment}AfterEnd")
    return {
        "word/media/image1.jpeg": jpeg(comment),
        "word/embeddings/oleObject1.bin": p.token("OleObject").encode()
        + b"; "
        + p.token("OleWide").encode("utf-16-le"),
        "word/embeddings/inner.docx": inner.getvalue(),
        "docProps/thumbnail.jpeg": p.token("Thumbnail").encode(),
    }


def _properties(p: Planted, document: docx.document.Document) -> None:
    core = document.core_properties
    for name in ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category", "identifier",
                 "content_status", "version"):  # fmt: skip
        setattr(core, name, p.token("Core" + name.title().replace("_", "")))


def _styled(p: Planted, styles: str) -> str:
    more = (
        f'<w:style w:type="paragraph" w:styleId="ZQXStyleId"><w:name w:val="{p.token("StyleName")}"/></w:style>'
        '<w:style w:type="character" w:styleId="Secret"><w:name w:val="s"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="SecretParent"><w:name w:val="t"/>'
        '<w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="SecretChild"><w:name w:val="u"/>'
        '<w:basedOn w:val="SecretParent"/></w:style>'
    )
    return styles.replace("</w:styles>", more + "</w:styles>")


def _set(p: Planted, settings: str) -> str:
    more = (
        f'<w:rsids><w:rsidRoot w:val="{p.token("RsidRoot")}"/><w:rsid w:val="{p.token("RsidList")}"/></w:rsids>'
        f'<w:docVars><w:docVar w:name="{p.token("VariableName")}" w:val="{p.token("VariableValue")}"/></w:docVars>'
    )
    return settings.replace("</w:settings>", more + "</w:settings>")


def _numbered(p: Planted, numbering: str) -> str:
    kind = (
        f'<w:abstractNum w:abstractNumId="77"><w:name w:val="{p.token("ListName")}"/><w:lvl w:ilvl="0">'
        f'<w:numFmt w:val="decimal"/><w:lvlText w:val="{p.token("ListText")} %1"/></w:lvl></w:abstractNum>'
    )
    number = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    return re.sub(r"(<w:numbering\b[^>]*>)", rf"\1{kind}", numbering).replace(
        "</w:numbering>", number + "</w:numbering>"
    )


def word_document() -> Planted:
    """Make the planted DOCX: python-docx for the frame, hand-written XML for the channels."""
    p = Planted()
    frame = docx.Document()
    _properties(p, frame)
    frame.add_heading(p.keep("Heading"), 1)
    saved = io.BytesIO()
    frame.save(saved)
    package = zipfile.ZipFile(saved)
    parts: dict[str, bytes] = {name: package.read(name) for name in package.namelist()}
    body = _changes(p) + _hidden(p) + _fields(p) + _wrappers(p) + _drawn(p)
    document = parts["word/document.xml"].decode()
    document = re.sub(r"<w:document\b[^>]*>", f"<w:document {_SPACES}>", document)
    parts["word/document.xml"] = document.replace("<w:sectPr", body + "<w:sectPr", 1).encode()
    for name, change in (("styles", _styled), ("settings", _set), ("numbering", _numbered)):
        parts[f"word/{name}.xml"] = change(p, parts[f"word/{name}.xml"].decode()).encode()
    parts |= {name: text.encode() for name, text in _parts(p).items()} | _binaries(p)
    _relate(p, parts)
    p.raw = _zipped(p, parts)
    return p


def _relate(p: Planted, parts: dict[str, bytes]) -> None:
    targets = (
        ("rId901", "hyperlink", f"mailto:{p.token('LinkTarget')}@example.org", ' TargetMode="External"'),
        ("rId902", "image", "media/image1.jpeg", ""), ("rId904", "oleObject", "embeddings/oleObject1.bin", ""),
        ("rId903", "image", f"http://127.0.0.1:9/{p.token('LinkedPicture')}.png", ' TargetMode="External"'),
        ("rId905", "aFChunk", "afchunk.htm", ""),
        *((f"rId9{kind}", kind, f"{kind}.xml", "") for kind in ("comments", "footnotes", "endnotes", "people")),
    )  # fmt: skip
    more = "".join(
        f'<Relationship Id="{i}" Type="{_R}/{kind}" Target="{to}"{mode}/>' for i, kind, to, mode in targets
    )
    name = "word/_rels/document.xml.rels"
    parts[name] = parts[name].replace(b"</Relationships>", more.encode() + b"</Relationships>")
    kinds = {"comments": "comments", "footnotes": "footnotes", "endnotes": "endnotes", "people": "people",
             "header9": "header", "footer9": "footer", "glossary/document": "document.glossary"}  # fmt: skip
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for part, kind in kinds.items()
    )
    defaults = "".join(
        f'<Default Extension="{end}" ContentType="application/{end}"/>' for end in ("bin", "htm", "docx")
    )
    content = "[Content_Types].xml"
    parts[content] = re.sub(rb"(<Types\b[^>]*>)", rb"\1" + (defaults + types).encode(), parts[content])


def _zipped(p: Planted, parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "word/document.xml":
                info.comment = f";{p.token('EntryComment')};".encode()
                extra = p.token("EntryExtra").encode()
                info.extra = b"\x99\x99" + len(extra).to_bytes(2, "little") + extra
            package.writestr(info, content)
        package.comment = p.token("ArchiveComment").encode()
    return target.getvalue()
