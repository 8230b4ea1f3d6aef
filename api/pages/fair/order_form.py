"""What an organizer asks of an allocation, from its form: guarantees, priorities, pins and exclusions, each with its reason."""

from collections.abc import Callable, Mapping
from typing import Final

from api.actions.errors import BadInput
from api.pages.fair.rows import rows_in
from api.pages.fair.values import Reading
from api.schemas.allocation import MOST_USUAL, AllocationInput, MeetingInput, PriorityInput
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.records import Admission

PRIORITIES: Final = ("who", "people", "weight", "reason")
MEETINGS: Final = ("candidate", "posting", "reason")
"""The fields of a row: of a priority, and of a pin or an exclusion."""
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {"priorities": PRIORITIES, "pins": MEETINGS, "exclusions": MEETINGS}
WHO: Final[Mapping[str, Text]] = {
    "": Text(zh="下面写明的人", en="people named beside"),
    "graduates": Text(zh="高校毕业生", en="graduates"),
    "zero_employment": Text(zh="零就业家庭成员", en="households in which nobody works"),
    **{f"district.{code}": area.text for code, area in DISTRICTS.items()},
}
WEIGHTS: Final[Mapping[str, Text]] = {
    "0.02": Text(zh="略微", en="slightly"),
    "0.05": Text(zh="明显", en="clearly"),
    "0.1": Text(zh="很强", en="strongly"),
}
"""What a priority adds to the worth of each interview, p(interest) x p(offer)."""
_NOBODY: Final = Text(zh="请写上求职者编号，或在左边选一类人", en="give ids of people, or choose a group")
_UNKNOWN: Final = Text(zh="没有这位求职者：{who}；请写求职者编号", en="there is no such person: {who}; give the id of a person")

_FEWER: Final = Text(
    zh="比保证的还少：保证每人 {guaranteed} 场，最多却是 {most} 场",
    en="fewer than are guaranteed: {guaranteed} for everybody, but at most {most}",
)

FindPeople = Callable[[list[str]], Mapping[str, tuple[str, ...]]]
"""Names as typed -> the ids that they stand for."""
FindPosting = Callable[[str], str]
"""A title or id as typed -> the id. Raises BadInput."""


def read_orders(
    form: Mapping[str, str], guaranteed: int, find: FindPeople, find_posting: FindPosting
) -> tuple[AllocationInput, dict[str, Text]]:
    """What the form asks, and every field that cannot be used. `guaranteed`: as the plan of the hall says."""
    reading = Reading(form)
    least = reading.whole("guaranteed", 0, 20, empty=guaranteed)
    most = reading.whole("most", 1, 20, empty=max(MOST_USUAL, guaranteed))
    seed = reading.whole("seed", 0, 999_999_999, empty=0)
    people = _People(reading, form, find)
    priorities = [_priority(reading, people, f"priorities.{n}") for n, _ in enumerate(rows_in(form, "priorities", PRIORITIES))]
    pins = [_meeting(reading, people, find_posting, f"pins.{n}") for n, _ in enumerate(rows_in(form, "pins", MEETINGS))]
    exclusions = [
        _meeting(reading, people, find_posting, f"exclusions.{n}") for n, _ in enumerate(rows_in(form, "exclusions", MEETINGS))
    ]
    guarantee, allowed = guaranteed if least is None else least, most or MOST_USUAL
    if "most" not in reading.faults and guarantee > allowed:
        reading.faults["most"] = _FEWER.format(guaranteed=guarantee, most=allowed)
    if reading.faults:
        return AllocationInput(), reading.faults
    asked = AllocationInput(
        guaranteed=least,
        most=allowed,
        seed=seed or 0,
        priorities=tuple(one for one in priorities if one is not None),
        pins=tuple(one for one in pins if one is not None),
        exclusions=tuple(one for one in exclusions if one is not None),
    )
    return asked, {}


class _People:
    """Looks all people of a form up at once."""

    def __init__(self, reading: Reading, form: Mapping[str, str], find: FindPeople) -> None:
        self._reading = reading
        typed = [row["candidate"] for group in ("pins", "exclusions") for row in rows_in(form, group, MEETINGS)]
        typed += [one for row in rows_in(form, "priorities", PRIORITIES) for one in _split(row["people"])]
        wanted = sorted({one for one in typed if one and one.isprintable() and len(one) <= 120})
        self._found = find(wanted) if wanted else {}

    def named(self, field: str, typed: list[str]) -> tuple[str, ...]:
        ids: list[str] = []
        for one in typed:
            found = self._found.get(one, ())
            if len(found) != 1:
                self._reading.faults.setdefault(field, _UNKNOWN.format(who=one))
            ids += found
        return tuple(dict.fromkeys(ids))


def _priority(reading: Reading, people: _People, name: str) -> PriorityInput | None:
    who = reading.choice(f"{name}.who", WHO)
    typed = _split(reading.words(f"{name}.people", 2_000))
    reason = reading.words(f"{name}.reason", 200, needed=True)
    if not who and not typed:
        reading.faults.setdefault(f"{name}.people", _NOBODY)
    named = people.named(f"{name}.people", typed)
    weight = float(reading.choice(f"{name}.weight", WEIGHTS))
    if reading.faults:
        return None
    return PriorityInput(reason=reason, amount=weight, candidates=named, who=_admission(who) if who else None)


def _admission(who: str) -> Admission:
    if who.startswith("district."):
        return Admission(districts=frozenset({who.removeprefix("district.")}))
    return Admission(graduates=who == "graduates", zero_employment=who == "zero_employment")


def _meeting(reading: Reading, people: _People, find_posting: FindPosting, name: str) -> MeetingInput | None:
    candidate = reading.words(f"{name}.candidate", 120, needed=True)
    posting = reading.words(f"{name}.posting", 120, needed=True)
    reason = reading.words(f"{name}.reason", 200, needed=True)
    named = people.named(f"{name}.candidate", [candidate] if candidate else [])
    try:
        meant = find_posting(posting) if posting else ""
    except BadInput as fault:
        reading.faults.setdefault(f"{name}.posting", fault.detail)
    if reading.faults or not named:
        return None
    return MeetingInput(candidate=named[0], posting=meant, reason=reason)


def _split(typed: str) -> list[str]:
    return [one.strip() for one in typed.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if one.strip()]
