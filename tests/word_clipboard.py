"""What Word puts on the clipboard when a piece of an essay is copied, with a name in every place where one can be.

Written by hand after Word's own: conditional comments, list paragraphs with their marks as text, footnotes behind the
text, tracked changes, comments, properties. Every token begins with ZQX; KEPT are the words that are the essay's.
"""

import base64
import io
from typing import Final

from PIL import Image

KEPT: Final = (
    "Chợ quê Bình Minh", "Mỗi phiên họp sáu lần trong tháng.", "Người bán rau ngồi gần cổng.", "Quầy cá", "Quầy vải",
    "Quầy lụa", "Đi sớm", "Mặt hàng", "Giá", "Rau muống", "năm nghìn", "Chợ còn họp cả buổi chiều.",
    "Theo lời kể trong làng.", "quà sáng",
)  # fmt: skip


def _picture() -> str:
    """A JPEG with the name of its photographer."""
    image = Image.new("RGB", (4, 4), "white")
    exif = Image.Exif()
    exif[0x013B] = "ZQXEXIF"
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif, comment=b"ZQXJPEGCOMMENT")
    return base64.b64encode(made.getvalue()).decode()


def html() -> str:
    """Return the HTML of the clipboard."""
    return f"""<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8">
<meta name=Generator content="Microsoft Word 15">
<meta name=Author content="ZQXMETAAUTHOR">
<title>ZQXTITLE</title>
<link rel=File-List href="file:///C:/Users/ZQXUSER/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml>
 <o:DocumentProperties><o:Author>ZQXPROPERTY</o:Author><o:Company>ZQXCOMPANY</o:Company></o:DocumentProperties>
</xml><![endif]-->
<style>
<!-- /* Style Definitions */ p.ZQXSTYLE {{mso-style-name:"ZQXSTYLENAME"; margin:0cm;}}
@list l0 {{mso-list-id:1;}} -->
</style>
<!--[if gte mso 10]><style> table.MsoNormalTable {{mso-style-name:"ZQXTABLESTYLE";}} </style><![endif]-->
</head>
<body lang=VI link="#0563C1" data-owner="ZQXBODYDATA">
<!--StartFragment-->
<h1 style='mso-margin-top-alt:auto' id="ZQXID"><a name="_ZQXBOOKMARK"></a><span lang=EN-US>Chợ quê
Bình Minh<o:p></o:p></span></h1>
<p class=MsoNormal style='text-align:justify' data-by="ZQXDATA"><b style='mso-bidi-font-weight:normal'>Mỗi phiên</b>
họp <i>sáu lần</i> trong tháng.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1"
title="ZQXNOTETITLE"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if
!supportFootnotes]><span class=MsoFootnoteReference><span
style='font-size:12.0pt'>[1]</span></span><![endif]></span></span></a><o:p></o:p></p>
<p class=MsoNormal>Người bán rau <ins cite="mailto:ZQXINS" datetime="2026-03-01T09:00">ngồi</ins> <del
cite="mailto:ZQXDEL" datetime="2026-03-01T09:01">ZQXDELETED</del>gần
<a style='mso-comment-reference:ZQXINITIALS_1;mso-comment-date:20260301T0900'>cổng</a><span
class=MsoCommentReference><span style='font-size:8.0pt'><![if !supportAnnotations]><a class=msocomanchor id="_anchor_1"
href="#_msocom_1" language=JavaScript>[ZQXCOMMENTMARK]</a><![endif]></span></span>.</p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Quầy cá</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>Quầy vải</p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span>&nbsp; </span></span><![endif]>Quầy lụa</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span
style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>Đi sớm</p>
<table class=MsoTableGrid border=1 cellspacing=0 summary="ZQXSUMMARY" style='border-collapse:collapse'>
 <tr style='mso-yfti-irow:0'>
  <td width=301 colspan=2 valign=top style='width:225.4pt'><p class=MsoNormal><b>Mặt hàng<o:p></o:p></b></p></td>
  <td width=301><p class=MsoNormal>Giá<o:p></o:p></p></td>
 </tr>
 <tr><td colspan=2><p class=MsoNormal>Rau muống</p></td><td><p class=MsoNormal>năm nghìn</p></td></tr>
</table>
<p class=ZQXCLASS><span style='mso-no-proof:yes'><!--[if gte vml 1]><v:shape alt="ZQXVML"></v:shape><![endif]--><![if
!vml]><img width=4 height=4 alt="ZQXALT > ZQXALTTAIL" title='ZQXIMGTITLE'
src="data:image/jpeg;base64,{_picture()}"><![endif]></span>Chợ còn họp cả buổi chiều.<span
style='display:none;mso-hide:all'>ZQXHIDDEN</span></p>
<p class=MsoNormal><a href="https://example.org/ZQXLINK" title="ZQXLINKTITLE">quà sáng</a></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr
align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> Theo lời kể trong làng.</p></div></div>
<div style='mso-element:comment-list'><![if !supportAnnotations]><hr class=msocomoff><![endif]>
<div style='mso-element:comment'><div id="_com_1" class=msocomtxt language=JavaScript><p class=MsoCommentText><span
style='mso-comment-author:"ZQXCOMMENTAUTHOR"'>ZQXCOMMENTTEXT</span></p></div></div></div>
<!--EndFragment-->
</body>
</html>"""
