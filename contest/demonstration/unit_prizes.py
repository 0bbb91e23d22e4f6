"""The prizes for units in a demonstration: how many people units have, and who wins, as the ranking has it."""

from datetime import datetime

from contest.editions import headcounting, unit_awards
from contest.people import units
from contest.platform.database import unit_of_work
from contest.results import unit_choosing, unit_standings

REASON = "Bằng điểm nhau; Ban tổ chức ưu tiên đơn vị tham gia đều ở các thể loại."
LEAST, STEP, STEPS = 40, 17, 12  # so that units have from 40 to 227 people


def count_people(edition_id: int, organiser_id: int, *, now: datetime) -> None:
    """Write down how many people each unit that is ranked has, but for the last, which nobody has told yet."""
    ranked = [unit.code for unit in unit_awards.ranked_units(edition_id, now.date())][:-1]
    ids = units.ids(ranked)
    people = {ids[code]: LEAST + STEP * (place % STEPS) for place, code in enumerate(ranked)}
    with unit_of_work():
        headcounting.keep(edition_id, people, actor_id=organiser_id, now=now)


def give(edition_id: int, organiser_id: int, *, now: datetime) -> None:
    """Decide ties in favour of who comes first by name, then confirm."""
    found = unit_standings.of_edition(edition_id, now=now)
    left = {empty.prize.id: empty.count for empty in found.empty}
    for tie in found.ties:
        for line in sorted(tie, key=lambda each: (each.name, each.code)):
            prize = next((prize for prize, count in left.items() if count), None)
            if prize is not None:
                left[prize] -= 1
                with unit_of_work():
                    unit_choosing.choose(
                        edition_id, line.unit_id, prize, reason=REASON, actor_id=organiser_id, now=now
                    )
    with unit_of_work():
        seen = unit_standings.of_edition(edition_id, now=now).digest
        unit_choosing.confirm(edition_id, seen=seen, actor_id=organiser_id, now=now)
