"""The command that shows what a judge would see of a file."""

import json

import pytest

from contest.anonymisation.blindfile import blind_file, run
from contest.anonymisation.rules.leaks import Identity
from contest.kernel.errors import RuleBroken
from tests import deepgrep, hostile, planted, planted_pdf, planted_pictures, played

AN = Identity(names=("Nguyễn Văn An",), units=("Trường THPT Lê Lợi",))


@pytest.fixture
def essay(tmp_path):
    path = tmp_path / "ZQXNameOfTheFile.docx"
    path.write_bytes(hostile.word("<w:p><w:r><w:t>Em là Nguyễn Văn An, học ở Lê Lợi.</w:t></w:r></w:p>"))
    return path


def test_a_file_is_blinded_under_a_random_code(essay):
    one, other = blind_file(essay, identity=AN), blind_file(essay, identity=AN)
    assert one.code != other.code
    assert (one.kind, one.rendition) == ("docx", other.rendition)
    assert [(item.kind, item.token) for item in one.findings] == [
        ("name", "Nguyễn Văn An"),
        ("unit", "Lê Lợi"),
    ]


def test_the_name_of_the_file_is_searched_for_too(tmp_path):
    path = tmp_path / "Pham Lan Huong.txt"
    path.write_text("Viết bởi Phạm Lan Hương.", encoding="utf-8")
    assert [item.kind for item in blind_file(path, identity=Identity()).findings] == ["file-name"]


def test_nothing_written_carries_the_name_of_the_file_or_of_the_author(tmp_path):
    files = []
    for ending, made in (("docx", planted.word_document()), ("pdf", planted_pdf.pdf_document())):
        files.append(tmp_path / f"ZQXFile.{ending}")
        files[-1].write_bytes(made.raw)
    out = tmp_path / "out"
    text, refused = run(files, AN, out, as_json=False)
    assert refused == []
    written = sorted(out.iterdir())
    assert [path.suffix for path in written].count(".html") == 2
    assert [path.suffix for path in written].count(".pdf") == 2
    assert len(written) == 5
    assert deepgrep.tokens_in([path.read_bytes() for path in written]) == set()
    assert deepgrep.tokens_in([path.name for path in written]) == set()
    assert "left out header: ZQXHeader" in text


def test_the_report_can_be_read_by_programs(essay, tmp_path):
    text, refused = run([essay], AN, tmp_path / "out", as_json=True)
    (report,) = json.loads(text)["files"]
    assert refused == []
    assert (tmp_path / "out" / f"{report['code']}.html").read_text(encoding="utf-8") == (
        f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{report["code"]}</title>\n<body>\n'
        "<p>Em là Nguyễn Văn An, học ở Lê Lợi.</p>\n</body>\n</html>\n"
    )
    del report["code"], report["written"], report["removed"]
    excerpt = "Em là Nguyễn Văn An, học ở Lê Lợi."
    assert report == {
        "file": str(essay),
        "kind": "docx",
        "words": 9,
        "flags": [],
        "findings": [
            {
                "kind": "name",
                "start": 6,
                "end": 19,
                "token": "Nguyễn Văn An",
                "excerpt": excerpt,
                "weight": 100,
            },
            {"kind": "unit", "start": 27, "end": 33, "token": "Lê Lợi", "excerpt": excerpt, "weight": 55},
        ],
    }


def test_a_file_that_cannot_be_shown_is_named_and_the_others_go_on(essay, tmp_path):
    bad = tmp_path / "a.pdf"
    bad.write_bytes(b"%PDF-1.4 nonsense")
    text, refused = run([bad, tmp_path / "missing.txt", essay, tmp_path], AN, tmp_path / "out", as_json=False)
    sentence = "There is no such file, or it may not be read. Check its name and its permissions."
    assert refused[0].startswith(f"{bad}: The PDF is damaged")
    assert refused[1:] == [f"{tmp_path / 'missing.txt'}: {sentence}", f"{tmp_path}: {sentence}"]
    assert text.startswith(f"{essay} -> ")
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".html", ".pdf"]


def test_a_recording_is_made_anew_and_what_was_left_out_is_told(tmp_path):
    film, bad = tmp_path / "ZQXFilm.MP4", tmp_path / "bad.mp3"
    film.write_bytes(played.planted_film(behind=b""))
    bad.write_bytes(b"no recording")
    out = tmp_path / "out"
    text, problems = run([film, bad], AN, out, as_json=True)
    report, refused = json.loads(text)["files"]
    (written,) = out.iterdir()

    assert len(problems) == 1
    assert refused["error"][:41] == "This is neither an MP3 nor an MP4 recordi"
    assert (written.name, report["written"]) == (f"{report['code']}.mp4", [f"{report['code']}.mp4"])
    assert deepgrep.tokens_in(written.read_bytes()) == set()
    assert (report["kind"], report["seconds"], report["words"], report["findings"]) == ("mp4", 2, 0, [])
    assert report["flags"] == ["cover", "other-tracks", "recording", "subtitles"]
    assert {"kind": "property", "text": "ZQXmetaartist"} in report["removed"]
    told, _ = run([film], AN, out, as_json=False)
    assert told.splitlines()[0].endswith(".mp4 (2 seconds)")


def test_a_photographed_page_is_drawn_anew(tmp_path):
    files = []
    for ending, made in (
        ("jpg", planted_pictures.planted_jpeg), ("png", planted_pictures.planted_png),
        ("webp", planted_pictures.planted_webp),
    ):  # fmt: skip
        files.append(tmp_path / f"ZQXFile.{ending}")
        files[-1].write_bytes(made())
    out = tmp_path / "out"
    text, refused = run(files, AN, out, as_json=True)
    assert refused == []
    reports = json.loads(text)["files"]
    assert [(each["kind"], "no-text" in each["flags"], len(each["written"])) for each in reports] == [
        ("pictures", True, 3)
    ] * 3
    assert deepgrep.tokens_in([path.read_bytes() for path in out.iterdir()]) == set()
    assert "ZQX" in json.dumps(reports[0]["removed"])


def test_a_file_over_the_limit_is_not_even_read_whole(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(10**12)
    with pytest.raises(RuleBroken) as refusal:
        blind_file(path, identity=AN)
    assert refusal.value.params == {"limit": "20"}
