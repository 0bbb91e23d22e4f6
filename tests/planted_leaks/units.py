"""Invented units with the ways in which colleagues write them: two pools without a name in common."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """`shorts`: how colleagues write it; `parent` and `parent_shorts`: what it belongs to; `place`: its commune."""

    name: str
    shorts: tuple[str, ...]
    parent: str
    parent_shorts: tuple[str, ...]
    place: str


TUNED = (
    Unit(
        "Trường THPT Lê Quảng Ý",
        (
            "THPT Lê Quảng Ý",
            "trường Lê Quảng Ý",
            "Trường trung học phổ thông Lê Quảng Ý",
            "trường cấp 3 Lê Quảng Ý",
            "TRƯỜNG THPT LÊ QUẢNG Ý",
        ),
        "Sở Giáo dục và Đào tạo Hà Bắc",
        ("Sở GD&ĐT Hà Bắc", "Sở GD-ĐT Hà Bắc", "Sở GDĐT Hà Bắc"),
        "xã Kỳ Vân",
    ),
    Unit(
        "Đảng ủy xã Cẩm Duệ",
        ("ĐU xã Cẩm Duệ", "Đảng bộ xã Cẩm Duệ", "Đảng uỷ Cẩm Duệ", "xã Cẩm Duệ", "Cẩm Duệ"),
        "Huyện ủy Cẩm Giang",
        ("Huyện uỷ Cẩm Giang", "huyện Cẩm Giang", "HU Cẩm Giang"),
        "xã Cẩm Duệ",
    ),
    Unit(
        "Ủy ban nhân dân phường Thành Nam",
        (
            "UBND phường Thành Nam",
            "Uỷ ban nhân dân phường Thành Nam",
            "UBND P. Thành Nam",
            "phường Thành Nam",
            "UBND p.Thành Nam",
        ),
        "Thành ủy Hà Trung",
        ("Thành uỷ Hà Trung", "TP Hà Trung", "thành phố Hà Trung"),
        "phường Thành Nam",
    ),
    Unit(
        "Công an xã Hương Vĩnh",
        ("CA xã Hương Vĩnh", "công an Hương Vĩnh", "Hương Vĩnh", "CAX Hương Vĩnh"),
        "Công an tỉnh Nghi Sơn",
        ("CA tỉnh Nghi Sơn", "Công an Nghi Sơn"),
        "xã Hương Vĩnh",
    ),
    Unit(
        "Trung tâm Y tế khu vực Đức Quang",
        ("TTYT khu vực Đức Quang", "TTYT Đức Quang", "Trung tâm y tế Đức Quang"),
        "Sở Y tế Hà Bắc",
        ("ngành y tế Hà Bắc", "SYT Hà Bắc"),
        "xã Đức Quang",
    ),
    Unit(
        "Trường Chính trị Trần Nhật Duật",
        ("Trường chính trị Trần Nhật Duật", "trường Trần Nhật Duật"),
        "Tỉnh ủy Hà Bắc",
        ("Tỉnh uỷ Hà Bắc", "tỉnh Hà Bắc", "TU Hà Bắc"),
        "phường Bắc Hồng",
    ),
    Unit(
        "Bệnh viện Đa khoa huyện Vũ Ninh",
        ("BVĐK Vũ Ninh", "BVĐK huyện Vũ Ninh", "bệnh viện Vũ Ninh", "Bệnh viện huyện Vũ Ninh"),
        "Sở Y tế Hà Bắc",
        ("ngành y tế Hà Bắc",),
        "thị trấn Vũ Ninh",
    ),
    Unit(
        "Chi cục Thuế khu vực Thạch Hội",
        ("Chi cục thuế Thạch Hội", "CCT khu vực Thạch Hội", "thuế Thạch Hội"),
        "Cục Thuế tỉnh Nghi Sơn",
        ("Cục Thuế Nghi Sơn", "ngành thuế Nghi Sơn"),
        "phường Thạch Hội",
    ),
    Unit(
        "Hội Liên hiệp Phụ nữ xã Sơn Kim",
        ("Hội LHPN xã Sơn Kim", "Hội Phụ nữ xã Sơn Kim", "hội phụ nữ Sơn Kim"),
        "Huyện ủy Hương Trà",
        ("huyện Hương Trà", "Huyện uỷ Hương Trà"),
        "xã Sơn Kim",
    ),
    Unit(
        "Ban Chỉ huy Quân sự huyện Lộc Giang",
        ("BCH Quân sự huyện Lộc Giang", "Ban CHQS huyện Lộc Giang", "Ban CHQS Lộc Giang"),
        "Bộ Chỉ huy Quân sự tỉnh Nghi Sơn",
        ("Bộ CHQS tỉnh Nghi Sơn", "Bộ CHQS Nghi Sơn"),
        "thị trấn Lộc Giang",
    ),
    Unit(
        "Trường Tiểu học Xuân Liên",
        ("TH Xuân Liên", "trường tiểu học Xuân Liên", "Trường TH Xuân Liên", "Tiểu học Xuân Liên"),
        "Phòng Giáo dục và Đào tạo huyện Vũ Ninh",
        ("Phòng GD&ĐT huyện Vũ Ninh", "Phòng GD-ĐT Vũ Ninh"),
        "xã Xuân Liên",
    ),
    Unit(
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Hà Bắc",
        ("BTG&DV Tỉnh ủy Hà Bắc", "Ban TG-DV Tỉnh uỷ Hà Bắc", "Ban Tuyên giáo Tỉnh ủy Hà Bắc"),
        "Tỉnh ủy Hà Bắc",
        ("Tỉnh uỷ Hà Bắc", "tỉnh Hà Bắc"),
        "phường Bắc Hồng",
    ),
    Unit(
        "Chi bộ thôn Liên Thành",
        ("chi bộ Liên Thành", "thôn Liên Thành", "CB thôn Liên Thành"),
        "Đảng ủy xã Tùng Lộc",
        ("Đảng uỷ xã Tùng Lộc", "xã Tùng Lộc", "Đảng bộ Tùng Lộc"),
        "xã Tùng Lộc",
    ),
    Unit(
        "Đoàn TNCS Hồ Chí Minh xã Thiên Lộc",
        ("Đoàn xã Thiên Lộc", "Đoàn Thanh niên xã Thiên Lộc", "ĐTN xã Thiên Lộc"),
        "Tỉnh đoàn Hà Bắc",
        ("Tỉnh Đoàn Hà Bắc",),
        "xã Thiên Lộc",
    ),
)

HELD_OUT = (
    Unit(
        "Trường THCS Phan Kế Bính",
        (
            "THCS Phan Kế Bính",
            "trường Phan Kế Bính",
            "Trường trung học cơ sở Phan Kế Bính",
            "trường cấp hai Phan Kế Bính",
        ),
        "Phòng Giáo dục và Đào tạo thị xã Hồng Thái",
        ("Phòng GD&ĐT thị xã Hồng Thái", "PGD Hồng Thái", "Phòng GD và ĐT Hồng Thái"),
        "phường Đậu Yên",
    ),
    Unit(
        "Đảng ủy phường Vũng Giang",
        ("ĐU phường Vũng Giang", "Đảng bộ phường Vũng Giang", "P. Vũng Giang", "Đảng uỷ Vũng Giang"),
        "Thị ủy Kỳ Long",
        ("thị xã Kỳ Long", "Thị uỷ Kỳ Long", "TX. Kỳ Long"),
        "phường Vũng Giang",
    ),
    Unit(
        "UBND xã Toàn Lưu",
        ("Ủy ban nhân dân xã Toàn Lưu", "Uỷ ban xã Toàn Lưu", "xã Toàn Lưu", "chính quyền Toàn Lưu"),
        "UBND huyện Thạch Đài",
        ("huyện Thạch Đài", "Uỷ ban nhân dân huyện Thạch Đài"),
        "xã Toàn Lưu",
    ),
    Unit(
        "Công an phường Sông Mơ",
        ("CAP Sông Mơ", "CA phường Sông Mơ", "Công an Sông Mơ"),
        "Công an tỉnh Quế Lâm",
        ("CA tỉnh Quế Lâm", "Công an Quế Lâm"),
        "phường Sông Mơ",
    ),
    Unit(
        "Bệnh viện Phục hồi chức năng Quế Lâm",
        ("BV PHCN Quế Lâm", "BV Phục hồi chức năng Quế Lâm"),
        "Sở Y tế Quế Lâm",
        ("ngành y tế Quế Lâm",),
        "phường Trần Biên",
    ),
    Unit(
        "Sở Nông nghiệp và Môi trường Quế Lâm",
        ("Sở NN&MT Quế Lâm", "Sở NNMT Quế Lâm", "Sở NN-MT Quế Lâm"),
        "Đảng ủy UBND tỉnh Quế Lâm",
        ("UBND tỉnh Quế Lâm", "tỉnh Quế Lâm"),
        "phường Trần Biên",
    ),
    Unit(
        "Hội Nông dân xã Mai Hoa",
        ("HND xã Mai Hoa", "hội nông dân Mai Hoa", "xã Mai Hoa"),
        "Đảng ủy xã Mai Hoa",
        ("Đảng uỷ xã Mai Hoa", "Đảng bộ xã Mai Hoa"),
        "xã Mai Hoa",
    ),
    Unit(
        "Đồn Biên phòng Cửa Trao",
        ("ĐBP Cửa Trao", "đồn Cửa Trao", "Đồn BP Cửa Trao"),
        "Bộ đội Biên phòng tỉnh Quế Lâm",
        ("BĐBP tỉnh Quế Lâm", "BĐBP Quế Lâm", "Biên phòng Quế Lâm"),
        "xã Cửa Trao",
    ),
    Unit(
        "Trường Mầm non Hoa Sen Trắng",
        ("MN Hoa Sen Trắng", "trường mầm non Hoa Sen Trắng", "Mầm non Hoa Sen Trắng"),
        "Phòng Giáo dục và Đào tạo huyện Thạch Đài",
        ("Phòng GD&ĐT Thạch Đài",),
        "xã Thạch Trị",
    ),
    Unit(
        "Viện Kiểm sát nhân dân khu vực Can Xuân",
        ("VKSND khu vực Can Xuân", "VKS Can Xuân", "Viện kiểm sát Can Xuân"),
        "Viện Kiểm sát nhân dân tỉnh Quế Lâm",
        ("VKSND tỉnh Quế Lâm",),
        "xã Can Xuân",
    ),
    Unit(
        "Ủy ban Mặt trận Tổ quốc xã Đồng Tiến",
        ("UBMTTQ xã Đồng Tiến", "Mặt trận xã Đồng Tiến", "MTTQ xã Đồng Tiến"),
        "Huyện ủy Thạch Đài",
        ("Huyện uỷ Thạch Đài", "huyện Thạch Đài"),
        "xã Đồng Tiến",
    ),
    Unit(
        "Tổ dân phố Yên Trung",
        ("TDP Yên Trung", "khối phố Yên Trung", "tổ dân phố Yên Trung"),
        "Đảng ủy phường Đậu Yên",
        ("Đảng uỷ phường Đậu Yên", "phường Đậu Yên"),
        "phường Đậu Yên",
    ),
)
