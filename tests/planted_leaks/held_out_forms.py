"""Further ways in which an identity stands in an essay: written before the rules were read, never used to mend them.

Their figures say what the search does with what nobody thought of. Whoever mends a rule because of a line here moves
the line to `forms.py` and writes another.
"""

from typing import Final

HELD_OUT: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "Người thực hiện chuyên đề: «{name}»",
        "– «{name}» –",
        "Bài dự thi của thí sinh «{name}» xin dừng ở đây.",
        "Chép lại theo lời «{name}».",
        "Chuyên mục do «{NAME}» phụ trách",
    ),
    "name without marks": (
        "Nguoi du thi: «{BARE}»",
        "«{bare}» (ban cuoi)",
        "Luu tru: «{joined_bare}»",
        "chu bien «{lower_bare}»",
    ),
    "name, tone placed otherwise": ("Người soạn «{tone_name}»", "«{TONE_NAME}» – bài dự thi"),
    "name in decomposed letters": ("Soạn bởi «{nfd_name}» vào mùa hè.",),
    "name in another order": (
        "Written by «{given_first}».",
        "«{middle_given}» ghi",
        "Lời kể: «{first_last}»",
        "«{comma_name}» (biên soạn)",
    ),
    "name with a title": (
        "NCS. «{name}»",
        "GV: «{name}»",
        "Thiếu tá «{name}», người trực tiếp viết chuyên đề.",
        "Kỹ sư «{name}» soạn.",
        "Nhà báo «{name}» thực hiện.",
        "Bác sĩ CKI. «{name}»",
        "Ông «{NAME}»",
    ),
    "given name with a title": (
        "Bà con quen gọi “bác «{given}» tuyên giáo”.",
        "Anh «{given}» vẫn giữ cuốn sổ ấy.",
        "Em «{given}» xin kể lại câu chuyện này.",
        "Đồng chí «{given}» được giao viết phần này.",
    ),
    "name split": (
        "Soạn bài: «{split_line}».",
        "Người soạn «{two_spaces}»",
        "«{spaced_letters}»",
        "Do «{zero_width}» soạn.",
        "Do «{soft_hyphen}» soạn.",
    ),
    "initials": (
        "«{initials}» (ghi)",
        "Soạn: «{initials_given}»",
        "«{two_letter_initials}» sưu tầm",
        "(«{initials_given_tight}»)",
    ),
    "co-author": (
        "Cộng sự: «{co_author}»",
        "Có sự tham gia của «{co_author}».",
        "đồng tác giả: «{CO_AUTHOR}»",
        "«{co_bare}» hiệu đính",
    ),
    "pen name": (
        "Ký tên: «{pen_name}»",
        "“«{pen_name}»” là tên tôi thường ký dưới bài.",
        "«{PEN_NAME}» (bút hiệu)",
    ),
    "unit": (
        "Trong không khí thi đua tại «{unit}», mọi người đều góp sức.",
        "Cơ quan: «{UNIT}»",
        "Nguon: «{bare_unit}»",
        "Số liệu do «{unit}» cung cấp tháng 3.",
    ),
    "unit, short form": (
        "Mô hình ở «{unit_short}» lan sang nơi khác.",
        "Tại «{unit_short}», sổ tay ấy được dùng nhiều năm.",
        "Anh em «{unit_short}» không ai quên buổi ấy.",
    ),
    "unit above": (
        "Nghị quyết của «{parent}» ban hành năm ngoái đã mở đường.",
        "Thực hiện kế hoạch của «{parent_short}», mỗi quý họp một lần.",
    ),
    "place": (
        "Cánh đồng «{place_name}» mùa này vàng rực.",
        "Về với «{place}» những ngày này, không khí thật khác.",
        "Đường làng «{place_name}» nay đã trải nhựa.",
    ),
    "phone": (
        "Gọi «{phone_tight}»",
        "Số máy: «{phone_spaces}»",
        "Hotline tác giả «{phone_dots}»",
        "«{phone_slash}»",
    ),
    "other phone": ("Điện thoại: «{landline_dots}»", "Số ĐT: «{other_phone_spaces}»"),
    "mail": ("Địa chỉ thư: «{mail_at_word}»", "gmail «{mail_local}»", "Gửi về «{mail_spaced}»"),
    "other mail": ("Liên hệ «{other_mail}»", "Địa chỉ email của nhóm là «{other_mail}»."),
    "account": (
        "Theo dõi «{facebook_mobile}»",
        "Video: «{tiktok}»",
        "FB: «{handle}»",
        "Instagram «{at_handle}»",
    ),
    "link": ("Đường dẫn bài đăng: «{link_bare}»", "Bản đầy đủ: «{drive}»", "…/«{link_end}»"),
    "ID number": (
        "Thẻ căn cước: «{citizen_dots}»",
        "Số CMT «{old_id}»",
        "TK ngân hàng: «{bank}»",
        "Thẻ Đảng số «{party_card}»",
        "Mã định danh «{other_id}»",
    ),
    "self-reference": (
        "Hằng tuần, «phường chúng tôi» đều có buổi nói chuyện.",
        "«Chúng tôi, những giáo viên vùng cao», hiểu điều ấy.",
        "«Là một đảng viên đang công tác tại» cơ sở, tôi thấy rõ.",
        "«Quê tôi» có con sông chảy qua giữa làng.",
        "«Bản thân tôi hiện đang giữ chức vụ» phó phòng.",
        "Câu chuyện bắt đầu từ «bệnh viện tôi» vào mùa dịch.",
        "«Tôi về nhận công tác ở» vùng biên này đã mười năm.",
        "«Địa phương tôi» đã có cách làm riêng.",
        "«Gia đình tôi sống ở» cuối làng, gần bến đò.",
        "«Tôi, người làm công tác dân vận ở cơ sở», đã chứng kiến.",
    ),
    "signature": (
        "NGƯỜI LÀM BÀI\n«{name}»",
        "Tháng 6/2026\n«{middle_given}»",
        "Thân ái!\n«{given}»",
        "Tác giả bài dự thi\n(Đã ký)\n«{NAME}»",
    ),
    "signature of a stranger": (
        "NGƯỜI VIẾT BÀI\n\n«{strange_name}»",
        "Người dự thi\n(ký tên)\n«{STRANGE_NAME}»",
        "Tác giả bài viết: «{strange_name}»",
    ),
    "caption": (
        "Ảnh 1: Hội nghị tại «{unit}».",
        "(Nguồn ảnh: «{name}»)",
        "Hình: «{middle_given}» chụp tại cơ sở",
        "Biểu đồ 2 – Nguồn: «{unit_short}»",
    ),
    "header or footer": (
        "«{unit_short}» – 2026",
        "«{name}» – Bài dự thi – Trang 2",
        "Lưu: «{bare}»",
        "Tel. «{phone_dots}»",
    ),
    "file name": ("Tên tệp «{file_name}»", "/Users/may1/Desktop/«{file_name}»"),
}
