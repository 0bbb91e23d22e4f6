"""Fifty texts by which their authors can be known, each in another way, and texts that tell nothing: all made up.

Everyone here is invented; the themes are markets, rivers, schools, traffic. A text is kept short: what stands around
a name is what matters for a search.
"""

import unicodedata

from contest.anonymisation.rules.leaks import Identity

AN = Identity(
    names=("Nguyễn Thị Thu Hà",),
    units=("Công an xã Phú Lộc", "Công an huyện Đại Từ"),
    emails=("thuha.nguyen92@example.org",),
    phones=("0912 345 678",),
    positions=("Phó trưởng Công an xã Phú Lộc",),
    links=("https://baomau.example/doi-song/ben-dong-song-que.html",),
)
BINH = Identity(
    names=("Trần Quốc Bình", "Y Moan Êban"),
    units=("Trường Đại học Sư phạm Hà Nội", "Khoa Ngữ văn, Trường Đại học Sư phạm Hà Nội"),
    emails=("binh.tq@example.org",),
    phones=("+84 987 654 321",),
)
LE = Identity(
    names=("Lê Văn Hoà",),
    units=("Trường THPT Chu Văn An", "Sở Giáo dục và Đào tạo Hải Dương"),
    phones=("0356 111 222",),
)

_START = "Buổi sáng, chợ quê họp ven sông. Người bán rau, người bán cá gọi nhau í ới.\n"
_MIDDLE = "Từ ngày có cây cầu mới, trẻ con đi học không phải qua đò nữa, ai cũng mừng.\n"
_END = "Mỗi người góp một chút, con đường làng sạch hơn từng ngày.\n"
STORY = _START + _MIDDLE + _END * 3

# What stands in the text, and a piece of it that must be found.
SELF_IDENTIFYING: tuple[tuple[str, Identity, str, str], ...] = (
    ("full name", AN, STORY + "Tôi là Nguyễn Thị Thu Hà, người làng này.", "Nguyễn Thị Thu Hà"),
    ("no diacritics", AN, STORY + "Bai viet cua nguyen thi thu ha gui cuoc thi.", "nguyen thi thu ha"),
    ("upper case", AN, "NGUYỄN THỊ THU HÀ\n" + STORY, "NGUYỄN THỊ THU HÀ"),
    ("upper case, no diacritics", AN, "NGUYEN THI THU HA\n" + STORY, "NGUYEN THI THU HA"),
    ("NFD", AN, unicodedata.normalize("NFD", STORY + "Người ta gọi tôi là Nguyễn Thị Thu Hà."), "Thu Hà"),
    ("reversed", AN, STORY + "Signed: Hà Nguyễn Thị Thu, a reader from the river.", "Hà Nguyễn Thị Thu"),
    ("first and last", AN, STORY + "Cô bé Nguyễn Hà ngày ấy giờ đã lớn.", "Nguyễn Hà"),
    ("last two", AN, STORY + "Mẹ vẫn gọi tôi là Thu Hà.", "Thu Hà"),
    ("split by a line end", AN, STORY + "Tác phẩm này do Nguyễn Thị\nThu Hà viết trong mùa mưa.", "Thu Hà"),
    ("initials with stops", AN, STORY + "N.T.T.H., tháng ba.", "N.T.T.H"),
    ("initials and given name", AN, STORY + "Bài của N.T.T. Hà gửi từ quê.", "N.T.T. Hà"),
    ("given name with chị", AN, _START + "Bà con bảo: chị Hà công an xã mình hiền lắm.\n" + _END, "Hà"),
    ("given name with đồng chí", AN, _START + "Đồng chí Hà về tận nhà hướng dẫn.\n" + _END, "Hà"),
    ("given name with cô", AN, _START + "“Cô Hà ơi!” – lũ trẻ gọi tôi.\n" + _END, "Hà"),
    ("introduces herself", AN, "Xin chào, em tên là Hà, em ba mươi tuổi.\n" + STORY, "Hà"),
    ("mail", AN, STORY + "Thư góp ý xin gửi thuha.nguyen92@example.org.", "thuha.nguyen92@example.org"),
    ("mail before the at sign", AN, STORY + "Tìm tôi ở thuha.nguyen92 nhé.", "thuha.nguyen92"),
    (
        "mail of another address",
        AN,
        STORY + "Thư gửi hathu.phuloc@mail.example nhé.",
        "hathu.phuloc@mail.example",
    ),
    (
        "mail with [at]",
        AN,
        STORY + "Liên lạc: thuha.nguyen92 [at] example.org",
        "thuha.nguyen92 [at] example.org",
    ),
    ("phone", AN, STORY + "Số của tôi 0912345678.", "0912345678"),
    ("phone with dots", AN, STORY + "Gọi 0912.345.678 khi cần.", "0912.345.678"),
    ("phone with spaces and +84", AN, STORY + "Gọi +84 912 345 678 khi cần.", "+84 912 345 678"),
    ("phone of another number", AN, STORY + "Gọi cho tôi 0377-888-999 khi cần.", "0377-888-999"),
    ("unit", AN, STORY + "Tôi công tác tại Công an xã Phú Lộc đã mười năm.", "Công an xã Phú Lộc"),
    ("unit, no diacritics", AN, STORY + "Cong an xa Phu Loc chung toi luon gan dan.", "Cong an xa Phu Loc"),
    ("unit, abbreviated", AN, STORY + "Tập thể CAX Phú Lộc chúng tôi luôn gần dân.", "Phú Lộc"),
    ("the unit above", AN, STORY + "Tổ của tôi thuộc Công an huyện Đại Từ.", "Công an huyện Đại Từ"),
    ("position", AN, STORY + "Là Phó trưởng Công an xã Phú Lộc, tôi hay đi cơ sở.", "Phú Lộc"),
    (
        "where it was published",
        AN,
        STORY + "Xem baomau.example/doi-song/ben-dong-song-que.html",
        "ben-dong-song-que",
    ),
    ("Facebook", AN, STORY + "Theo dõi tôi tại facebook.com/benque.1992", "facebook.com/benque.1992"),
    ("Zalo", AN, STORY + "Zalo: benque92", "Zalo: benque92"),
    ("Zalo link", AN, STORY + "Nhóm lớp ở https://zalo.me/g/benque92", "https://zalo.me/g/benque92"),
    (
        "signature line",
        AN,
        STORY + "Người viết: Một người con của làng",
        "Người viết: Một người con của làng",
    ),
    ("author line at the top", AN, "Tác giả: Sông Quê\n" + STORY, "Tác giả: Sông Quê"),
    ("pen name", AN, STORY + "Bút danh: Sông Quê", "Bút danh: Sông Quê"),
    ("unit line", AN, "Đơn vị công tác: tổ tự quản số 3\n" + STORY, "Đơn vị công tác: tổ tự quản số 3"),
    ("signed with another name", AN, STORY + "Phạm Minh Khuê", "Phạm Minh Khuê"),
    ("signed with a rank", AN, STORY + "Trung úy Vũ Minh", "Trung úy Vũ Minh"),
    ("signed after a dash", AN, STORY + "— Sông Thương", "— Sông Thương"),
    ("place and date", AN, STORY + "Phú Bình, ngày 5 tháng 3 năm 2026", "Phú Bình, ngày 5 tháng 3 năm 2026"),
    ("(signed)", AN, STORY + "(Ký, ghi rõ họ tên)", "(Ký, ghi rõ họ tên)"),
    ("form at the top", AN, "Họ và tên: Sông Quê\nSĐT: 0912345678\n" + STORY, "Họ và tên: Sông Quê"),
    ("name with hyphens", BINH, STORY + "Ảnh: Trần-Quốc-Bình", "Trần-Quốc-Bình"),
    ("name written as one word", BINH, STORY + "Nick của mình là tranquocbinh thôi.", "tranquocbinh"),
    ("given name with thầy", BINH, _START + "Thầy Bình bước vào lớp.\n" + _END, "Bình"),
    ("university by its letters", BINH, STORY + "Sinh viên ĐHSPHN chúng tôi đi tình nguyện.", "ĐHSPHN"),
    ("university half by its letters", BINH, STORY + "Sinh viên ĐHSP Hà Nội đi tình nguyện.", "ĐHSP Hà Nội"),
    ("a co-author's name", BINH, STORY + "Cảm ơn anh Y Moan Êban đã cùng viết.", "Y Moan Êban"),
    ("tone on the other vowel", LE, STORY + "Lê Văn Hòa gửi từ lớp học.", "Lê Văn Hòa"),
    ("the school's own name", LE, STORY + "Học sinh trường Chu Văn An chúng em dọn bờ sông.", "Chu Văn An"),
)

# Names of files: (name, whose, whether it tells).
FILE_NAMES: tuple[tuple[str, Identity, bool], ...] = (
    ("Nguyen Thi Thu Ha - bai du thi.docx", AN, True),
    ("nguyen_thi_thu_ha.docx", AN, True),
    ("NguyenThiThuHa.docx", AN, True),
    ("BaiDuThiNguyenThiThuHa2026.docx", AN, True),
    ("thuha.nguyen92 (1).pdf", AN, True),
    ("Bài viết - Công an xã Phú Lộc.docx", AN, True),
    ("0912345678.txt", AN, True),
    ("Trần Quốc Bình.pdf", BINH, True),
    ("TQBinh_T.Q.Binh.docx", BINH, True),
    ("bai du thi.docx", AN, False),
    ("Bến sông quê.docx", AN, False),
    ("Document1.docx", BINH, False),
    ("bai-du-thi-ban-cuoi.pdf", LE, False),
    ("Hoa ven đường.docx", LE, False),
)

_CLEAN_SENTENCES = (
    "Hoa phượng nở đỏ hai bên đường, học trò tíu tít ra về.",
    "Chiều thu, Hà Nội se lạnh, tôi nhớ con ngõ nhỏ ngày xưa.",
    "Văn hoá giao thông bắt đầu từ việc nhường đường.",
    "Công an xã đến từng nhà hướng dẫn làm giấy tờ cho người già.",
    "Ông bà tôi kể: ngày trước làng chỉ có một con đường đất.",
    "Năm 1945, 2.000.000 người chịu đói; năm 2020, xã có 3.456 hộ.",
    "Cô giáo dặn học sinh bỏ rác đúng nơi quy định.",
    "Bình minh lên, mặt sông loang loáng như dát bạc.",
    "Theo Luật Giao thông đường bộ, người đi xe máy phải đội mũ bảo hiểm.",
    "Đường dây nóng 113, 114 và 115 luôn có người trực.",
    "Ngày 02/9/1945, cả làng ra đình nghe đọc Tuyên ngôn.",
    "Nhà văn Nam Cao từng viết về những làng quê nghèo như thế.",
    "Đại hội nông dân bàn chuyện thu gom rác ở thôn.",
    "Bác Tư lái đò cười hiền: “Nước lên thì thuyền lên”.",
    "Một chú bé đạp xe qua cầu, áo trắng bay trong gió.",
    "Anh bộ đội biên phòng cõng em nhỏ qua suối.",
    "Trường làng có sáu phòng học, sân lát gạch đỏ.",
    "Xem thêm tại https://thuvien.example/giao-thong và sách giáo khoa.",
    "Giá một cân rau là 15.000 đồng, một con cá 120.000 đồng.",
    "“Tác giả: khuyết danh” – bài ca dao ghi như vậy trên bia đá giữa làng.",
    "Hoà bình là điều ai cũng mong.",
    "Lê bước trên con đường vắng, tôi nghe tiếng ve.",
    "Ở tỉnh nhà, phong trào đọc sách lan rộng tới từng thôn.",
    "Nguyễn Du, Hồ Xuân Hương, Bà Huyện Thanh Quan để lại nhiều bài thơ hay.",
    "Quốc lộ 1A đi qua làng, xe cộ đông từ sáng sớm.",
)
CLEAN: tuple[tuple[str, Identity], ...] = tuple(
    (
        "\n".join(
            (
                "Con đường làng",
                _CLEAN_SENTENCES[i],
                _CLEAN_SENTENCES[(i + 7) % 25],
                _MIDDLE.strip(),
                _CLEAN_SENTENCES[(i + 13) % 25],
                _END.strip(),
                "Thế là mùa xuân đã về.",
            )
        ),
        (AN, BINH, LE)[i % 3],
    )
    for i in range(25)
)
