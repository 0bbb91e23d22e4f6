"""Checks the published proof of a contest on any computer: this one file, Python 3.9 or newer, nothing else.

    python verify.py package.json [receipt.json …] [--key KEY]

`package.json`: what the contest published with its results. `receipt.json`: what an author kept, the proof of the own
entry. `KEY`: the contest's public key as it stood on a receipt or in a letter. Prints every check in Vietnamese and
English; ends with 0: all is well, 1: something is wrong, 2: cannot be read. The server uses this file, too.

Before judging, the contest published "roots" that stand for whole lists, as a fingerprint stands for a person: one over
all receipts when works were no longer taken in, and in each round one over what judges read. A root is a Merkle tree
hash (RFC 9162, 2.1) over these values, sorted:

    a receipt   SHA-256( 00 | SHA-256 of the signed receipt | its signature )
    a copy      SHA-256( 00 | "copy" LF code LF digest LF whence LF nonce )

`whence`: the receipt, or the copy of the round before; `nonce`: by chance, closed until the identities were opened. So
nobody could tell whose a copy is, and nobody can say later that it was another's. Signatures: Ed25519 (RFC 8032).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

# --- Merkle trees: RFC 9162, 2.1; all values as 64 hex digits -------------------------------------------------


def leaf_hash(data: bytes) -> str:
    return hashlib.sha256(b"\0" + data).hexdigest()


def node_hash(left: str, right: str) -> str:
    return hashlib.sha256(b"\1" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def levels(leaves: list[str]) -> list[list[str]]:
    """Return the rows of the tree, the leaves first; who has no neighbour moves up as they are."""
    rows = [list(leaves)]
    while len(rows[-1]) > 1:
        row = rows[-1]
        above = [node_hash(*row[at : at + 2]) for at in range(0, len(row) - 1, 2)]
        rows.append(above + row[len(above) * 2 :])
    return rows


def root_of(leaves: list[str]) -> str:
    """Return the one value that stands for all leaves."""
    return levels(leaves)[-1][0] if leaves else hashlib.sha256(b"").hexdigest()


def path_of(leaves: list[str], index: int) -> list[str]:
    """Return the neighbours on the way from a leaf to the root, the nearest first."""
    found = []
    for row in levels(leaves)[:-1]:
        if (index ^ 1) < len(row):
            found.append(row[index ^ 1])
        index >>= 1
    return found


def root_by(leaf: str, index: int, count: int, path: list[str]) -> str:
    """Return the root to which a path leads; "" where no such tree has it."""
    value, rest, last = leaf, list(path), count - 1
    while last > 0:
        if index & 1 or index < last:
            neighbour = rest.pop(0) if rest else ""
            value = node_hash(neighbour, value) if index & 1 else node_hash(value, neighbour)
        index, last = index >> 1, last >> 1
    return "" if rest or index else value


def receipt_leaf(document: str, signature: str) -> str:
    """Return what stands for a receipt: its signature keeps who guesses the text from finding it."""
    return leaf_hash(hashlib.sha256(document.encode()).digest() + bytes.fromhex(signature))


def copy_leaf(code: str, digest: str, whence: str, nonce: str) -> str:
    """Return what stands for a copy that judges read."""
    return leaf_hash(f"copy\n{code}\n{digest}\n{whence}\n{nonce}".encode())


# --- Ed25519: RFC 8032, 5.1.7 ---------------------------------------------------------------------------------

_Point = tuple[int, int, int, int]
_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_HALF = pow(2, (_P - 1) // 4, _P)


def _point(encoded: bytes) -> _Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    x = x * _HALF % _P if (x * x - square) % _P else x
    x = _P - x if x & 1 != sign else x
    return None if (x * x - square) % _P or x == _P else (x, y, 1, x * y % _P)


def _plus(p: _Point, q: _Point) -> _Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * _D, 2 * p[2] * q[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, p: _Point) -> _Point:
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _plus(found, p)
        p, number = _plus(p, p), number >> 1
    return found


def verifies(key: str, message: bytes, signature: str) -> bool:
    """Tell whether the Ed25519 signature (128 hex digits) is of this message by this public key (64)."""
    try:
        public, signed = bytes.fromhex(key), bytes.fromhex(signature)
    except (TypeError, ValueError):
        return False
    if len(public) != 32 or len(signed) != 64:
        return False
    a, r, s = _point(public), _point(signed[:32]), int.from_bytes(signed[32:], "little")
    base = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    # A key of small order would "sign" everything; a number beyond the order would be a second signature.
    if a is None or r is None or base is None or s >= _ORDER or _times(8, a)[0] % _P == 0:
        return False
    h = int.from_bytes(hashlib.sha512(signed[:32] + public + message).digest(), "little") % _ORDER
    (x, y, z, _), (u, v, w, _) = _times(s, base), _plus(r, _times(h, a))
    return (x * w - u * z) % _P == (y * w - v * z) % _P == 0


# --- what was signed ------------------------------------------------------------------------------------------

COMMITMENT, JOINED = "contest-commitment 1", "contest-joined 1"
RECEIPTS, COPIES = "receipts", "copies"
# What became of a receipt: its work was judged; judged, and taken back by the author later; the rest was not.
JUDGED, WITHDRAWN_LATER = "judged", "withdrawn-later"
REPLACED, WITHDRAWN, REFUSED, UNJUDGED = "replaced", "withdrawn", "refused", "unjudged"
FATES = (JUDGED, WITHDRAWN_LATER, REPLACED, WITHDRAWN, REFUSED, UNJUDGED)
PACKAGE, ENTRY = "contest-proof 1", "contest-entry 1"


def statement(kind: str, said: dict[str, object]) -> str:
    """Return the lines that are signed."""
    return "".join(f"{line}\n" for line in (kind, *(f"{name} {value}" for name, value in said.items())))


def read(kind: str, lines: str) -> dict[str, str]:
    """Return what signed lines say. Raises ValueError where they are not of this kind."""
    first, *rest = lines.splitlines()
    said = dict(line.split(" ", 1) for line in rest)
    if first != kind or statement(kind, dict(said)) != lines:
        raise ValueError(f"not a statement of the kind {kind}")
    return said


def digest_of(package: dict[str, Any]) -> str:
    """Return what the last statement signs: the SHA-256 of everything that was joined."""
    joined = {name: package[name] for name in ("edition", "receipts", "rounds")}
    content = json.dumps(joined, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()


# --- the checks -----------------------------------------------------------------------------------------------

Line = tuple[bool, str, dict[str, Any]]  # whether it is good, the name of the sentence, what fills it
_Json = dict[str, Any]


def check(package: _Json | None, kept: list[_Json], key: str = "") -> list[Line]:
    """Check a package, and what authors kept; either may be missing. Raises KeyError, TypeError, ValueError."""
    keys = {each["key"] for each in ([package] if package else []) + kept if "key" in each}
    found: list[Line] = [(False, "key", {"key": other}) for other in keys if key and other != key]
    if package:
        for number, tree in enumerate(package["receipts"], start=1):
            found += _signed(RECEIPTS, tree, number, package, [leaf for leaf, _ in tree["leaves"]])
        found += [*_rounds(package), *_joined(package)]
    for each in kept:
        found += _kept(each, package)
    return found


def _signed(of: str, tree: _Json, number: int, package: _Json, leaves: list[str]) -> Iterator[Line]:
    where = {"of": of, "number": number}
    said = read(COMMITMENT, tree["statement"])
    if not verifies(package["key"], tree["statement"].encode(), tree["signature"]):
        yield False, "signature", where
    if (said["edition"], said["of"], said["number"]) != (package["edition"], of, str(number)):
        yield False, "elsewhere", where
    if int(said["count"]) != len(leaves):
        yield False, "count", {**where, "said": said["count"], "found": len(leaves)}
    if leaves != sorted(set(leaves)):
        yield False, "order", where
    if root_of(leaves) != said["root"]:
        yield False, "root", where
    yield True, "committed", {**where, **said, "number": number}


def _fates(package: _Json) -> dict[str, str]:
    return {leaf: fate for tree in package["receipts"] for leaf, fate in tree["leaves"]}


def _rounds(package: _Json) -> Iterator[Line]:
    fates = _fates(package)
    before = set(fates)
    for number, tree in enumerate(package["rounds"], start=1):
        copies = tree["copies"]
        yield from _signed(COPIES, tree, number, package, [each["leaf"] for each in copies])
        sources: dict[str, list[str]] = {}
        for each in copies:
            sources.setdefault(each["from"], []).append(each["code"])
            if each["leaf"] != copy_leaf(each["code"], each["digest"], each["from"], each["nonce"]):
                yield False, "copy", {"code": each["code"]}
        yield from _origins(sources, before)
        yield from _against_fates(fates, sources) if number == 1 else ()
        before = {each["leaf"] for each in copies}


def _origins(sources: dict[str, list[str]], before: set[str]) -> Iterator[Line]:
    for source, codes in sources.items():
        if source not in before:
            yield False, "added", {"code": codes[0]}
        if len(codes) > 1:
            yield False, "doubled", {"codes": ", ".join(codes)}


def _against_fates(fates: dict[str, str], sources: dict[str, list[str]]) -> Iterator[Line]:
    for leaf, fate in fates.items():
        is_judged = fate in (JUDGED, WITHDRAWN_LATER)
        if is_judged and leaf not in sources:
            yield False, "dropped", {"leaf": leaf}
        elif not is_judged and leaf in sources:
            yield False, "silent", {"code": sources[leaf][0], "leaf": leaf, "fate": fate}


def _joined(package: _Json) -> Iterator[Line]:
    part = package["joined"]
    said = read(JOINED, part["statement"])
    if not verifies(package["key"], part["statement"].encode(), part["signature"]):
        yield False, "signature", {"of": "joining", "number": ""}
    if said["edition"] != package["edition"]:
        yield False, "elsewhere", {"of": "joining", "number": ""}
    if said["digest"] != digest_of(package):
        yield False, "changed", {}
    counted = Counter(_fates(package).values())
    for fate in FATES:
        if int(said[fate]) != counted[fate]:
            yield False, "numbers", {"fate": fate, "said": said[fate], "found": counted[fate]}
    trees = [*package["receipts"], *package["rounds"]]
    made = [*(read(COMMITMENT, each["statement"])["made"] for each in trees), said["made"]]
    if made != sorted(made):
        yield False, "time", {"times": ", ".join(made)}
    yield True, "joined", {fate.replace("-", "_"): said[fate] for fate in FATES}
    yield True, "by", {"key": package["key"]}


def _kept(kept: _Json, package: _Json | None) -> Iterator[Line]:
    number = {"number": kept["number"]}
    if "leaf" not in kept:
        yield False, "no-signature", number
        return
    yield from _own(kept, number) if "document" in kept else [(True, "no-document", number)]
    said = read(COMMITMENT, kept["committed"])
    if not verifies(kept["key"], kept["committed"].encode(), kept["committed_signature"]):
        yield False, "signature", {"of": RECEIPTS, "number": said["number"]}
    if root_by(kept["leaf"], int(kept["index"]), int(said["count"]), kept["path"]) != said["root"]:
        yield False, "path", number
    yield from found_in(package, kept) if package else [(True, "committed-own", {**said, **number})]


def _own(kept: _Json, number: dict[str, str]) -> Iterator[Line]:
    if not verifies(kept["key"], kept["document"].encode(), kept["signature"]):
        yield False, "receipt", number
    is_own = json.loads(kept["document"])["number"] == kept["number"]
    if not is_own or receipt_leaf(kept["document"], kept["signature"]) != kept["leaf"]:
        yield False, "leaf", number


def found_in(package: _Json, kept: _Json) -> Iterator[Line]:
    number, at, fates = {"number": kept["number"]}, kept["leaf"], _fates(package)
    if kept["key"] != package["key"]:
        yield False, "other-key", {**number, "key": package["key"]}
    if kept["committed"] not in [tree["statement"] for tree in package["receipts"]]:
        yield False, "other-root", number
    if at not in fates:
        yield False, "absent", number
        return
    codes: list[str] = []
    for each in (copy for tree in package["rounds"] for copy in tree["copies"]):
        if each["from"] == at:
            codes.append(each["code"])
            at = each["leaf"]
    yield True, "own", {**number, "codes": ", ".join(codes) or "–", "fate": fates[kept["leaf"]]}


# --- in words: Vietnamese, and English below it ----------------------------------------------------------------

_TABLE = """
receipts: Danh sách biên nhận | List of receipts
copies: Danh sách bản rọc phách, vòng | List of blind copies, round
joining: Bản ghép phách | Joining of codes and entries
judged: đã được chấm | judged
withdrawn-later: tác giả rút sau khi đã lên phách | withdrawn by its author after the codes were drawn
replaced: đã thay bằng phiên bản sau | replaced by a later version
withdrawn: tác giả đã rút | withdrawn by its author
refused: không được nhận | refused
unjudged: không đưa ra chấm | not sent to the judges
committed: {of} {number}: {count}, công bố lúc {made}, gốc {root}.
  | {of} {number}: {count}, committed at {made}, root {root}.
joined: Đã chấm {judged}; rút trước {withdrawn}, rút sau {withdrawn_later}; thay {replaced}; không nhận {refused};
    không đưa ra chấm {unjudged}.
  | Judged {judged}; withdrawn before {withdrawn}, later {withdrawn_later}; replaced {replaced}; refused {refused}; not
    judged {unjudged}.
by: Khóa công khai đã ký, hãy so với biên nhận hoặc thư: {key}
  | Public key that signed, compare it with a receipt or letter: {key}
committed-own: Biên nhận {number} nằm trong số {count} biên nhận công bố lúc {made}, gốc {root}.
  | Receipt {number} is one of the {count} committed at {made}, root {root}.
no-document: Tệp của biên nhận {number} không kèm chính biên nhận: chỉ kiểm được đường dẫn tới gốc.
  | The file of receipt {number} is without the receipt itself: only its path to the root is checked.
no-signature: Biên nhận {number} thiếu chữ ký: hãy tải tệp bằng chứng ở trang của biên nhận.
  | Receipt {number} is without its signature: download the proof on the page of the receipt.
own: Biên nhận {number} có trong danh sách: {fate}, số phách {codes}.
  | Receipt {number} is in the list: {fate}, code {codes}.
key: Khóa ký là {key}, không phải khóa bạn đưa ra: người khác đã ký.
  | It is signed with the key {key}, not with the one you gave: somebody else signed.
signature: {of} {number}: chữ ký không khớp; số lượng, thời điểm hoặc gốc đã bị sửa, hoặc khóa khác đã ký.
  | {of} {number}: wrong signature; count, time or root were changed, or another key signed.
elsewhere: {of} {number}: thuộc cuộc thi hoặc danh sách khác. | {of} {number}: of another contest or list.
count: {of} {number}: đã công bố {said}, ở đây có {found}. | {of} {number}: {said} were committed, {found} are here.
order: {of} {number}: có mục lặp lại hoặc sai thứ tự. | {of} {number}: something stands twice or out of order.
root: {of} {number}: không khớp gốc đã công bố; có mục bị thêm, bớt hoặc thay.
  | {of} {number}: not what was committed; something was added, taken away or changed.
copy: Bản {code}: số phách, nội dung, nguồn hoặc số ngẫu nhiên không như đã công bố; bị sửa hoặc tráo.
  | Copy {code}: code, content, origin or nonce is not as committed; it was changed or exchanged.
added: Bản {code} không bắt nguồn từ mục nào đã công bố: bị thêm vào.
  | Copy {code} comes from nothing that was committed: it was added.
doubled: Các bản {codes} bắt nguồn từ cùng một tác phẩm. | The copies {codes} come from the same entry.
dropped: Mục {leaf} ghi là đã chấm nhưng không có bản rọc phách: bị bỏ.
  | The entry {leaf} is said to be judged and has no copy: it was dropped.
silent: Bản {code} đã được chấm, nhưng mục gốc {leaf} lại ghi: {fate}.
  | Copy {code} was judged, but its entry {leaf} is said to be: {fate}.
changed: Gói bằng chứng đã bị sửa sau khi ký. | The package was changed after it was signed.
numbers: Số “{fate}”: công bố {said}, đếm được {found}. | Number “{fate}”: {said} stated, {found} counted.
time: Các thời điểm không theo thứ tự: {times}. | The times are out of order: {times}.
receipt: Biên nhận {number}: chữ ký không khớp. | Receipt {number}: wrong signature.
leaf: Biên nhận {number}: giá trị trong cây không phải của biên nhận này.
  | Receipt {number}: the value in the tree is not of this receipt.
path: Biên nhận {number}: đường dẫn không tới gốc đã công bố.
  | Receipt {number}: its path does not lead to the committed root.
other-key: Biên nhận {number} được ký bằng khóa khác với gói ({key}): gói do người khác ký.
  | Receipt {number} has another key than the package ({key}): somebody else signed the package.
other-root: Biên nhận {number}: gốc đã nhận khi đóng nhận bài không có trong gói: danh sách đã bị thay.
  | Receipt {number}: the root given out at closing is not in the package: the list was replaced.
absent: Biên nhận {number} không có trong gói: tác phẩm đã bị bỏ.
  | Receipt {number} is not in the package: the entry was dropped.
"""
_ROWS = re.findall(
    r"^(\S+): (.*?)\s*\| (.*)$", _TABLE.replace("\n  ", " ").replace("    ", " "), re.MULTILINE
)
WORDS = {name: (vietnamese, english) for name, vietnamese, english in _ROWS}


def sentence(line: Line, language: int) -> str:
    """Return a line in words; 0: Vietnamese, 1: English."""
    fields = {key: WORDS[each][language] if each in WORDS else each for key, each in line[2].items()}
    return str(WORDS[line[1]][language].format(**fields))


def main(arguments: list[str], out: TextIO, errors: TextIO) -> int:
    """Check the named files and say what was found, what is wrong last; return how the program ends."""
    names = list(arguments)
    key = names.pop(names.index("--key") + 1) if "--key" in names[:-1] else ""
    try:
        found = [json.loads(Path(name).read_bytes()) for name in names if name != "--key"]
        packages = [each for each in found if each.get("format") == PACKAGE]
        kept = [each for each in found if each not in packages]
        lines = sorted(check(packages[-1] if packages else None, kept, key), key=lambda line: not line[0])
        told = [f"{'✓' if each[0] else '✗'} {sentence(each, 0)}\n  {sentence(each, 1)}\n" for each in lines]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        errors.write(f"Không đọc được / cannot be read: {type(error).__name__}: {error}\n")
        return 2
    out.write("".join(told) or __doc__)
    return 0 if lines and lines[-1][0] else 1


if __name__ == "__main__":
    with open(1, "w", encoding="utf-8", closefd=False) as terminal:
        sys.exit(main(sys.argv[1:], terminal, sys.stderr))
