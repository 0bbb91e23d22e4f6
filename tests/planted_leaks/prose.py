"""Neutral essays on civic subjects, and what stands in honest ones that looks like a trace and is none."""

import random
from typing import Final

from tests.planted_leaks.people import Person

_OPENERS: Final = (
    "Thực tế những năm qua cho thấy",
    "Trong quá trình đổi mới",
    "Từ góc nhìn của người dân",
    "Cùng với đó",
    "Bên cạnh kết quả đã đạt được",
    "Nhìn rộng ra",
    "Có thể nói",
    "Trước hết",
    "Mặt khác",
    "Vì vậy",
    "Suy cho cùng",
    "Trên không gian mạng",
    "Ở nhiều nơi",
    "Từ kinh nghiệm ấy",
    "Kết quả khảo sát cho thấy",
    "Theo báo cáo tổng kết",
    "Nói cách khác",
    "Đến nay",
    "Trong giai đoạn hiện nay",
    "Điều đáng quý là",
)
_SUBJECTS: Final = (
    "việc giữ gìn nguồn nước sạch",
    "phong trào đọc sách ở các thư viện",
    "công tác tuyên truyền miệng",
    "xây dựng văn hóa nơi công cộng",
    "nền tảng tư tưởng của Đảng",
    "ý thức chấp hành luật giao thông",
    "sự đồng thuận trong nhân dân",
    "việc phân loại rác tại nguồn",
    "chuyển đổi số ở cơ sở",
    "tình làng nghĩa xóm",
    "bình đẳng giới trong gia đình",
    "an ninh trật tự trên địa bàn",
    "hòa bình và phát triển",
    "truyền thống hiếu học",
    "đức tính cần kiệm",
    "thanh niên tình nguyện",
    "vai trò nêu gương của cán bộ",
    "sơn hà xã tắc và lòng dân",
    "hạnh phúc của nhân dân",
    "phương pháp đấu tranh phản bác quan điểm sai trái",
    "việc chăm sóc người cao tuổi",
)
_VERBS: Final = (
    "đã góp phần làm thay đổi",
    "luôn gắn liền với",
    "là điều kiện quan trọng để củng cố",
    "cần được nhìn nhận cùng với",
    "không thể tách rời",
    "bồi đắp thêm",
    "tạo nền cho",
    "đòi hỏi sự kiên trì trong",
    "khơi dậy",
    "làm sáng tỏ hơn",
)
_OBJECTS: Final = (
    "niềm tin của các tầng lớp nhân dân",
    "nếp sống văn minh ở đô thị và nông thôn",
    "trách nhiệm của mỗi người",
    "khối đại đoàn kết toàn dân tộc",
    "chất lượng sinh hoạt ở cơ sở",
    "thói quen đọc và suy nghĩ độc lập",
    "sức đề kháng trước thông tin xấu độc",
    "môi trường sống xanh, sạch, đẹp",
    "sự phát triển bền vững của đất nước",
    "kỷ luật, kỷ cương trong thực thi công vụ",
    "lòng yêu nước và ý chí tự cường",
    "các giá trị tốt đẹp của gia đình",
)
_ENDS: Final = (
    "",
    ", nhất là trong điều kiện hiện nay",
    ", bắt đầu từ những việc nhỏ nhất",
    ", dù còn không ít khó khăn",
    ", như nhiều chuyên gia đã chỉ ra",
    ", từ thành thị đến miền núi, hải đảo",
    ", qua từng năm, từng nhiệm kỳ",
    "; đó là bài học còn nguyên giá trị",
    ", không chạy theo hình thức",
    ", trong cả lời nói và việc làm",
)

# Figures of history and of letters, and places, bodies, documents that anybody may name.
_HARD: Final = (
    "Chủ tịch Hồ Chí Minh từng căn dặn: “Dễ trăm lần không dân cũng chịu, khó vạn lần dân liệu cũng xong”.",
    "Tổng Bí thư Trần Phú hy sinh khi mới 27 tuổi, để lại lời nhắn giữ vững chí khí chiến đấu.",
    "Đại tướng Võ Nguyên Giáp là học trò xuất sắc của Bác Hồ.",
    "Đại thi hào Nguyễn Du viết: “Chữ tâm kia mới bằng ba chữ tài”.",
    "Nguyễn Trãi khẳng định việc nhân nghĩa cốt ở yên dân.",
    "Phan Đình Phùng dựng cờ khởi nghĩa ở vùng núi Vụ Quang.",
    "Nhà thơ Huy Cận, nhà thơ Xuân Diệu đều viết về quê hương bằng tình yêu tha thiết.",
    "Danh tướng Trần Hưng Đạo coi khoan thư sức dân là kế sâu rễ bền gốc.",
    "V.I. Lênin và C. Mác đã chỉ rõ điều đó.",
    "Bác viết: “Tôi chỉ có một sự ham muốn, ham muốn tột bậc, là làm sao cho nước ta được hoàn toàn độc lập”.",
    "Nghị quyết số 35-NQ/TW ngày 22/10/2018 của Bộ Chính trị đã xác định rõ nhiệm vụ.",
    "Luật An ninh mạng số 24/2018/QH14 có hiệu lực từ ngày 01/01/2019.",
    "Quy định số 144-QĐ/TW ngày 9/5/2024 nêu năm nhóm chuẩn mực.",
    "Quyết định số 1665/NQ-UBTVQH15 sắp xếp lại các đơn vị hành chính.",
    "Điều 4 Hiến pháp năm 2013 khẳng định vai trò lãnh đạo của Đảng.",
    "Cả nước có 128.248 lượt hồ sơ trực tuyến, tăng 20,5% so với cùng kỳ.",
    "Tổng kinh phí là 10.500.000.000 đồng, trong đó dân góp 35%.",
    "Người dân có thể gọi tổng đài 111, 113 hoặc 1022 khi cần giúp đỡ.",
    "(Hồ Chí Minh: Toàn tập, Nxb. Chính trị quốc gia, H.2011, t.5, tr.289).",
    "Theo Tổng cục Thống kê, năm 2024 có 98.452 đảng viên mới được kết nạp.",
    "Thủ đô Hà Nội, Thành phố Hồ Chí Minh và Đà Nẵng đi đầu trong chuyển đổi số.",
    "Quần đảo Hoàng Sa, Trường Sa là phần máu thịt của Tổ quốc.",
    "Làng Sen, Kim Liên, Pác Bó là những địa chỉ đỏ.",
    "Ban Tuyên giáo Trung ương đã ban hành hướng dẫn số 46-HD/BTGTW.",
    "Mỗi cán bộ, đảng viên ở cơ quan, đơn vị mình phải gương mẫu.",
    "Theo tôi, điều quan trọng nhất vẫn là lòng dân.",
    "Tôi nghĩ rằng mỗi chúng ta đều có thể bắt đầu từ việc nhỏ.",
    "Chúng tôi cho rằng cách làm này cần được tổng kết thêm.",
    "Đảng ta là đạo đức, là văn minh.",
    "Nước ta có 54 dân tộc anh em.",
    "Nguồn: Tạp chí Cộng sản, số 985, tháng 3 năm 2022, tr.15-21.",
    "Xem: https://chinhphu.vn/van-ban và https://www.tapchicongsan.org.vn.",
    "Bình đẳng giới là thước đo của tiến bộ.",
    "An ninh con người gắn với an ninh quốc gia.",
    "Hòa bình là khát vọng chung.",
    "Đức và tài phải đi đôi với nhau.",
    "Thanh niên là rường cột của nước nhà.",
    "Hạnh phúc là đấu tranh.",
    "Trung với nước, hiếu với dân.",
    "Anh em công nhân ở các khu công nghiệp đón Tết xa quê.",
    "Các đồng chí lãnh đạo phải lắng nghe ý kiến của cơ sở.",
    "Hiện tượng “nhạt Đảng, khô Đoàn” cần được nhận diện sớm.",
    "Đại hội XIII của Đảng họp từ ngày 25/01 đến 01/02/2021.",
    "Tác giả Trần Dân Tiên kể lại nhiều câu chuyện cảm động.",
    "Bà con các xã miền núi, biên giới phấn khởi.",
    "Phương châm “dân biết, dân bàn, dân làm, dân kiểm tra, dân giám sát, dân thụ hưởng” đi vào cuộc sống.",
    "Loan tin thất thiệt trên mạng xã hội là vi phạm pháp luật.",
    "Quý trọng thời gian của nhân dân cũng là đạo đức công vụ.",
    "Hội Liên hiệp Phụ nữ, Đoàn Thanh niên, Hội Nông dân các cấp cùng vào cuộc.",
    "Lan tỏa điều tốt đẹp là nhiệm vụ của báo chí.",
    "Toàn dân đoàn kết xây dựng đời sống văn hóa.",
    "Nam giới và nữ giới cùng chia sẻ việc nhà.",
    "Thành công ấy là của nhân dân.",
    "Việt Nam là bạn, là đối tác tin cậy của cộng đồng quốc tế.",
    "Long trọng kỷ niệm 95 năm Ngày thành lập Đảng.",
    "Tâm sáng, lòng trong, việc lớn mới thành.",
    "Anh hùng lao động thời kỳ đổi mới có ở mọi miền.",
    "Mai này con cháu sẽ nhớ ơn.",
    "Trang thông tin điện tử của bộ có 1.204 bài trong quý I/2025.",
    "Mỹ, Anh, Pháp và nhiều nước đã có luật tương tự.",
    "Cao Bằng, Lạng Sơn, Hà Giang là những tỉnh biên giới phía Bắc.",
    "Thảo luận dân chủ, quyết định theo đa số.",
)
_OF_STRANGERS: Final = (
    "Đồng chí {name}, Bí thư chi bộ một tổ dân phố, chia sẻ cách làm của mình.",
    "Ông {name} (72 tuổi) kể lại chuyện làm đường.",
    "Tại {unit}, mô hình này đã chạy được hai năm.",
    "Chị {given}, một tiểu thương, cho biết chợ đã bớt rác.",
    "Nhà nghiên cứu {name} nhận xét như vậy trong cuốn sách xuất bản năm 2019.",
    "Xã {place} là một ví dụ.",
    "{unit} được nêu tên trong báo cáo.",
    "“Cơ sở khó thì phải gần dân hơn”, anh {given} nói.",
    "{name} – cựu chiến binh – hiến 500 m2 đất.",
)
_OF_SYLLABLES: Final = (
    "Chữ “{given_lower}” có nhiều nghĩa trong tiếng Việt.",
    "{given} là tiếng thường gặp trong ca dao.",
    "Dòng họ {family} ở nhiều nơi lập quỹ khuyến học.",
    "Từ “{middle_lower}” xuất hiện nhiều lần trong văn bản cổ.",
    "Nghĩa của {given_lower} {family_lower} ghép lại không có trong từ điển.",
    "Họ {family}, họ Lê, họ Phạm cùng dựng làng.",
)


def paragraphs(rng: random.Random, words: int) -> list[str]:
    """Return paragraphs with about so many words, none of which tells of anybody."""
    told: list[str] = []
    count = 0
    while count < words:
        sentences = [_sentence(rng) for _ in range(rng.randrange(3, 7))]
        told.append(" ".join(sentences))
        count += len(told[-1].split())
    return told


def hard_negatives(rng: random.Random, person: Person, stranger: Person, count: int) -> list[str]:
    """Return sentences that deceive a careless search; the last one is about this author's syllables."""
    syllables = {
        "given": person.given,
        "given_lower": person.given.lower(),
        "family": person.words[0],
        "family_lower": person.words[0].lower(),
        "middle_lower": (person.middles or ["dân"])[-1].lower(),
    }
    proper = " ".join(word for word in stranger.unit.place.split() if word[0].isupper())
    others = {"name": stranger.name, "given": stranger.given, "unit": stranger.unit.name, "place": proper}
    chosen = rng.sample(_HARD, count)
    chosen += [line.format_map(others) for line in rng.sample(_OF_STRANGERS, 2)]
    return [*chosen, rng.choice(_OF_SYLLABLES).format_map(syllables)]


def _sentence(rng: random.Random) -> str:
    parts = [
        rng.choice(_OPENERS),
        ", ",
        rng.choice(_SUBJECTS),
        " ",
        rng.choice(_VERBS),
        " ",
        rng.choice(_OBJECTS),
        rng.choice(_ENDS),
    ]
    return "".join(parts) + "."
