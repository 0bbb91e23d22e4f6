"""A PDF of which no program can tell where its letters are seen."""

import io

import pikepdf


def drawn_letters():
    """A page whose letter A is a square that its font draws far away from where it says."""
    pdf = pikepdf.new()
    program = pdf.make_stream(b"1000 0 0 0 900 900 d1 3000 5000 900 900 re f 0 0 900 900 re f")
    mapped = pdf.make_stream(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <ff> endcodespacerange"
        b" 1 beginbfchar <41> <0041> endbfchar endcmap end"
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 1000, 1000],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], CharProcs=pikepdf.Dictionary(A=program),
        Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[65, pikepdf.Name.A]),
        FirstChar=65, LastChar=65, Widths=[1000], Resources=pikepdf.Dictionary(), ToUnicode=mapped,
    )  # fmt: skip
    page = pdf.add_blank_page(page_size=(300, 300))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = pdf.make_stream(
        b"BT /F1 20 Tf 40 40 Td [(AAA) -2000 (A) -2000 (A) -2000 (A) -2000 (A)] TJ ET"
    )
    kept = io.BytesIO()
    pdf.save(kept)
    return kept.getvalue()
