"""Makes an OpenDocument text with a different identity token ZQX… in every channel; KEEP… has to survive."""

import io
import zipfile

from tests.planted import Planted, jpeg

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = (
    " ".join(
        f'xmlns:{name}="{_URN}{long}:1.0"'
        for name, long in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "meta": "meta",
            "script": "script",
            "form": "form",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "manifest": "manifest",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:math="http://www.w3.org/1998/Math/MathML" xmlns:x="urn:strange"'
    ' xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"'
)
MIME_TYPE = "application/vnd.oasis.opendocument.text"


def p(inner: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def span(inner: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{inner}</text:span>'


def _style(name: str, text: str = "", *, family: str = "text", more: str = "", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {text}/>{more}</style:style>"
    )


def _paragraph_style(name: str, properties: str) -> str:
    return _style(name, family="paragraph", more=f"<style:paragraph-properties {properties}/>")


AUTOMATIC = "".join(
    (
        _style("Hidden", 'text:display="none"'),
        _style("White", 'fo:color="#ffffff"'),
        _style("OffWhite", 'fo:color="#fefefe"'),
        _style("Tiny", 'fo:font-size="1pt"'),
        _style("TinyPercent", 'fo:font-size="2%"'),
        _style("Narrow", 'style:text-scale="1%"'),
        _style("Raised", 'style:text-position="900% 100%"'),
        _style("Black", 'fo:color="#000000" fo:background-color="#000000"'),
        _style("WhiteOnBlack", 'fo:color="#ffffff" fo:background-color="#000000"'),
        _style("Child", parent="SecretText"),
        _style("Shown", 'text:display="true"'),
        _style("Bold", 'fo:font-weight="bold"'),
        _style("Slanted", 'fo:font-style="italic"'),
        _style("Super", 'style:text-position="super 58%"'),
        _style("Struck", 'style:text-line-through-style="solid"'),
        _style("Under", 'style:text-underline-style="solid"'),
        _style("BoldParagraph", 'fo:font-weight="bold"', family="paragraph"),
        _style("WhiteParagraph", 'fo:color="#ffffff"', family="paragraph"),
        _style("TitleChild", family="paragraph", parent="Title"),
        _paragraph_style("Flat", 'fo:line-height="0.01cm"'),
        _paragraph_style("Away", 'fo:margin-left="90cm"'),
        _paragraph_style("Dark", 'fo:background-color="#000080"'),
        (
            '<style:style style:name="DarkCell" style:family="table-cell">'
            '<style:table-cell-properties fo:background-color="#000000"/></style:style>'
        ),
        (
            '<style:style style:name="FlatRow" style:family="table-row"><style:table-row-properties'
            ' style:row-height="0.01cm"/></style:style>'
        ),
        '<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1"/></text:list-style>',
        (
            '<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1"/>'
            "</text:list-style>"
        ),
    )
)


def content(body: str, before: str = "", scripts: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {SPACES}>{scripts}'
        f"<office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    ).encode()


def odt(body: str, *, before: str = "", **parts: bytes) -> bytes:
    """Make a small document of this body; `parts` are further members or others in their place."""
    return _zipped({"content.xml": content(body, before), **parts})


def _zipped(parts: dict[str, bytes], comment: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIME_TYPE)
        for name, raw in parts.items():
            info = zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, raw)
        package.comment = comment.encode()
    return target.getvalue()


def _changes(t: Planted) -> str:
    by = (
        "<office:change-info><dc:creator>{}</dc:creator><dc:date>2026-01-02T03:04:05</dc:date>"
        "</office:change-info>"
    )
    return (
        f'<text:tracked-changes><text:changed-region text:id="{t.token("RegionId")}"><text:deletion>'
        f"{by.format(t.token('DeletionAuthor'))}{p(t.token('DeletedText'))}</text:deletion>"
        f"</text:changed-region>"
        f'<text:changed-region text:id="c2"><text:insertion>{by.format(t.token("InsertionAuthor"))}'
        "</text:insertion></text:changed-region></text:tracked-changes>"
    )


def _told(t: Planted) -> str:
    note = (
        f'<text:note text:id="{t.token("NoteId")}" text:note-class="{{}}"><text:note-citation'
        f' text:label="*">*'
        "</text:note-citation><text:note-body>{}</text:note-body></text:note>"
    )
    return "".join(
        (
            f'<text:h text:outline-level="1">{t.keep("Heading")}</text:h>',
            p(t.keep("Title"), "TitleChild"),
            p(
                f'{t.keep("Before")}<text:change text:change-id="{t.token("ChangeId")}"/>'
                f'<text:change-start text:change-id="c2"/>{t.keep("Inserted")}<text:change-end'
                f' text:change-id="c2"/>'
            ),
            p(
                f'{t.keep("Commented")}<office:annotation office:name="{t.token("CommentName")}">'
                f"<dc:creator>{t.token('CommentAuthor')}"
                f"</dc:creator>{p(t.token('CommentText'))}</office:annotation><office:annotation-end/>"
            ),
            p(
                f'<text:a xlink:href="mailto:{t.token("Link")}@example.org"'
                f' office:title="{t.token("LinkTitle")}">{t.keep("Link")}</text:a>'
            ),
            p(
                f'<text:bookmark-start text:name="{t.token("Bookmark")}"/>{t.keep("Marked")}'
                f"<text:bookmark-end/>"
            ),
            p(
                t.keep("Noted")
                + note.format("footnote", p(t.keep("Footnote") + span(t.unseen("NoteHidden"), "Hidden")))
                + note.format("endnote", p(t.keep("Endnote")))
            ),
            (
                f'<text:section text:name="{t.token("SectionName")}"><text:section-source'
                f' xlink:href="file:///{t.token("SectionPath")}"/>'
                f"{p(t.keep('Section'))}</text:section>"
            ),
            (
                f'<text:list text:style-name="Numbers" xml:id="{t.token("ListId")}">'
                f"<text:list-item>{p(t.keep('Item'))}</text:list-item></text:list>"
            ),
            (
                f'<table:table table:name="{t.token("TableName")}"><table:table-row>'
                f"<table:table-cell>{p(t.keep('Cell'))}"
                "</table:table-cell></table:table-row></table:table>"
            ),
            (
                f"<!-- {t.token('XmlComment')} --><?{t.token('Instruction')} x?>"
                f"<x:strange>{t.token('Strange')}</x:strange>"
            ),
            f'<text:p x:who="{t.token("StrangeAttribute")}">{t.keep("Attribute")}</text:p>',
        )
    )


def _hidden(t: Planted) -> str:
    row = "<table:table-row {}><table:table-cell {}>{}</table:table-cell></table:table-row>"
    return "".join(
        (
            *(
                p(span(t.unseen(style), style))
                for style in (
                    "Hidden",
                    "White",
                    "OffWhite",
                    "Tiny",
                    "TinyPercent",
                    "Narrow",
                    "Raised",
                    "Black",
                    "Child",
                )
            ),
            p(
                span(t.keep("WhiteOnBlack"), "WhiteOnBlack")
                + span(span(t.keep("ShownAgain"), "Shown"), "Hidden")
            ),
            p(t.unseen("Flat"), "Flat"),
            p(t.unseen("Away"), "Away"),
            p(t.unseen("WhiteParagraph"), "WhiteParagraph"),
            p(span(t.keep("WhiteOnDark"), "White"), "Dark"),
            f'<text:section text:display="none">{p(t.unseen("HiddenSection"))}</text:section>',
            p(
                f'<text:hidden-text text:condition="x"'
                f' text:string-value="{t.unseen("HiddenField")}"/>{t.keep("BesideHidden")}'
            ),
            p(f'<text:hidden-paragraph text:is-hidden="true"/>{t.unseen("HiddenParagraph")}'),
            "<table:table>",
            row.format("", 'table:style-name="DarkCell"', p(span(t.keep("WhiteInCell"), "White"))),
            row.format('table:style-name="FlatRow"', "", p(t.unseen("FlatRow"))),
            row.format('table:visibility="collapse"', "", p(t.unseen("FoldedRow"))),
            "</table:table>",
        )
    )


def _fields(t: Planted) -> str:
    named = (
        "author-name",
        "author-initials",
        "sender-lastname",
        "sender-email",
        "file-name",
        "template-name",
        "creator",
        "initial-creator",
        "description",
        "keywords",
        "subject",
        "title",
        "user-field-get",
        "user-defined",
        "variable-get",
        "conditional-text",
        "execute-macro",
        "database-display",
        "date",
    )
    shown = "".join(
        p(f"<text:{name}>{t.token('Field' + name.replace('-', ''))}</text:{name}>") for name in named
    )
    declared = (
        "<text:user-field-decls><text:user-field-decl "
        f'text:name="{t.token("UserFieldName")}" office:string-value="{t.token("UserFieldValue")}"/>'
        f"</text:user-field-decls>"
    )
    marked = (
        '<field:fieldmark-start><field:param field:value="{}"/></field:fieldmark-start>'
        "<field:fieldmark-separator/>{}<field:fieldmark-end/>"
    )
    kept = marked.format(f"HYPERLINK {t.token('MarkedLink')}", t.keep("MarkedLink"))
    dropped = marked.format(f"INCLUDETEXT {t.token('MarkedPath')}", t.token("MarkedText"))
    return declared + shown + p(kept + dropped) + p(f"<text:page-number>7</text:page-number>{t.keep('Page')}")


def _drawn(t: Planted) -> str:
    picture = (
        f'<draw:frame draw:name="{t.token("PictureName")}"><draw:image xlink:href="Pictures/{{}}"/>'
        f"<svg:title>{t.token('PictureTitle')}</svg:title><svg:desc>{t.token('PictureDescription')}"
        f"</svg:desc></draw:frame>"
    )
    box = p(span(t.keep("TextBox"), "White") + span(t.unseen("InBox"), "Hidden"))
    return "".join(
        (
            p(picture.format("a.jpg") + t.keep("BesidePicture")),
            p(
                f"<draw:frame><draw:image"
                f' xlink:href="http://127.0.0.1:9/{t.token("LinkedPicture")}.png"/></draw:frame>'
            ),
            p(f"<draw:frame><draw:text-box>{box}</draw:text-box></draw:frame>"),
            f"<draw:custom-shape>{p(t.keep('Shape'))}</draw:custom-shape>",
            p(f'<draw:frame><draw:object xlink:href="./{t.token("ObjectPath")}"/></draw:frame>'),
            p(
                f"<draw:frame><draw:object><math:math><math:mi>{t.token('Formula')}</math:mi></math:math>"
                f"</draw:object></draw:frame>"
            ),
            f'<office:forms><form:form form:name="{t.token("FormName")}"/></office:forms>',
            p(f'<text:script script:language="x">{t.token("Script")}</text:script>'),
        )
    )


def _parts(t: Planted) -> dict[str, bytes]:
    named = (
        "dc:title",
        "dc:subject",
        "dc:description",
        "dc:creator",
        "meta:initial-creator",
        "meta:keyword",
        "meta:printed-by",
        "meta:generator",
    )
    meta = "".join(
        f"<{name}>{t.token('Meta' + name.partition(':')[2].replace('-', ''))}</{name}>" for name in named
    )
    own = f'<meta:user-defined meta:name="{t.token("OwnName")}">{t.token("OwnValue")}</meta:user-defined>'
    template = (
        f'<meta:template xlink:title="{t.token("TemplateTitle")}"'
        f' xlink:href="file:///{t.token("TemplatePath")}"/>'
    )
    margins = "".join(
        f"<style:{place}>{p(t.token(place.title().replace('-', '')))}</style:{place}>"
        for place in ("header", "footer", "header-left", "footer-first")
    )
    secret = (
        f'<style:style style:name="SecretText" style:family="text"'
        f' style:display-name="{t.token("StyleName")}">'
        '<style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Title" style:family="paragraph"/>'
    )
    return {
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}{own}{template}</office:meta>"
        f"</office:document-meta>".encode(),
        "styles.xml": f"<office:document-styles {SPACES}><office:styles>{secret}</office:styles>"
        f"<office:master-styles>"
        f"<style:master-page>{margins}</style:master-page></office:master-styles></office:document-styles>".encode(),
        "settings.xml": f"<office:document-settings {SPACES}>{t.token('Settings')}"
        f"</office:document-settings>".encode(),
        "META-INF/manifest.xml": f"<manifest:manifest {SPACES}/>".encode(),
        "META-INF/documentsignatures.xml": t.token("Signature").encode(),
        "Basic/Standard/Module1.xml": t.token("Basic").encode(),
        "Configurations2/accelerator/current.xml": t.token("Configuration").encode(),
        "Thumbnails/thumbnail.png": t.token("Thumbnail").encode(),
    }


def odt_document() -> Planted:
    """Make the planted ODT, all of it by hand."""
    t = Planted()
    parts = _parts(t)
    body = _changes(t) + _told(t) + _hidden(t) + _fields(t) + _drawn(t)
    scripts = (
        f"<office:scripts><office:event-listeners><script:event-listener"
        f' x:a="{t.token("Listener")}"/></office:event-listeners></office:scripts>'
    )
    comment = t.token("PictureComment")
    t.tokens.add(f"{comment}AfterEnd")
    parts |= {"content.xml": content(body, scripts=scripts), "Pictures/a.jpg": jpeg(comment)}
    t.raw = _zipped(parts, t.token("ArchiveComment"))
    return t
