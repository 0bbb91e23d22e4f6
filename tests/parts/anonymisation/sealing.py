"""Key holders of an edition in tests: each with a seed that is their sheet, and a device of their own; or one key."""

from dataclasses import dataclass, field

from contest.access.duties import Duty
from contest.anonymisation import key_acts, key_making
from contest.anonymisation.key_turns import Entering
from contest.anonymisation.models_sealing import EditionKey
from contest.kernel import clock
from contest.platform import public_seals
from contest.platform.database import db
from tests.factories import Factory
from tests.works import Works

SECRET, PUBLIC = public_seals.new_pair()


def hold_key(works: Works) -> None:
    """Give the edition PUBLIC as its key, as if holders had made it and rehearsed; SECRET is what they would open."""

    def write() -> None:
        row = EditionKey(edition_id=works.edition_id, public_key=PUBLIC, needed=2, holders=[])
        row.made_at, row.made_by, row.rehearsed_at = works.now, works.organiser_id, works.now
        db.session.add(row)

    works.factory.do(write)


@dataclass
class Holders:
    """Three people who hold keys, two of whom open. `seeds`: their sheets, by account."""

    factory: Factory
    edition_id: int
    organiser_id: int
    seeds: dict[int, bytes] = field(default_factory=dict)

    def join(self, name: str) -> int:
        """Name one more holder, who makes a key."""
        who = self.factory.person(name)
        self.factory.appoint(self.edition_id, who, Duty.KEY_HOLDER)
        self.make_key(who)
        return who

    def make_key(self, who: int) -> None:
        self.seeds[who] = public_seals.new_seed()
        public = public_seals.public_of(public_seals.secret_of(self.seeds[who]))
        self.factory.do(key_making.keep_holder_key, self.edition_id, who, public, now=clock.now())

    def make_edition_key(self) -> None:
        self.factory.do(
            key_making.make_edition_key, self.edition_id, actor_id=self.organiser_id, now=clock.now()
        )

    def coming(self, who: int, *, seed: bytes | None = None, device: str = "") -> Entering:
        return Entering(who, device or f"device of {who}", seed or self.seeds[who], clock.now())

    def rehearse(self, *who: int) -> list[bool]:
        key = self.factory.do(
            key_acts.begin_rehearsal, self.edition_id, actor_id=self.organiser_id, now=clock.now()
        )
        return [self.factory.do(key_acts.rehearse, key, self.edition_id, self.coming(each)) for each in who]

    @property
    def all(self) -> list[int]:
        return list(self.seeds)


def three_holders(factory: Factory, edition_id: int, organiser_id: int, *, rehearsed: bool = True) -> Holders:
    """Name three holders with keys, make the edition's key, and rehearse the opening."""
    holders = Holders(factory, edition_id, organiser_id)
    for name in ("Trần Giữ Một", "Lê Giữ Hai", "Phạm Giữ Ba"):
        holders.join(name)
    holders.make_edition_key()
    if rehearsed:
        assert holders.rehearse(*holders.all[:2]) == [False, True]
    return holders
