"""Numbers of somebody's papers, and names on social networks, by the words that stand before them."""

import re
from collections.abc import Iterator
from typing import Final

ID_NUMBER: Final = "id-number"
ACCOUNT: Final = "account"

# Written with or without marks; the text is searched as it is.
_PAPERS: Final = (
    "cccd|cmnd|cmt|cmtnd|cmqđ|căn cước|căn cước công dân|chứng minh nhân dân|chứng minh thư|hộ chiếu|"
    "(?:số |mã |mã số )?định danh(?: cá nhân)?|thẻ đảng(?: viên)?|thẻ nhà báo|thẻ ngành|"
    "số hiệu(?: cand| quân nhân| cán bộ)?|msnv|mssv|mst|sổ bhxh|số bhxh|thẻ bhyt|"
    "mã (?:số )?(?:cán bộ|công chức|viên chức|nhân viên|sinh viên|học sinh|thuế|bhxh|bảo hiểm(?: xã hội)?|giáo viên)|"
    "(?:số )?tài khoản(?: ngân hàng)?|stk|tk(?: ngân hàng)?|số tk"
)
_BARE_PAPERS: Final = (
    "can cuoc|can cuoc cong dan|chung minh nhan dan|chung minh thu|ho chieu|dinh danh|the dang(?: vien)?|so hieu|"
    "ma so thue|tai khoan(?: ngan hang)?"
)
_BETWEEN: Final = r"(?:[\s:.\-–(]|số|so|của tôi|là|cá nhân|công dân|ngân hàng){0,6}"
_NUMBER: Final = r"(?P<it>[A-Z]{0,3}\d(?:[ .\-–/]?\d){4,18})"
_NAMED: Final = re.compile(
    rf"(?<![^\W_])(?:{_PAPERS}|{_BARE_PAPERS}){_BETWEEN}{_NUMBER}(?!\d)", re.IGNORECASE
)
# Twelve digits that begin as those of citizens do: 0, the province, the century and sex, the year.
_CITIZEN: Final = re.compile(r"(?<![\d.,/+])0\d{2}(?:[ .]?\d{3}){3}(?![\d]|[.,/]\d)")

_NETWORKS: Final = (
    "facebook|fb|zalo|tiktok|tik tok|instagram|insta|youtube|telegram|viber|twitter|threads|linkedin|skype|wechat|"
    "messenger|nick|nickname|nick name|tên tài khoản|trang cá nhân"
)
_HANDLE: Final = r"(?P<it>@?[a-z][a-z0-9]*(?:[._\-]?[a-z0-9]+)*)"
# Without a colon only what no word looks like: with a digit, a stop or a low line in it.
_ODD_HANDLE: Final = r"(?P<it>(?=[a-z]*[\d._@])@?[a-z0-9]+(?:[._][a-z0-9]+)*)(?![^\W_])"
_ACCOUNTS: Final = (
    re.compile(r"(?<![\w.+\-@])(?P<it>@[a-zA-Z][\w.]{2,40})(?![\w@])"),
    re.compile(
        rf"(?<![^\W_])(?:{_NETWORKS})(?:\s?(?:cá nhân|của tôi))?\s?[:\-–]\s?{_HANDLE}(?![^\W_])",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![^\W_])(?:{_NETWORKS})\s{_ODD_HANDLE}", re.IGNORECASE),
)


def numbered(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the numbers of papers and bank accounts, whosever they are."""
    for found in _NAMED.finditer(text):
        yield *found.span("it"), ID_NUMBER
    for found in _CITIZEN.finditer(text):
        yield *found.span(), ID_NUMBER


def accounts(text: str) -> Iterator[tuple[int, int, str]]:
    """Give names on social networks, whosever they are."""
    for pattern in _ACCOUNTS:
        for found in pattern.finditer(text):
            yield *found.span("it"), ACCOUNT
