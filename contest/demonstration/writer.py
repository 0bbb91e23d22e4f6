"""Says lines of a topic's phrase file, without telling the same thing twice in one essay."""

import random

from contest.demonstration.people import Person
from contest.demonstration.phrasebook import Block, Template, book, capitalised, expand

CAST = frozenset({"elder", "man", "woman", "kid"})
SETTING = ("village", "place", "role")


class Writer:
    """One essay's voice: its setting stays, its people live for one block, its lines are drawn like cards."""

    def __init__(self, rng: random.Random, topic: str) -> None:
        self._rng = rng
        self._topic = book(f"topics/{topic}")
        self._general = book("general")
        self._decks: dict[str, list[Block]] = {}
        self._cast: dict[str, str] = {}
        self._latest: dict[str, str] = {}
        self._met: set[str] = set()
        self._fixed: dict[str, str] = {}
        for name in SETTING:
            self._fixed[name] = self._phrase_of(name)

    def name(self, point: str) -> None:
        """Say what {name} means from here on: the difficulty or proposal now spoken of."""
        self._fixed["name"] = point

    def identify(self, author: Person) -> None:
        self._fixed |= {
            "author": author.name,
            "unit": author.unit.name,
            "phone": author.phone or "",
            "email": author.email,
        }

    def count(self, section: str) -> int:
        return len(self._topic.blocks(section)) + len(self._general.blocks(section))

    def block(self, section: str) -> Block:
        """Draw a block not yet told; its people are new ones, but for a closing, which recalls the last ones."""
        self._cast = dict(self._latest) if section == "closing" else {}
        if not self._decks.get(section):
            self._decks[section] = self._shuffled(section)
        return self._decks[section].pop()

    def line(self, section: str) -> str:
        """Draw a line of a section whose lines stand alone, as a sentence."""
        key = f"{section} by line"
        if not self._decks.get(key):
            self._decks[key] = self._shuffled(section, by_line=True)
        return self.sentence(self._decks[key].pop()[0])

    def phrase(self, template: Template) -> str:
        return expand(template, self._rng, self._lookup)

    def sentence(self, template: Template) -> str:
        return ". ".join(capitalised(part) for part in self.phrase(template).split(". "))

    def heading(self, section: str) -> str:
        return self.line(section).rstrip(".")

    def title(self) -> str:
        head = self.phrase(self._rng.choice(self._topic.lines("title")))
        self._cast = dict(self._latest)
        return capitalised(f"{head}: {self.phrase(self._rng.choice(self._general.lines('subtitle')))}")

    def _shuffled(self, section: str, *, by_line: bool = False) -> list[Block]:
        """Both books' blocks of the section; the topic's own come oftener to the top than the general ones."""
        own, general = (
            [(line,) for line in source.lines(section)] if by_line else list(source.blocks(section))
            for source in (self._topic, self._general)
        )
        ranked = [(self._rng.random(), block) for block in general]
        ranked += [(self._rng.random() + 0.25, block) for block in own]
        return [block for _, block in sorted(ranked, key=lambda pair: pair[0])]

    def _lookup(self, slot: str) -> str:
        if slot in self._fixed:
            return self._fixed[slot]
        if slot in CAST:
            return self._cast.get(slot) or self._introduced(slot)
        return self._phrase_of(slot)

    def _introduced(self, slot: str) -> str:
        person = self._phrase_of(slot)
        for _ in range(20):
            if person not in self._met:
                break
            person = self._phrase_of(slot)
        self._met.add(person)
        self._cast[slot] = self._latest[slot] = person
        return person

    def _phrase_of(self, slot: str) -> str:
        source = self._topic if slot in self._topic.sections else self._general
        return self.phrase(self._rng.choice(source.lines(slot)))
