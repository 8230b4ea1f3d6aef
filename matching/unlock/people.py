"""Changes that go with a person to every posting: aids, courses, licences, an office's recognition, an assessment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np

from matching.bitmaps import Assumption, Compiled, VerdictIndex, Words, pack
from matching.bitmaps.compiling import Open, make_open
from matching.bitmaps.expression import EVERYBODY, Node
from matching.bitmaps.index import switched_literals
from matching.bitmaps.literals import WORD
from matching.constraints import PersonSide
from matching.constraints.licence import licence_name
from matching.courses import course_side
from matching.judgement import Opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.records import Course
from matching.unlock.change import Change, ability_answer, aid_change, course_change, licence_change, status_change
from matching.verdicts.ways import EFFECTS

_STATUS_FIELDS: Final = {"recognition": "recognised", "registration": "registered_unemployed", "household": "zero_employment"}
READERS: Final[Mapping[str, frozenset[str]]] = {
    "licences": frozenset({"licence"}),
    "recognised": frozenset({"recognition"}),
    "registered_unemployed": frozenset({"registration"}),
    "zero_employment": frozenset({"household", "recognition"}),
}
"""Field of a person -> the rules that read it, for the fields that a change may set. A test compares it with the rules."""

_TOP: Final = 4


def _reached() -> dict[str, frozenset[str]]:
    """Dimension -> the dimensions whose findings read its ability: itself, and where an arrangement needs it."""
    reads: dict[str, set[str]] = {row.name: {row.name} for row in CATALOGUE.dimensions}
    for dimension, ways in EFFECTS.items():
        for accommodation, effect in ways:
            for name in (*accommodation.ability_at_least, *effect.needs):
                reads[name].add(dimension)
    return {name: frozenset(names) for name, names in reads.items()}


def _used_by() -> dict[str, frozenset[str]]:
    """Access skill -> the dimensions with an effect that needs it."""
    return {
        skill: frozenset(name for name, ways in EFFECTS.items() if any(effect.skill == skill for _, effect in ways))
        for skill in ACCESS_SKILLS
    }


ABILITY_ROWS: Final[Mapping[str, frozenset[str]]] = _reached()
SKILL_ROWS: Final[Mapping[str, frozenset[str]]] = _used_by()
EFFECT_ROWS: Final[Mapping[str, frozenset[str]]] = {
    row.name: frozenset(effect.ability for effect in row.effects) for row in CATALOGUE.accommodations
}
"""The dimensions that an accommodation has an effect on."""


@dataclass(frozen=True)
class Offer:
    """A course that somebody can still join: the seats left (None: nobody said), and the rows of people who take part already."""

    course: Course
    seats_left: int | None = None
    taken_by: frozenset[int] = frozenset()


@dataclass(eq=False)
class PersonalChange:
    """A change about people, taken as made for everybody; it counts for those it is `asked` of (None: whoever it helps).

    `rows` are the dimensions that it can touch; rules follow from the assumption, or from `granted` where several changes are one:
    each rule with what is assumed for it.
    """

    change: Change
    assumption: Assumption
    rows: frozenset[str]
    asked: Words | None = None
    granted: tuple[tuple[str, Assumption], ...] | None = None
    _switched: dict[Node, Node] | None = None
    _done: dict[Node, Node] = field(default_factory=dict)
    _opens: dict[Open, Open] = field(default_factory=dict)

    def reopen(self, index: VerdictIndex, one: Open) -> Open:
        """A dimension as it is once the assumption holds of everybody."""
        if one.name not in self.rows:
            return one
        found = self._opens.get(one)
        if found is None:
            pool = index.pool
            if self._switched is None:
                self._switched = {pool.literal(key): EVERYBODY for key in switched_literals(self.assumption)}
            review = {name: pool.substitute(node, self._switched, self._done) for name, node in one.review}
            blocked, arranged = (pool.substitute(node, self._switched, self._done) for node in (one.blocked, one.arranged))
            found = self._opens[one] = make_open(pool, one.name, blocked, review, arranged)
        return found

    def rules(self, index: VerdictIndex, opening: Opening) -> list[Open]:
        """The rules that it can touch at a posting, as they are once it holds."""
        if self.granted is None:
            return index.rules_if(self.assumption, opening)
        return [one for rule, assumed in self.granted for one in index.rules_if(assumed, opening) if one.name == rule]


def aid(name: str) -> PersonalChange:
    """An accommodation that people then have everywhere."""
    change = aid_change(name)
    return PersonalChange(change, Assumption(change.key, aids=frozenset({name})), EFFECT_ROWS[name])


def licence(name: str) -> PersonalChange:
    change = licence_change(name)
    return PersonalChange(change, _with_licences((name,)), frozenset())


def status(name: str) -> PersonalChange:
    """Something that an office grants: recognition, registration, the household's standing."""
    change = status_change(name)
    field_ = _STATUS_FIELDS[name]
    assumption = Assumption(change.key, person=partial(replace, **{field_: True}), rules=READERS[field_])
    return PersonalChange(change, assumption, frozenset())


def assessment(index: VerdictIndex, dimension: str) -> PersonalChange:
    """An ability that is not known turns out to be full: asked of those whose it is not known."""
    change = ability_answer(dimension)
    position = CATALOGUE.position[dimension]
    unknown = index.everybody & ~index.members(index.pool.literal(("known", position)))
    return PersonalChange(change, Assumption(change.key, levels={dimension: _TOP}), ABILITY_ROWS[dimension], unknown)


def training(index: VerdictIndex, offer: Offer) -> PersonalChange:
    """A course completed with what it says it gives, asked of those who can take it and do not yet.

    Whoever meets what the course needs, with or without the arrangements that are there, can take it. Levels are taken as reached
    where they are higher than the person's; an unassessed one then is at least as much, and may be more.
    """
    course = offer.course
    skills = frozenset(course.teaches) & set(ACCESS_SKILLS)
    named = _with_licences(course.licences)
    assumption = replace(named, name=named.name or f"course:{course.id}", levels=dict(course.raises), skills=skills)
    rows = frozenset[str]().union(*(ABILITY_ROWS[name] for name in course.raises), *(SKILL_ROWS[name] for name in skills))
    return PersonalChange(course_change(course), assumption, rows, takers(index, offer))


def takers(index: VerdictIndex, offer: Offer) -> Words:
    """Who meets what the course needs and takes no part in it yet."""
    able = index.fit(Compiled(tuple(index.reopen(Opening(course_side(offer.course)), CATALOGUE.position))))
    return able & ~as_words(index, offer.taken_by)


def as_words(index: VerdictIndex, rows: Iterable[int]) -> Words:
    """The people of some rows as a set (words,)."""
    values = np.zeros(index.literals.words * WORD, np.bool_)
    values[list(rows)] = True
    packed: Words = pack(values[None, :])[0]
    return packed


def merge(changes: Sequence[PersonalChange]) -> PersonalChange | None:
    """Several changes made together, asked of whoever all of them are asked of; None for none."""
    if len(changes) < 2:
        return next(iter(changes), None)
    levels: dict[str, int] = {}
    for one in changes:
        for name, level in one.assumption.levels.items():
            levels[name] = max(level, levels.get(name, 0))
    assumption = Assumption(
        "",
        levels=levels,
        skills=frozenset[str]().union(*(one.assumption.skills for one in changes)),
        aids=frozenset[str]().union(*(one.assumption.aids for one in changes)),
    )
    rows = frozenset[str]().union(*(one.rows for one in changes))
    asked = [one.asked for one in changes if one.asked is not None]
    return PersonalChange(
        changes[0].change,
        assumption,
        rows,
        np.bitwise_and.reduce(asked) if asked else None,
        _granted([one.assumption for one in changes]),
    )


def _granted(assumptions: Sequence[Assumption]) -> tuple[tuple[str, Assumption], ...]:
    """For each rule, what is assumed of all that it reads: it is worked out for the people once, whatever else is assumed."""
    read: dict[str, dict[str, Assumption]] = {}
    for one in assumptions:
        for rule in one.rules or ():
            read.setdefault(rule, {})[one.name] = one
    return tuple((rule, _for_rule(rule, [read[rule][name] for name in sorted(read[rule])])) for rule in sorted(read))


def _for_rule(rule: str, assumptions: Sequence[Assumption]) -> Assumption:
    if len(assumptions) == 1:
        return assumptions[0]
    grants = [one.person for one in assumptions if one.person is not None]

    def grant(person: PersonSide) -> PersonSide:
        for each in grants:
            person = each(person)
        return person

    return Assumption(f"{rule}: {' + '.join(one.name for one in assumptions)}", person=grant, rules=frozenset({rule}))


def _with_licences(names: Iterable[str]) -> Assumption:
    """Licences held, valid from now on. What says the same has the same name, so that it is worked out once."""
    held = tuple(sorted({licence_name(name) for name in names}))
    if not held:
        return Assumption("")

    def hold(person: PersonSide) -> PersonSide:
        return replace(person, licences=(*person.licences, *((name, None) for name in held)))

    return Assumption(f"licence:{','.join(held)}", person=hold, rules=READERS["licences"])
