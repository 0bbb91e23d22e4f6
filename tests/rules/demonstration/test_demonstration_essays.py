"""Tests of the essay generator."""

import itertools
import random
import re
import unicodedata
from collections import Counter
from functools import cache
from statistics import mean

import pytest

from contest.anonymisation.rules.leaks import Identity, find_leaks
from contest.demonstration.essays import LONGEST, SHORTEST, Essay, Kind, essay, topic_names
from contest.demonstration.people import people
from contest.demonstration.phrasebook import topics
from contest.demonstration.units import units
from contest.kernel.text import count_words, fold, nfc

FORBIDDEN = """
    đảng; chính trị; bầu cử; tôn giáo; chiến tranh; biểu tình; chủ quyền; tư tưởng; cách mạng; bác hồ; quân đội;
    thù địch; zalo; facebook; google; tiktok; youtube
"""


@cache
def many() -> tuple[Essay, ...]:
    rng = random.Random(20)
    titles: set[str] = set()
    made = []
    for _ in range(600):
        made.append(essay(rng, words=rng.randint(600, 2500), taken=titles))
        titles.add(made[-1].title)
    return tuple(made)


def test_the_same_seed_writes_the_same_essay_and_another_seed_another():
    first, again, other = (essay(random.Random(seed), words=900) for seed in (1, 1, 2))
    assert first == again
    assert first.text != other.text


@pytest.mark.parametrize("words", [500, 550, 600, 800, 1200, 1300, 1800, 2500, 3000])
@pytest.mark.parametrize("topic", topics())
def test_the_length_is_within_five_per_cent_of_what_was_asked(topic, words):
    for seed in range(6):
        written = essay(random.Random(seed), words=words, topic=topic)
        assert abs(written.words - words) <= 0.05 * words
        assert written.words == count_words(written.text)
        assert written.topic == topic


@pytest.mark.parametrize("words", [SHORTEST - 1, LONGEST + 1, 0])
def test_a_length_that_cannot_be_written_is_refused(words):
    with pytest.raises(ValueError, match="words"):
        essay(random.Random(1), words=words)


def test_an_unknown_topic_is_refused():
    with pytest.raises(KeyError):
        essay(random.Random(1), words=900, topic="chess")


def test_there_are_twelve_topics_with_vietnamese_names_and_all_are_chosen():
    assert len(topic_names()) == 12
    assert topic_names()["river"] == "Giữ sạch dòng sông quê"
    assert {written.topic for written in many()} == set(topic_names())


def test_titles_that_are_taken_are_not_given_again():
    assert len({written.title for written in many()}) == 600


def test_a_title_is_refused_when_all_are_taken():
    class Everything(set):
        def __contains__(self, title):
            return True

    with pytest.raises(ValueError, match="taken"):
        essay(random.Random(1), words=600, taken=Everything())


def test_titles_differ_nearly_always_even_when_nothing_is_said_to_be_taken():
    rng = random.Random(3)
    titles = Counter(essay(rng, words=500).title for _ in range(800))
    assert len(titles) > 790
    assert all(20 <= len(title) <= 160 for title in titles)


def test_long_paragraphs_are_hardly_ever_alike():
    long = Counter(
        paragraph.text
        for written in many()
        for paragraph in written.paragraphs
        if len(paragraph.text.split()) > 40
    )
    assert sum(long.values()) > 8000
    assert sum(times for times in long.values() if times > 1) < 0.005 * sum(long.values())


def test_two_essays_on_one_topic_share_little_of_their_wording():
    shingles = [
        {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
        for words in (written.text.split() for written in many() if written.topic == "river")
    ]
    likeness = [len(a & b) / len(a | b) for a, b in itertools.combinations(shingles, 2)]
    assert mean(likeness) < 0.12
    assert max(likeness) < 0.3


def test_an_essay_hardly_ever_repeats_a_sentence():
    repeating = 0
    for written in many():
        sentences = re.split(r"(?<=[.?!]) ", " ".join(paragraph.text for paragraph in written.paragraphs))
        repeating += len(sentences) != len(set(sentences))
    assert repeating < 0.08 * 600


def test_the_text_is_nfc_and_clean():
    for written in many():
        whole = f"{written.title}\n{written.text}"
        assert nfc(whole) == whole
        assert unicodedata.is_normalized("NFC", whole)
        assert re.search(r"[\[\]{}|#=]|\.\.|,,| [,.;:?!]|  |“”|[,;:]\.", whole) is None, whole


def test_every_sentence_begins_with_a_capital_and_ends_with_a_mark():
    for written in many():
        assert re.match(r"[“\W\d]*[^\W\d_]", written.title)
        assert written.title[0] == written.title[0].upper()
        for paragraph in written.paragraphs:
            assert not re.sub(r"\W", "", paragraph.text)[0].islower(), paragraph.text
            if paragraph.kind is not Kind.HEADING:
                assert paragraph.text[-1] in ".?!:”", paragraph.text


def test_no_forbidden_subject_is_touched():
    words = [word.strip() for word in FORBIDDEN.split(";")]
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    assert [
        pattern.findall(f"{w.title} {w.text}") for w in many() if pattern.search(f"{w.title} {w.text}")
    ] == []


def test_headings_lists_quotes_and_notes_occur_but_not_everywhere():
    share = Counter(kind for w in many() for kind in {paragraph.kind for paragraph in w.paragraphs})
    assert share[Kind.TEXT] == 600
    assert all(100 < share[kind] < 500 for kind in (Kind.HEADING, Kind.ITEM, Kind.QUOTE, Kind.NOTE)), share


def test_a_note_has_its_mark_in_the_text():
    for written in many():
        notes = [p.text for p in written.paragraphs if p.kind is Kind.NOTE]
        body = " ".join(p.text for p in written.paragraphs if p.kind is not Kind.NOTE)
        assert body.count("(1)") == len(notes)
        assert all(note.startswith("(1) ") for note in notes)


def test_an_essay_follows_its_plan_from_opening_to_closing():
    written = next(w for w in many() if w.words > 1800 and any(p.kind is Kind.HEADING for p in w.paragraphs))
    kinds = [paragraph.kind for paragraph in written.paragraphs]
    assert kinds[0] is Kind.TEXT
    assert kinds.count(Kind.HEADING) == 5
    assert all(
        after is not Kind.HEADING for before, after in itertools.pairwise(kinds) if before is Kind.HEADING
    )
    assert kinds[-1] in {Kind.TEXT, Kind.NOTE}


def test_every_number_of_points_asked_for_by_length_is_there():
    short, long = (essay(random.Random(5), words=words, topic="river") for words in (600, 2500))
    assert 6 <= len(short.paragraphs) <= 20
    assert 22 <= len(long.paragraphs) <= 45


def test_an_essay_does_not_tell_its_author_unless_asked_to():
    rng = random.Random(4)
    told = 0
    for person in people(rng, 300, units=units()):
        written = essay(rng, words=700)
        whole = fold(f"{written.title} {written.text}")
        assert fold(person.name) not in whole
        assert fold(person.unit.name) not in whole
        told += bool(find_leaks(f"{written.title}\n{written.text}", _identity(person)))
    assert told <= 6


def test_a_self_identifying_essay_tells_its_author_and_the_leak_search_finds_it():
    rng = random.Random(4)
    kinds = Counter()
    for person in people(rng, 300, units=units()):
        written = essay(rng, words=rng.randint(500, 1500), self_identifying=person)
        assert person.name in written.text
        found = {finding.kind for finding in find_leaks(written.text, _identity(person))}
        assert "name" in found
        kinds.update(found)
    assert kinds["name"] == 300
    assert all(kinds[kind] > 25 for kind in ("unit", "phone", "email")), kinds


def test_a_self_identifying_essay_keeps_to_the_length_too():
    rng = random.Random(6)
    for person in people(rng, 60, units=units()):
        words = rng.randint(500, 2500)
        assert abs(essay(rng, words=words, self_identifying=person).words - words) <= 0.05 * words


def _identity(person):
    phones = (person.phone,) if person.phone else ()
    return Identity((person.name,), (person.unit.name,), (person.email,), phones)
