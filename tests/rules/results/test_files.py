import csv
import io
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contest.kernel.errors import RuleBroken
from contest.results.rules.files import COLUMNS, rank_file

SMALL = """entry,judge,score
E1,J1,80
E1,J2,85
E2,J2,90
E2,J3,76.5
E3,J1,82.5
E3,J3,82.5
E4,J1,60
E4,J2,61
E4,J3,61
"""


def refusal(text, **options):
    with pytest.raises(RuleBroken) as refused:
        rank_file(text, **options)
    return str(refused.value)


def places(text, **options):
    return [
        (row["entry"], row["rank"], row["value"])
        for row in csv.DictReader(io.StringIO(rank_file(text, **options)))
    ]


def test_a_small_contest_computed_by_hand():
    # E1 and E3 have 82.5 both; the higher lowest mark (82.5 against 80) decides. E2: 166.5 / 2. E4: 182 / 3.
    assert rank_file(SMALL) == (
        "category,entry,rank,rank_low,rank_high,value,mean,corrected,se,readings\n"
        ",E2,1,1,1,83.25,83.25,,,2\n"
        ",E3,2,2,3,82.5,82.5,,,2\n"
        ",E1,3,2,3,82.5,82.5,,,2\n"
        ",E4,4,4,4,60.666667,60.666667,,,3\n"
    )


def test_the_same_contest_as_json():
    found = json.loads(rank_file(SMALL, as_json=True, method="median"))
    rows = found.pop("standings")
    assert found == {"method": "median", "refused": None, "judges": [], "variance": [], "reliability": None}
    assert all(tuple(row) == COLUMNS for row in rows)
    assert rows[3] == {
        "category": "", "entry": "E4", "rank": 4, "rank_low": 4, "rank_high": 4,
        "value": 61.0, "mean": 60.666667, "corrected": None, "se": None, "readings": 3,
    }  # fmt: skip


@pytest.mark.parametrize(("method", "value"), [("mean", "46.666667"), ("trimmed", "60"), ("median", "60")])
def test_each_method_decides_the_value_and_the_mean_stands_beside_it(method, value):
    text = "entry,judge,score\nE,A,0\nE,B,60\nE,C,80\n"
    assert rank_file(text, method=method).splitlines()[1] == f",E,1,1,1,{value},46.666667,,,3"


def test_weighted_criteria_make_the_total_and_decide_ties():
    text = (
        "Category,Entry,Judge,Criterion,Weight,Score\n"
        'bút ký,"a, b",J,ideas,3,8\n'
        'bút ký,"a, b",J,form,1,4\n'
        "bút ký,c,J,form,1,10\n"
        "bút ký,c,J,ideas,3,6\n"
        "audio,d,J,voice,0.5,9\n"
    )
    # (3*8 + 4) / 4 = 7 and (3*6 + 10) / 4 = 7: the heavier criterion, ideas, decides
    assert rank_file(text).splitlines()[1:] == [
        "audio,d,1,1,1,9,9,,,1",
        'bút ký,"a, b",1,1,2,7,7,,,1',
        "bút ký,c,2,1,2,7,7,,,1",
    ]


def test_equally_heavy_criteria_decide_in_the_order_of_their_names():
    text = "entry,judge,criterion,score\nE,J,style,9\nE,J,form,5\nF,J,style,5\nF,J,form,9\n"
    assert places(text) == [("F", "1", "7"), ("E", "2", "7")]


def test_the_last_ties_are_drawn_from_the_seed():
    text = "entry,judge,score\n" + "".join(f"E{index},J,5\n" for index in range(8))
    orders = {seed: [entry for entry, _, _ in places(text, seed=seed)] for seed in ("", "a", "b")}
    assert len({tuple(order) for order in orders.values()}) == 3


def test_the_order_of_lines_and_columns_and_the_way_of_saving_change_nothing():
    lines = SMALL.splitlines()
    random.Random(1).shuffle(lines[1:])
    turned = [",".join(reversed(line.split(","))) for line in [lines[0], *reversed(lines[1:])]]
    windows = "\ufeff" + "\r\n".join(["", *turned, "", " , ,", ""])
    assert rank_file(windows) == rank_file(SMALL)


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("ABCDE"), st.sampled_from("xyz")),
        st.decimals(-99, 99, places=2),
        min_size=1,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_lines_gives_the_same_bytes(marks, chance):
    lines = [f"{entry},{judge},{score:f}\n" for (entry, judge), score in marks.items()]
    turned = chance.sample(lines, len(lines))
    head = "entry,judge,score\n"
    assert rank_file(head + "".join(turned), as_json=True) == rank_file(head + "".join(lines), as_json=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The file is empty. Its first line names the columns: entry,judge,score."),
        ("\ufeff\n\n", "The file is empty. Its first line names the columns: entry,judge,score."),
        (
            "entry,judge,score\n",
            "The file has no scores. Put one score on each line below the line of columns.",
        ),
        (
            "entry;judge;score\nE;J;7,5\n",
            "line 1: the columns are separated by semicolons. Save the file with commas instead.",
        ),
        (
            "entry\tjudge\tscore\n",
            "line 1: the columns are separated by tabs. Save the file with commas instead.",
        ),
        (
            "E1,J1,80\n",
            'line 1: the column "entry" is missing. The first line names the columns: entry,judge,score.',
        ),
        (
            "entry,judge,score,name\n",
            (
                'line 1: there is no column "name". Take it out, or rename it to one of'
                " entry, judge, score, category, criterion, weight."
            ),
        ),
        ("entry,judge,score,Score\n", 'line 1: the column "score" stands twice. Keep one.'),
    ],
)
def test_a_file_that_is_no_score_file_is_refused(text, told):
    assert refusal(text) == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "E,J",
            (
                "line 3: 2 cells where 3 are needed. Decimals are written with a point,"
                " and a comma inside a cell needs quotation marks."
            ),
        ),
        (
            "E,J,7,5",
            (
                "line 3: 4 cells where 3 are needed. Decimals are written with a point,"
                " and a comma inside a cell needs quotation marks."
            ),
        ),
        ('E,J,"7,5"', 'line 3: "7,5" has a decimal comma. Write it with a point: 7.5.'),
        ("E,J,seven", 'line 3: "seven" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,", 'line 3: "" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,nan", 'line 3: "nan" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,inf", 'line 3: "inf" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,1e3", 'line 3: "1e3" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,1/3", 'line 3: "1/3" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,٧", 'line 3: "٧" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J,=1+1", 'line 3: "=1+1" in the column "score" is not a number like 7 or 7.5.'),
        ("E,J," + "9" * 99, f'line 3: "{"9" * 40}" in the column "score" is not a number like 7 or 7.5.'),
        (",J,7", 'line 3: the column "entry" is empty.'),
        ("E, ,7", 'line 3: the column "judge" is empty.'),
        ("E0,J,8", "line 3: entry E0 has a score by judge J on line 2 already. Keep the one that counts."),
    ],
)
def test_a_bad_line_is_refused_by_its_number(line, told):
    assert refusal(f"entry,judge,score\nE0,J,7\n{line}\n") == told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('"E,J,7', "line 3: this is not CSV (unexpected end of data). "),
        ('"E"x,J,7', "line 3: this is not CSV ("),
        ("x" * 200_000 + ",J,7", "line 3: this is not CSV (field larger than field limit (131072)). "),
        ("E\0,J,7", "line 3: The text contains a null character"),
        ("E" + "\u0302" * 40 + ",J,7", "line 3: More than 30 accents"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_by_its_line(line, told):
    assert refusal(f"entry,judge,score\nE0,J,7\n{line}\n").startswith(told)


def test_lines_are_counted_as_in_an_editor():
    assert refusal('entry,judge,score\n\n"E\n0",J,7\nE1,J,x\n').startswith('line 5: "x"')


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            "E,J,c,a,1,7\nE,J,c,a,1,7\n",
            ("line 3: entry E has a score by judge J on line 2 already. Keep the one that counts."),
        ),
        (
            "E,J,c,a,1,7\nF,J,c,a,2,7\n",
            (
                'line 3: the criterion "a" has another weight than on line 2.'
                " A criterion has one weight in its category."
            ),
        ),
        (
            "E,J,c,a,1,7\nE,K,d,a,1,7\n",
            ('line 3: entry E is in the category "d" here and in "c" on line 2. An entry has one category.'),
        ),
        (
            "E,J,c,a,1,7\nE,J,c,b,1,7\nF,J,c,b,1,7\n",
            (
                "line 4: judge J has no score for entry F by the"
                ' criterion "a". Add the line, or take this reading out.'
            ),
        ),
        ("E,J,c,a,0,7\n", "line 2: a weight must be above 0."),
        ("E,J,c,a,-1,7\n", "line 2: a weight must be above 0."),
        ("E,J,c,a,,7\n", 'line 2: "" in the column "weight" is not a number like 7 or 7.5.'),
    ],
)
def test_lines_that_contradict_each_other_are_refused(lines, told):
    assert refusal("entry,judge,category,criterion,weight,score\n" + lines) == told


@pytest.mark.parametrize("method", ["borda", "corrected"])
def test_a_later_method_is_refused_before_the_file_is_looked_at(method):
    assert refusal("", method=method).startswith(f'The method "{method}" comes in a later version.')


def test_the_plain_model_goes_with_the_corrected_method_only():
    assert (
        refusal(SMALL, plain=True) == 'The plain model belongs to the method "corrected". Leave "plain" out.'
    )


@given(st.text(alphabet='entryjudgsco,;"\t\n\r 0123456789.-\0\ufeff\ud800', max_size=80))
def test_no_text_does_more_than_be_refused(text):
    with pytest.raises(RuleBroken):
        rank_file(text)
