"""The editions of the demonstration: rules, categories, rubric, prizes, panel."""

from datetime import datetime, timedelta
from decimal import Decimal

from contest.access.duties import Duty
from contest.demonstration import identity, unit_prizes
from contest.demonstration.cast import Cast
from contest.demonstration.stages import Calendar
from contest.editions import queries
from contest.editions import service as editing
from contest.editions.rules.demands import LINK, UNCOUNTED, UNPUBLISHED, Demands
from contest.editions.rules.edition import USUAL_KINDS, CategorySpec, EditionSpec, PrizeSpec, RoundSpec
from contest.editions.rules.extra_prizes import ExtraPrize
from contest.editions.rules.levels import PROVINCE, Level
from contest.editions.rules.milestones import Milestone
from contest.editions.rules.own_fields import OwnField
from contest.editions.rules.secrecy import NO_HOLDERS, Sealing
from contest.editions.rules.unit_prizes import PrizePoints, UnitPrize, UnitPrizes
from contest.judging import service as judging
from contest.judging.rules import design
from contest.judging.rules.criteria.kind import Descriptor, Settings
from contest.judging.service import Draft, Line
from contest.platform.database import unit_of_work

ZONE = "Asia/Ho_Chi_Minh"
TITLE = "Cuộc thi viết Tỉnh Mẫu đổi mới"
OPEN_TITLE = "Cuộc thi viết Chuyện làng tôi"
RULES = """
## Ai được dự thi

Mọi người đang sống, học tập và làm việc trong tỉnh, từ 16 tuổi trở lên. Thành viên ban tổ chức, tổ thư ký và
hội đồng giám khảo không dự thi.

## Tác phẩm dự thi

- Viết về sách và việc đọc, lịch sử địa phương, dịch vụ số, môi trường và nếp sống ở nơi mình ở.
- Do chính tác giả viết, chưa công bố ở đâu trước ngày phát động.
- Trong bài **không ghi** họ tên, đơn vị, số điện thoại hay bất cứ điều gì cho biết ai là tác giả.

## Chấm thi

Mỗi tác phẩm được rọc phách, hai giám khảo chấm độc lập theo thang điểm 100. Khi hai phiếu chênh nhau quá 20 điểm,
một giám khảo thứ ba chấm thêm. Điểm của tác phẩm là điểm trung bình của các phiếu. Giải nào không có tác phẩm đạt
điểm tối thiểu thì không trao.
"""
DECLARATIONS = (
    "Tôi là tác giả của tác phẩm này và chịu trách nhiệm về nội dung.",
    "Tác phẩm chưa được công bố trước ngày phát động cuộc thi.",
    "Tôi đã đọc và đồng ý với thể lệ cuộc thi.",
)
PRIZES = (
    PrizeSpec("Giải A", 1, Decimal(86), 10_000_000),
    PrizeSpec("Giải B", 2, Decimal(75), 7_000_000),
    PrizeSpec("Giải C", 3, Decimal(70), 5_000_000),
    PrizeSpec("Giải Khuyến khích", 5, Decimal(60), 1_000_000),
)
OWN_FIELDS = (
    OwnField(
        "Tác phẩm thuộc lối viết nào?",
        "choice",
        options=("Nghị luận", "Ghi chép, phản ánh", "Kể chuyện"),
        is_required=False,
        for_judges=True,
    ),
    OwnField(
        "Bạn biết cuộc thi qua đâu?",
        "choice",
        help="Để ban tổ chức biết nên thông tin ở đâu.",
        options=("Báo, đài", "Cơ quan, đoàn thể", "Mạng xã hội", "Người quen"),
        is_required=False,
    ),
)
CRITERIA = (
    ("Đúng chủ đề, nội dung chính xác", 30, "Bám sát chủ đề, có thông tin đã kiểm chứng."),
    ("Lập luận và dẫn chứng", 30, "Lý lẽ rõ, dẫn chứng cụ thể, từ thực tế nơi mình sống."),
    ("Phát hiện mới, đề xuất thiết thực", 20, "Có góc nhìn riêng, đề xuất làm được."),
    ("Bố cục, ngôn ngữ", 20, "Bố cục hợp lý, câu văn trong sáng, đúng chính tả."),
)
# Prose may be written by hand, or be told as well; it is judged by a rubric of its own.
PROSE_CATEGORY = CategorySpec(
    "Tản văn, ghi chép",
    500,
    2500,
    file_kinds=(*USUAL_KINDS, "pictures"),
    works_per_author=3,
    prizes=PRIZES[1:],
    demands=Demands(recordings=("mp3",), recording_limit_mb=20),
    authors_most=2,
)
PROSE = (
    ("Cảm xúc chân thật, chi tiết sống động", 40, "Người đọc thấy được cảnh, được người, được việc."),
    ("Ý nghĩa, liên hệ với đời sống ở nơi mình ở", 30, "Từ chuyện nhỏ nói được điều đáng nghĩ."),
    ("Ngôn ngữ, giọng văn", 30, "Giọng riêng, câu văn trong sáng, đúng chính tả."),
)
EXTRA_PRIZES = (
    ExtraPrize("Giải Triển vọng", "promising", 2, 1_000_000, born_from=1996, only_without=True),
    ExtraPrize("Tác giả cao tuổi nhất", "oldest", 1, 1_000_000, among="judged"),
    ExtraPrize("Giải đề tài gia đình", "thematic", 1, 2_000_000),
)
# Departments and communes are ranked, with the schools and clinics below them.
UNIT_PRIZES = UnitPrizes(
    is_on=True,
    prizes=(UnitPrize("Giải tập thể", 2, 3_000_000),),
    counted="level:2",
    credit="split",
    admitted=Decimal(1),
    rate=Decimal("0.5"),
    points=tuple(
        PrizePoints(prize.name, Decimal(points), is_enough)
        for prize, points, is_enough in zip(PRIZES, (10, 7, 5, 2), (True, True, False, False), strict=True)
    ),
    admitted_least=2,
)
LEVELS = (("0.9", "Xuất sắc"), ("0.7", "Tốt"), ("0.5", "Đạt"), ("0", "Chưa đạt"))


def announce(people: Cast, dates: Calendar, *, title: str = TITLE) -> int:
    """Create, staff and announce the edition; return its id."""
    edition_id = create(title, 1, people.organiser, dates)
    with unit_of_work():
        for account, duty in people.officials():
            editing.appoint(edition_id, account, duty, actor_id=people.organiser, now=dates.announced)
        editing.appoint(
            edition_id,
            people.contact,
            Duty.UNIT_CONTACT,
            actor_id=people.organiser,
            now=dates.announced,
            unit_id=people.contact_unit,
        )
    with unit_of_work():
        editing.announce(edition_id, actor_id=people.organiser, now=dates.announced)
    return edition_id


def announce_open(organiser_id: int, dates: Calendar, *, title: str = OPEN_TITLE) -> int:
    """Create and announce a small edition without officials that takes works in now; return its id."""
    edition_id = create(title, 1, organiser_id, dates)
    with unit_of_work():
        editing.announce(edition_id, actor_id=organiser_id, now=dates.announced)
    return edition_id


def create(
    title: str, number: int, organiser_id: int, dates: Calendar, *, sealing: Sealing = NO_HOLDERS
) -> int:
    """Create an edition with its rubrics, as a draft; return its id."""
    spec = EditionSpec(
        title=title,
        number=number,
        year=dates.closes.year,
        time_zone=ZONE,
        opens_at=dates.opens,
        closes_at=dates.closes,
        categories=(
            CategorySpec(
                "Bài luận",
                500,
                3000,
                works_per_author=3,
                prizes=PRIZES,
                authors_most=2,
                demands=_demands(dates),
            ),
            PROSE_CATEGORY,
        ),
        rounds=(RoundSpec("Chung khảo", 2, Decimal(20), "mean"),),
        summary="Những điều tốt đẹp và những việc cần làm ở nơi chúng ta đang sống.",
        rules_text=RULES,
        declarations=DECLARATIONS,
        extra_prizes=EXTRA_PRIZES,
        unit_prizes=UNIT_PRIZES,
        identity=identity.ASKED,
        own_fields=OWN_FIELDS,
        keeps_drafts=True,
        milestones=(
            Milestone("screening", dates.coded),
            Milestone("round_1", dates.judged),
            Milestone("publication", dates.decided + timedelta(days=3)),
            Milestone("ceremony", dates.decided + timedelta(days=10)),
        ),
        sealing=sealing,
        level=Level(PROVINCE, quota=20, threshold=Decimal(70)),
        second_factor=(),  # whoever tries it out signs in with the password alone; the program says so
    )
    with unit_of_work():
        edition_id = editing.create_edition(
            spec, actor_id=organiser_id, now=dates.announced - timedelta(days=7)
        )
        _rubrics(edition_id, organiser_id, dates.announced)
    unit_prizes.count_people(edition_id, organiser_id, now=dates.announced)
    return edition_id


def _demands(dates: Calendar) -> Demands:
    """Essays as many contests ask for them: new at the launch, sources not counted, little taken from elsewhere."""
    return Demands(
        uncounted=UNCOUNTED,
        similarity=20,
        publication=UNPUBLISHED,
        published_from=dates.announced.date(),
        proof=LINK,
    )


def _rubrics(edition_id: int, organiser_id: int, now: datetime) -> None:
    """Write one rubric for all categories, and prose its own."""
    first, prose = queries.rounds(edition_id)[0], queries.categories(edition_id)[1]
    for criteria, category_id in ((CRITERIA, None), (PROSE, prose.id)):
        lines = tuple(_line(*each) for each in criteria)
        draft = Draft(first.id, Decimal(100), lines, category_id, design.POINTS)
        judging.save(draft, actor_id=organiser_id, now=now)


def _line(name: str, maximum: int, description: str) -> Line:
    settings = Settings(
        name=name,
        weight=Decimal(maximum),
        minimum=Decimal(0),
        maximum=Decimal(maximum),
        step=Decimal(1),
        descriptors=tuple(Descriptor(Decimal(share) * maximum, words) for share, words in LEVELS),
        description=description,
    )
    return Line("steps", settings)
