"""Believable Vietnamese essays on neutral civic subjects, put together from the phrase files."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from contest.demonstration.people import Person
from contest.demonstration.phrasebook import Template, book, topics
from contest.demonstration.writer import Writer

SHORTEST, LONGEST = 500, 3000
TOLERANCE = 0.03  # of the asked words; what is promised is 5 %
HALF_A_SCENE, CLOSING = 45, 65  # words, about
LONG = 1300  # words from which the parts are fuller


class Kind(StrEnum):
    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    QUOTE = "quote"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Essay:
    title: str
    paragraphs: tuple[Paragraph, ...]
    topic: str

    @property
    def text(self) -> str:
        """The body without the title, a blank line between paragraphs."""
        return "\n\n".join(paragraph.text for paragraph in self.paragraphs)

    @property
    def words(self) -> int:
        """White-space tokens of the body, as the contest counts them."""
        return len(self.text.split())


@dataclass(slots=True)
class Draft:
    """A paragraph while it may still lose its last sentences, down to `keep` of them, or grow if it `grows`."""

    kind: Kind
    sentences: list[str]
    keep: int = 1
    grows: bool = False

    @property
    def words(self) -> int:
        return sum(len(sentence.split()) for sentence in self.sentences)

    def cuttable(self) -> bool:
        return self.kind is Kind.TEXT and len(self.sentences) > self.keep

    def finished(self) -> Paragraph:
        return Paragraph(self.kind, " ".join(self.sentences))


def essay(
    rng: random.Random,
    *,
    words: int,
    topic: str | None = None,
    self_identifying: Person | None = None,
    taken: Collection[str] = (),
) -> Essay:
    """Write an essay whose body has the asked number of words within 5 %, its title not among `taken`.

    With `self_identifying` the text tells who wrote it, against the rules, for the leak search to find.
    Raises ValueError for a length outside SHORTEST to LONGEST; KeyError for an unknown topic.
    """
    if not SHORTEST <= words <= LONGEST:
        message = f"an essay has {SHORTEST} to {LONGEST} words, not {words}"
        raise ValueError(message)
    chosen = topic or rng.choice(topics())
    if chosen not in topics():
        raise KeyError(chosen)
    composer = Composer(rng, chosen, words)
    drafts = composer.compose()
    if self_identifying:
        composer.sign(drafts, self_identifying)
    composer.fit(drafts)
    return Essay(_title(composer.writer, taken), tuple(draft.finished() for draft in drafts), chosen)


def topic_names() -> dict[str, str]:
    """Give the Vietnamese name of each topic by its key."""
    return {key: "".join(str(node) for node in book(f"topics/{key}").lines("topic")[0]) for key in topics()}


def _title(writer: Writer, taken: Collection[str]) -> str:
    for _ in range(200):
        title = writer.title()
        if title not in taken:
            return title
    message = "no title is left that is not taken"
    raise ValueError(message)


class Composer:
    """Lays out one essay: opening, what was seen, worth, difficulties, proposals, closing."""

    def __init__(self, rng: random.Random, topic: str, words: int) -> None:
        self.rng = rng
        self.words = words
        self.writer = Writer(rng, topic)
        self.headed = rng.random() < (0.6 if words >= 900 else 0.2)
        self.listed = rng.random() < 0.35
        self.wholeness = min(0.95, 0.45 + words / 2500)  # the chance of a block's line to be said

    def compose(self) -> list[Draft]:
        before, after = self._opening(), self._troubles() + self._proposals()
        if self.words >= 800:
            after = self._worth() + after
        if self.rng.random() < 0.4 and self.words >= 500:
            after += self._quote()
        room = self.words - _total(before + after) - (CLOSING if self.words < LONG else 2 * CLOSING)
        drafts = (
            before + self._seen(room) + after + self._closing()
        )  # the closing recalls people of the scenes
        if self.rng.random() < 0.3:
            self._footnote(drafts)
        return drafts

    def _opening(self) -> list[Draft]:
        story = self._block("opening", keep=2)
        thesis = [self.writer.line("thesis") for _ in range(2 if self.words >= LONG else 1)]
        if self.words < 700:
            return [Draft(Kind.TEXT, story.sentences + thesis, keep=2)]
        return [story, Draft(Kind.TEXT, thesis)]

    def _seen(self, room: int) -> list[Draft]:
        """Tell what happened, in as many scenes as there is room for and the phrase files have."""
        drafts: list[Draft] = []
        for _ in range(self.writer.count("scene")):
            if drafts and _total(drafts) > room - HALF_A_SCENE:
                break
            scene = self._block("scene", keep=3)
            self._maybe_add(scene, "remark", 0.45)
            drafts.append(scene)
        return self._headed("heading_story", drafts)

    def _worth(self) -> list[Draft]:
        many = 3 if self.words >= LONG else 2
        values = [self.writer.line("value") for _ in range(many)]
        first = Draft(Kind.TEXT, [self.writer.line("worth"), *values], keep=2, grows=True)
        drafts = [first]
        if self.words >= 1900:
            more = [self.writer.line("value"), self.writer.line("reflection"), self.writer.line("value")]
            drafts.append(Draft(Kind.TEXT, more, keep=1))
        return self._headed("heading_worth", drafts)

    def _troubles(self) -> list[Draft]:
        drafts = [Draft(Kind.TEXT, [self.writer.line("trouble_intro")])]
        for number in range(4):
            if number and _total(drafts) >= self.words * 0.2:
                break
            drafts.append(self._point("difficulty", "trouble_first" if number == 0 else "trouble_next"))
            self._maybe_add(drafts[-1], "trouble_remark", 0.5)
        return self._headed("heading_trouble", drafts)

    def _proposals(self) -> list[Draft]:
        if self.listed:
            return self._headed("heading_proposal", self._list_of_proposals())
        drafts = [Draft(Kind.TEXT, [self.writer.line("proposal_intro")])]
        for number in range(5):
            if number > 1 and _total(drafts) >= self.words * 0.27:
                break
            drafts.append(self._point("proposal", "proposal_first" if number == 0 else "proposal_next"))
            self._maybe_add(drafts[-1], "proposal_remark", 0.5)
        return self._headed("heading_proposal", drafts)

    def _list_of_proposals(self) -> list[Draft]:
        drafts = [
            Draft(Kind.TEXT, [self.writer.line("proposal_intro")]),
            Draft(Kind.TEXT, [self.writer.line("list_intro")]),
        ]
        while len(drafts) < 5 or (len(drafts) < 7 and _total(drafts) < self.words * 0.22):
            name, *lines = self.writer.block("proposal")
            item = [f"{self.writer.sentence(name)}: {self.writer.phrase(lines[0])}"]
            if self.words >= LONG:
                item.append(self.writer.sentence(lines[1]))
            drafts.append(Draft(Kind.ITEM, item))
        drafts.append(Draft(Kind.TEXT, [self.writer.line("proposal_remark") for _ in range(2)]))
        return drafts

    def _closing(self) -> list[Draft]:
        drafts = [self._block("closing", keep=2)]
        if self.words >= LONG:
            drafts.insert(0, Draft(Kind.TEXT, [self.writer.line("reflection") for _ in range(2)]))
        return self._headed("heading_closing", drafts)

    def _quote(self) -> list[Draft]:
        return [
            Draft(Kind.TEXT, [self.writer.line("quote_lead")]),
            Draft(Kind.QUOTE, [f"“{self.writer.line('quote')}”"]),
        ]

    def _footnote(self, drafts: list[Draft]) -> None:
        """Put a mark where figures are told, or else where people are, and its note at the end."""
        texts = [draft for draft in drafts[1:] if draft.kind is Kind.TEXT and draft.sentences[0][-1] == "."]
        figures = [draft for draft in texts if any("%" in sentence for sentence in draft.sentences[:2])]
        if not texts:
            return
        marked = (figures or texts)[0]
        at = 1 if figures and "%" in marked.sentences[1] else 0
        marked.sentences[at] = f"{marked.sentences[at].removesuffix('.')} (1)."
        note = self.writer.line("note_figures" if figures else "note_names")
        drafts.append(Draft(Kind.NOTE, [f"(1) {note}"]))

    def _block(self, section: str, *, keep: int) -> Draft:
        lines = self._beginning(self.writer.block(section), keep)
        return Draft(
            Kind.TEXT, [self.writer.sentence(line) for line in lines], keep, grows=section == "scene"
        )

    def _point(self, section: str, lead: str) -> Draft:
        """A difficulty or a proposal: the block's first line names it and is told in the lead's words."""
        name, *lines = self.writer.block(section)
        self.writer.name(self.writer.phrase(name))
        told = [self.writer.sentence(line) for line in self._beginning(lines, 1)]
        return Draft(Kind.TEXT, [self.writer.line(lead), *told], keep=2, grows=True)

    def _beginning(self, lines: Sequence[Template], keep: int) -> Sequence[Template]:
        """Leave out the end at times, never the middle: each line leans on the one before."""
        length = len(lines)
        while length > keep and self.rng.random() > self.wholeness:
            length -= 1
        return lines[:length]

    def _maybe_add(self, draft: Draft, section: str, chance: float) -> None:
        if self.rng.random() < chance * self.wholeness:
            draft.sentences.append(self.writer.line(section))

    def _headed(self, section: str, drafts: list[Draft]) -> list[Draft]:
        return [Draft(Kind.HEADING, [self.writer.heading(section)]), *drafts] if self.headed else drafts

    def sign(self, drafts: list[Draft], author: Person) -> None:
        """Let the author be named: near the beginning, at the end, or in both places."""
        self.writer.identify(author)
        where = self.rng.choice(("opening", "closing", "both"))
        if where != "closing":
            drafts[0].sentences.append(self.writer.line("self_opening"))
            drafts[0].keep = len(drafts[0].sentences)
        if where != "opening":
            last = ["self_closing", "self_email", *(["self_phone"] if author.phone else [])]
            drafts.append(Draft(Kind.TEXT, [self.writer.line(self.rng.choice(last))]))

    def fit(self, drafts: list[Draft]) -> None:
        """Cut last sentences or add reflections until the length is as asked."""
        low, high = self.words * (1 - TOLERANCE), self.words * (1 + TOLERANCE)
        for _ in range(200):
            total = _total(drafts)
            if total > high:
                _cut(drafts, total - self.words)
            elif total < low:
                _shortest(drafts).sentences.append(self.writer.line("reflection"))
            else:
                return


def _total(drafts: list[Draft]) -> int:
    return sum(draft.words for draft in drafts)


def _shortest(drafts: list[Draft]) -> Draft:
    growing = [draft for draft in drafts if draft.grows] or drafts[:1]
    return min(growing, key=lambda draft: draft.words)


def _cut(drafts: list[Draft], excess: int) -> None:
    """Take away the last sentence whose length is nearest to what is too much."""
    cuttable = [draft for draft in drafts if draft.cuttable()]
    if cuttable:
        nearest = min(cuttable, key=lambda draft: abs(len(draft.sentences[-1].split()) - excess))
        nearest.sentences.pop()
    else:
        drafts.remove(max((draft for draft in drafts if draft.grows), key=lambda draft: draft.words))
