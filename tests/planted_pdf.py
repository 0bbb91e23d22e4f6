"""Makes a PDF with a different identity token ZQX… in every channel; the text KEEP… has to survive."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.planted import Planted, jpeg

_XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/">'
    "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>"
    "<xmpMM:DocumentID>{}</xmpMM:DocumentID></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="w"?>'
)


def pdf_document() -> Planted:
    p = Planted()
    pdf = pikepdf.new()
    page = _page(p, pdf)
    _catalogue(p, pdf, page)
    _tree(p, pdf, page)
    _annotations(p, pdf, page)
    pdf.trailer.ID = Array([String(p.token("TrailerId")), String("x")])
    target = io.BytesIO()
    pdf.save(target, compress_streams=True)
    p.raw = _updated(p, target.getvalue())
    return p


def _line(text: str, size: int = 12, at: str = "72 700", more: str = "0 Tr 0 g") -> str:
    return f"BT /F1 {size} Tf {more} {at} Td ({text}) Tj ET\n"


def _content(p: Planted) -> str:
    cover = "q 1 g 60 440 300 20 re f Q\n"
    clipped = f"q 10 10 5 5 re W n {_line(p.unseen('Clipped'), at='72 300')} Q\n"
    return "".join((
        f"% {p.token('ContentComment')}\n",
        f"/Span <</ActualText ({p.token('SpanActual')})>> BDC {_line(p.keep('First'))} EMC\n",
        f"/Artifact /MC0 BDC {_line(p.keep('Second'), at='72 680')} EMC\n",
        _line(p.unseen("InvisibleMode"), at="72 400", more="3 Tr 0 g"),
        _line(p.unseen("White"), at="72 380", more="0 Tr 1 g"),
        _line(p.unseen("OffPage"), at="5000 380"),
        _line(p.unseen("Tiny"), size=1, at="72 350"),
        _line(p.unseen("Covered"), at="72 445"), cover, clipped,
        "q 100 0 0 80 72 500 cm /ZQXImageName Do Q\n",
    ))  # fmt: skip


def _page(p: Planted, pdf: pikepdf.Pdf) -> pikepdf.Page:
    page = pdf.add_blank_page(page_size=(595, 842))
    image = pdf.make_stream(
        jpeg(p.token("ImageComment")),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=40,
        Height=30,
        ColorSpace=Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
    p.tokens.add("ZQXImageCommentAfterEnd")
    image.Metadata = pdf.make_stream(f"<x>{p.token('ImageXmp')}</x>".encode())
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    named = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{p.token('FontName')}"))
    page.obj.Resources = Dictionary(
        Font=Dictionary({"/F1": font, f"/{p.token('FontResource')}": named}),
        XObject=Dictionary({f"/{p.token('ImageName')}": image}),
        Properties=Dictionary(MC0=Dictionary(ActualText=String(p.token("MarkedActual")))),
    )
    page.obj.Contents = pdf.make_stream(_content(p).encode())
    page.obj.Metadata = pdf.make_stream(f"<x>{p.token('PageXmp')}</x>".encode())
    page.obj.PieceInfo = Dictionary(A=Dictionary(Private=String(p.token("PagePiece"))))
    page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String(p.token("PageScript"))))
    page.obj.Thumb = pdf.make_stream(p.token("Thumb").encode(), Width=1, Height=1, BitsPerComponent=8)
    return page


def _catalogue(p: Planted, pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    for name in ("Author", "Creator", "Producer", "Title", "Subject", "Keywords", "Company"):
        pdf.docinfo[f"/{name}"] = p.token(f"Info{name}")
    fit = Array([page.obj, Name.Fit])
    attached = Dictionary(
        Type=Name.Filespec,
        F=String(p.token("AttachmentF")),
        UF=String(p.token("AttachmentUF")),
        Desc=String(p.token("AttachmentText")),
        EF=Dictionary(F=pdf.make_stream(p.token("AttachmentContent").encode(), Type=Name.EmbeddedFile)),
    )
    root = pdf.Root
    root.Metadata = pdf.make_stream(_XMP.format(p.token("XmpCreator"), p.token("XmpId")).encode())
    root.Lang = String(p.token("Lang"))
    root.PieceInfo = Dictionary(A=Dictionary(Private=pdf.make_stream(p.token("Piece").encode())))
    root.Names = Dictionary(
        EmbeddedFiles=Dictionary(Names=Array([String(p.token("AttachmentName")), attached])),
        JavaScript=Dictionary(
            Names=Array(
                [
                    String(p.token("ScriptName")),
                    Dictionary(S=Name.JavaScript, JS=String(p.token("Script"))),
                ]
            )
        ),
        Dests=Dictionary(Names=Array([String(p.token("Destination")), fit])),
    )
    root.OpenAction = Dictionary(S=Name.URI, URI=String(f"http://{p.token('OpenAction')}.example/"))
    root.URI = Dictionary(Base=String(f"http://{p.token('UriBase')}.example/"))
    root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(p.token("PageLabel")))]))
    root.OutputIntents = Array([Dictionary(OutputConditionIdentifier=String(p.token("OutputIntent")))])
    root.Threads = Array(
        [pdf.make_indirect(Dictionary(I=Dictionary(Author=String(p.token("ThreadAuthor")))))]
    )
    root.Perms = Dictionary(DocMDP=pdf.make_indirect(Dictionary(
        Type=Name.Sig, Name=String(p.token("SignatureName")), Location=String(p.token("SignatureLocation")),
        ContactInfo=String(p.token("SignatureContact")),
    )))  # fmt: skip


def _tree(p: Planted, pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    root = pdf.Root
    root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=1))
    item = pdf.make_indirect(
        Dictionary(
            Title=String(p.token("Outline")),
            Parent=root.Outlines,
            Dest=Array([page.obj, Name.Fit]),
        )
    )
    root.Outlines.First = root.Outlines.Last = item
    layer = Dictionary(Type=Name.OCG, Name=String(p.token("Layer")),
                       Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(p.token("LayerCreator")))))  # fmt: skip
    root.OCProperties = Dictionary(
        OCGs=Array([pdf.make_indirect(layer)]),
        D=Dictionary(Creator=String(p.token("LayersCreator"))),
    )
    kid = Dictionary(S=Name.P, Alt=String(p.token("StructureAlt")), T=String(p.token("StructureTitle")))
    root.StructTreeRoot = pdf.make_indirect(
        Dictionary(Type=Name.StructTreeRoot, K=kid, RoleMap=Dictionary({f"/{p.token('Role')}": Name.P})),
    )


def _annotations(p: Planted, pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    place = Array([72, 600, 172, 620])
    look = pdf.make_stream(
        f"BT /F1 10 Tf 2 2 Td ({p.token('StampText')}) Tj ET".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 100, 20]),
        Resources=Dictionary(Font=page.obj.Resources.Font),
    )
    widget = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=place, T=String(p.token("FormName")),
                        V=String(p.token("FormValue")), TU=String(p.token("FormTip")))  # fmt: skip
    form = pdf.make_indirect(widget)
    page.obj.Annots = Array([
        pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=place, T=String(p.token("NoteAuthor")),
            Contents=String(p.token("NoteText")), NM=String(p.token("NoteName")),
        )),
        pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=place, Contents=String(p.token("FreeText")), F=4,
            AP=Dictionary(N=look),
        )),
        pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=place,
            A=Dictionary(S=Name.URI, URI=String(f"mailto:{p.token('LinkMail')}@example.org")),
        )),
        form,
    ])  # fmt: skip
    pdf.Root.AcroForm = Dictionary(Fields=Array([form]))


def _updated(p: Planted, first: bytes) -> bytes:
    """Add a revision by hand: the author of the one before stays in the bytes."""
    old = pikepdf.open(io.BytesIO(first))
    number, root = len(old.objects) + 2, old.Root.objgen
    start = int(first[first.rindex(b"startxref") + 9 :].split()[0])
    orphan = b"%d 0 obj\n<</Orphan (%s)>>\nendobj\n" % (number + 1, p.token("Orphan").encode())
    item = b"%d 0 obj\n<</Author (%s)>>\nendobj\n" % (number, p.token("SecondAuthor").encode()) + orphan
    at = len(first) + 1
    trailer = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d %d R /Info %d 0 R /Prev %d>>\n" % (
        number,
        at,
        number + 1,
        *root,
        number,
        start,
    )
    end = b"startxref\n%d\n%%%%EOF\n%s\n" % (at + len(item), p.token("AfterEnd").encode())
    return first + b"\n" + item + trailer + end
