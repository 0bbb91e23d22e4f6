"""The ways in which an author's identity stands in an essay: the forms that the rules were mended with.

Each form is a line of text by kind; «…» is the trace that must be found. The words in braces are those of `words_for`.
"""

import random
from typing import Final

from tests.planted_leaks.people import Person
from tests.planted_leaks.words import words_for

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "Tác giả: «{name}».",
        "Bài viết của «{name}» gửi cuộc thi.",
        "«{NAME}»",
        "Họ và tên: «{name}»",
        "Người dự thi «{name}» xin cam đoan bài viết chưa đăng ở đâu.",
        "Như «{name}» đã viết năm ngoái, việc này cần làm bền bỉ.",
    ),
    "name without marks": (
        "Tac gia: «{bare}»",
        "«{BARE}»",
        "Bai viet cua «{lower_bare}» gui cuoc thi.",
        "(file goc: «{joined_bare}»)",
        "«{dashed_bare}»",
        "Nguoi gui «{bare}», thang 5.",
    ),
    "name, tone placed otherwise": (
        "Tác giả: «{tone_name}»",
        "Ghi chép của «{tone_name}» tại cơ sở.",
        "«{TONE_NAME}»",
    ),
    "name in decomposed letters": ("Tác giả: «{nfd_name}»", "Bài của «{nfd_name}» viết từ cơ sở."),
    "name in another order": (
        "By «{given_first}»",
        "Bài của «{first_last}» đã được chọn đọc.",
        "«{last_first}», thang 6",
        "Mọi người vẫn gọi là «{middle_given}».",
        "«{comma_name}»",
        "Bài của «{given_family}».",
    ),
    "name with a title": (
        "ThS. «{name}»",
        "PGS.TS «{name}» chủ trì buổi trao đổi.",
        "Đồng chí «{name}» phụ trách nội dung.",
        "Trung tá.«{name}» kể lại.",
        "TS.«{name}»",
        "CN: «{name}»",
        "Thầy giáo «{name}» đứng lớp buổi ấy.",
        "Bs.CKII «{name}» trực đêm.",
        "Đ/c«{name}» phát biểu kết luận.",
    ),
    "given name with a title": (
        "Anh em trong cơ quan hay gọi đùa là “chị «{given}»”.",
        "Hôm ấy đồng chí «{given}» đứng lên phát biểu.",
        "Học trò gọi “cô «{given}» ơi” mỗi sáng.",
        "Thầy «{given}» viết lại những dòng này.",
        "Tôi tên «{given}», sinh ra ở đây.",
        "đ/c «{given}» được phân công viết bài.",
    ),
    "name split": (
        "Bài viết của «{split_line}» gửi cuộc thi.",
        "«{split_tab}»",
        "Tác giả: «{spaced_letters}»",
        "Tác giả: «{two_spaces}»",
        "Tác giả «{zero_width}» gửi bài.",
        "Tác giả «{soft_hyphen}» gửi bài.",
        "Tác giả: «{dotted}»",
    ),
    "initials": (
        "Tác giả: «{initials}»",
        "«{initials_given}»",
        "Bài và ảnh: «{initials_given_tight}»",
        "«{given_initials}»",
        "Người viết: «{initials_plain}»",
        "«{two_letter_initials}»",
    ),
    "co-author": (
        "Nhóm tác giả: «{co_author}»",
        "Viết chung với «{co_author}».",
        "cùng «{co_bare}» (đồng tác giả)",
        "«{CO_AUTHOR}»",
        "Ảnh: «{co_middle_given}»",
    ),
    "pen name": (
        "Bút danh: «{pen_name}»",
        "«{PEN_NAME}»",
        "Thơ đề từ của «{pen_name}»",
        "Bút danh «{pen_bare}»",
        "(«{pen_name}»)",
    ),
    "unit": (
        "«{unit}»",
        "Đơn vị công tác: «{unit}»",
        "Thực tiễn tại «{unit}» cho thấy điều đó.",
        "«{UNIT}»",
        "Don vi: «{bare_unit}»",
        "Nhìn từ «{unit}»: nhiều cách làm hay.",
        "Cán bộ «{nfd_unit}» đã làm như vậy.",
    ),
    "unit, short form": (
        "Kinh nghiệm của «{unit_short}» được nhân rộng.",
        "Nhìn từ «{unit_short}».",
        "Ở «{unit_short}», nền nếp ấy đã có từ lâu.",
        "Tập thể «{unit_short}» hưởng ứng ngay từ đầu.",
        "(«{unit_short}»)",
    ),
    "unit above": (
        "Kế hoạch của «{parent}» đã nêu rõ.",
        "Theo chỉ đạo của «{parent_short}», việc này làm hằng quý.",
        "«{PARENT}»",
        "Báo cáo gửi «{parent_short}».",
    ),
    "place": (
        "Trên mảnh đất «{place_name}» hôm nay, điều ấy hiện rõ.",
        "Người dân «{place}» đồng tình cao.",
        "«{bare_place}»",
        "Trở về «{place_name}» một sáng đầu xuân.",
        "tại «{place}»",
        "Nhân dân «{PLACE_NAME}» một lòng.",
    ),
    "phone": (
        "ĐT: «{phone}»",
        "Điện thoại liên hệ: «{phone_dots}»",
        "Zalo «{phone_spaces}»",
        "SĐT: «{phone_plus}»",
        "DĐ «{phone_pairs}»",
        "(«{phone_dashes}»)",
        "Liên hệ qua số «{phone_84}».",
    ),
    "other phone": (
        "ĐT cơ quan: «{landline}»",
        "SĐT: «{other_phone}»",
        "Di động: «{other_phone_dots}»",
        "Zalo: «{other_phone}»",
    ),
    "mail": (
        "Email: «{email}»",
        "Thư điện tử «{EMAIL}»",
        "Hộp thư: «{mail_at}»",
        "Góp ý xin gửi về «{email}».",
        "E-mail: «{mail_local}»",
    ),
    "other mail": ("Email: «{other_mail}»", "Hòm thư «{other_mail}» luôn mở.", "mail: «{other_mail_spaced}»"),
    "account": (
        "Facebook: «{facebook}»",
        "«fb.com/{handle}»",
        "Xem thêm tại «{facebook_link}»",
        "TikTok «{at_handle}»",
        "Kênh YouTube: «{youtube}»",
        "Zalo: «{zalo_link}»",
        "Trang cá nhân «{facebook_link}» của tôi.",
    ),
    "link": (
        "Bài đã đăng: «{link}»",
        "Nguồn: «{link_bare}»",
        "Xem «{link_www}».",
        "Minh chứng đăng bài: «{drive}»",
    ),
    "ID number": (
        "Số CCCD: «{citizen_id}»",
        "CCCD «{citizen_spaced}»",
        "Căn cước công dân số «{citizen_id}» cấp năm 2021",
        "CMND: «{old_id}»",
        "Số định danh cá nhân: «{other_id}»",
        "STK: «{bank}» tại ngân hàng nông nghiệp",
        "Số tài khoản «{bank}»",
        "Số thẻ đảng viên: «{party_card}»",
        "Số hiệu CAND: «{police_number}»",
    ),
    "self-reference": (
        "Cuộc vận động ấy đã đến «xã tôi» từ rất sớm.",
        "Ở «cơ quan tôi», mỗi sáng thứ hai đều chào cờ.",
        "«Đơn vị chúng tôi» đã làm theo cách riêng.",
        "«Tôi là bí thư chi bộ» đã hai nhiệm kỳ.",
        "«Trường tôi» nằm bên bờ sông.",
        "«Bản thân tôi là giáo viên» dạy môn giáo dục công dân.",
        "«Tôi công tác tại» một xã biên giới.",
        "«Tôi, một cán bộ tuyên giáo», hiểu rõ điều đó.",
        "Nhiều năm qua «chi bộ tôi» giữ được nền nếp.",
        "«Tôi hiện là chuyên viên» của một phòng chuyên môn.",
        "Người dân «thôn tôi» vẫn nhắc chuyện ấy.",
        "«Tôi sinh ra và lớn lên ở» một vùng quê nghèo ven biển.",
        "«Với cương vị là chủ tịch hội», tôi luôn tự nhắc mình.",
        "«Nơi tôi công tác», việc này thành thường lệ.",
        "«Huyện nhà» đã có nhiều mô hình hay.",
        "«Trong gần hai mươi năm công tác tại trường», tôi đã gặp nhiều điều.",
    ),
    "signature": (
        "Người viết\n«{name}»",
        "NGƯỜI DỰ THI\n(Ký, ghi rõ họ tên)\n\n«{name}»",
        "Tác giả\n\n«{middle_given}»",
        "«{given}»\n(hết)",
        "Xin trân trọng cảm ơn!\n«{initials_given}»",
        "Ngày 12 tháng 5 năm 2026\n«{NAME}»",
        "Người thực hiện:\n«{bare}»",
    ),
    "signature of a stranger": (
        "Người viết\n(Ký, ghi rõ họ tên)\n\n«{strange_name}»",
        "Tác giả: «{strange_name}»",
        "Người dự thi: «{strange_name}»",
        "Họ và tên: «{strange_name}»",
        "Họ tên tác giả: «{strange_name}»",
    ),
    "caption": (
        "Ảnh: «{name}»",
        "Hình 1. Buổi sinh hoạt chi bộ. Ảnh: «{middle_given}»",
        "Ảnh 2: «{unit}» ra quân. Ảnh: tư liệu",
        "(Ảnh do «{co_author}» cung cấp)",
        "Hình 3: Tác giả «{name}» trao đổi với bà con.",
        "Ảnh: «{unit_short}»",
    ),
    "header or footer": (
        "«{unit}» | Bài dự thi",
        "Trang 3/12 – «{name}»",
        "«{UNIT}»\nSỐ 12-BC",
        "Bài dự thi – «{pen_name}»",
        "«{phone}» – trang 4",
        "Bản của «{bare}» – in lần 2",
    ),
    "file name": (
        "«{file_stem}»",
        "Tệp: «{file_name}»",
        "D:\\BAI THI\\«{file_name}»",
        "(nguồn: «{file_stem}»)",
    ),
}


def written(template: str, person: Person, stranger: Person, rng: random.Random) -> tuple[str, str]:
    """Return the line as it stands in the essay, and the trace in it."""
    line = template.format_map(words_for(person, stranger, rng))
    before, _, rest = line.partition("«")
    trace, _, after = rest.partition("»")
    return before + trace + after, trace
