"""The posting's own conditions, by its programme (eligibility.yaml) or as it states them: each a rule of its own."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from matching.constraints.age import birthday
from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rows import CONDITIONS, Condition
from matching.constraints.rule import Rule
from matching.constraints.terms import TermsSide
from matching.constraints.voice import NOTHING, Told, Voice, voice
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from matching.policy import Policy, month_shifted
from matching.records import CredentialKind, Education


class Asks(NamedTuple):
    """Whether a posting asks for a condition, and whether the row that says so is still to be confirmed."""

    asked: bool
    doubt: bool = False


@lru_cache(maxsize=256)
def _by_kind(kind: str | None, rule: Condition) -> Asks:
    row = next((row for name, row in CONDITIONS.items() if name == kind), None)
    return Asks(False) if row is None or rule not in row.asks else Asks(True, row.to_confirm)


def asks(terms: TermsSide, rule: Condition, *, itself: bool = False) -> Asks:
    """What a posting asks: `itself`, or by its kind."""
    return Asks(True) if itself else _by_kind(terms.kind, rule)


def _settle(speaks: Voice, met: bool | None, doubt: bool, policy: Policy, told: Told = NOTHING) -> RuleFinding | None:
    """The finding of a condition that is met, not met, or not known to be (None), as the row says."""
    row = speaks.row
    if met:
        return None
    if met is None:
        return None if row.unknown == "allow" else speaks.review(policy, "unknown", "unknown", told, doubt=doubt)
    if row.unmet == "review":
        return speaks.review(policy, "unmet", "unmet", told, doubt=doubt)
    return speaks.blocked(policy, "unmet", told, until="open" if "open" in row.until else None, doubt=doubt)


def either(*facts: bool | None) -> bool | None:
    """Whether one of the facts holds; None while one that might is not known."""
    return True if True in facts else None if None in facts else False


def _condition(
    speaks: Voice,
    reads_person: Callable[[PersonSide], Hashable],
    reads_terms: Callable[[TermsSide], Asks],
    met: Callable[[Any], bool | None],
) -> Rule:
    """A rule that one fact about the person decides."""

    def find(person: Hashable, terms: Asks, policy: Policy) -> RuleFinding | None:
        return _settle(speaks, met(person), terms.doubt, policy) if terms.asked else None

    def alike(person: Hashable, policy: Policy) -> bool | None:
        return met(person)

    return Rule(speaks.row.name, reads_person, reads_terms, find, alike_people=alike)


_UNMET: Final = {"unmet": "", "unknown": ""}

_RECOGNITION: Final = voice("recognition", reasons=_UNMET, questions={"unknown": ""}, until={"open": ""})
_HOUSEHOLD: Final = voice("household", reasons=_UNMET, questions={"unknown": ""}, until={"open": ""})
_REGISTRATION: Final = voice("registration", reasons=_UNMET, questions={"unknown": ""}, until={"open": ""})
_RURAL: Final = voice("rural", reasons=_UNMET, questions=_UNMET)
_RESERVED: Final = voice("reserved", reasons=_UNMET, questions=_UNMET)

RECOGNITION: Final = _condition(
    _RECOGNITION,
    lambda person: (person.recognised, person.zero_employment),
    lambda terms: asks(terms, "recognition", itself=terms.recognised_only),
    # A stated "not recognised" stands where nothing is said of the household.
    lambda read: True if True in read else read[0],
)
HOUSEHOLD: Final = _condition(
    _HOUSEHOLD,
    lambda person: person.zero_employment,
    lambda terms: asks(terms, "household", itself=terms.zero_employment_household_only),
    lambda read: read,
)
REGISTRATION: Final = _condition(
    _REGISTRATION,
    lambda person: person.registered_unemployed,
    lambda terms: asks(terms, "registration", itself=terms.unemployed_only),
    lambda read: read,
)
RURAL: Final = _condition(_RURAL, lambda person: person.rural, lambda terms: asks(terms, "rural"), lambda read: read)
RESERVED: Final = _condition(
    _RESERVED,
    lambda person: person.credential,
    lambda terms: asks(terms, "reserved"),
    lambda read: read is not CredentialKind.HOUSEHOLD_MEMBER,
)

_RESIDENCE: Final = voice(
    "residence",
    reasons={"unmet": "districts", "unknown": "districts"},
    questions={"unknown": "districts"},
    until={"open": "districts"},
)


def _find_residence(residence: frozenset[str] | None, wanted: tuple[str, ...], policy: Policy) -> RuleFinding | None:
    """A zone that lies on an admitted and on another district leaves the district open."""
    if not wanted:
        return None
    if residence is None:
        met = None
    elif not residence & set(wanted):
        met = False
    else:
        met = True if residence <= set(wanted) else None
    names = [DISTRICTS[code].text if code in DISTRICTS else Text(zh=code, en=code) for code in wanted]
    districts = Text(zh="、".join(row.zh for row in names), en=", ".join(row.en for row in names))
    return _settle(_RESIDENCE, met, False, policy, {"districts": districts})


def _read_residence(person: PersonSide) -> frozenset[str] | None:
    return person.residence


def _wanted_residence(terms: TermsSide) -> tuple[str, ...]:
    return terms.residence


RESIDENCE: Final = Rule("residence", _read_residence, _wanted_residence, _find_residence)


class _Schooling(NamedTuple):
    graduated_on: date | None
    below_college: bool | None


def _read_schooling(person: PersonSide) -> _Schooling:
    below = None if person.education is None else person.education.rank < Education.COLLEGE.rank
    return _Schooling(person.graduated_on, below if person.graduated_on is None else False)


class _Window(NamedTuple):
    """`years` as the posting states them; None: those of the policy, for a kind of posting that is for graduates."""

    asked: bool
    years: int | None
    doubt: bool


_GRADUATION: Final = voice(
    "graduation",
    reasons={"past": "years graduated", "no_graduate": "years", "unknown": "years"},
    questions={"unknown": "years"},
)


def _read_window(terms: TermsSide) -> _Window:
    found = asks(terms, "graduation", itself=terms.graduated_within is not None)
    return _Window(found.asked, terms.graduated_within, found.doubt)


def within(graduated_on: date, years: float, day: date) -> bool:
    """Whether somebody who graduated then (or will) is within so many years of it on the day."""
    return day <= month_shifted(graduated_on, int(years * 12))


def _find_graduation(person: _Schooling, terms: _Window, policy: Policy) -> RuleFinding | None:
    if not terms.asked:
        return None
    years = policy.number("graduate.window_years") if terms.years is None else terms.years
    told = {"years": f"{years:g}"}
    if person.graduated_on is None:
        if terms.years is None and person.below_college:
            return _GRADUATION.blocked(policy, "no_graduate", told, doubt=terms.doubt)
        if _GRADUATION.row.unknown == "allow":
            return None
        return _GRADUATION.review(policy, "unknown", "unknown", told, doubt=terms.doubt)
    if within(person.graduated_on, years, policy.date):
        return None
    return _GRADUATION.blocked(policy, "past", {**told, "graduated": f"{person.graduated_on:%Y-%m}"}, doubt=terms.doubt)


GRADUATION: Final = Rule("graduation", _read_schooling, _read_window, _find_graduation)


class _Youth(NamedTuple):
    birth: date | None
    schooling: _Schooling


_INTERNSHIP: Final = voice(
    "internship_window",
    reasons={"unmet": "least most years", "unknown": "least most years"},
    questions={"unknown": "least most years"},
)


def _may_intern(person: _Youth, policy: Policy) -> bool | None:
    least, most = policy.number("internship.age_least"), policy.number("internship.age_most")
    young = None if person.birth is None else birthday(person.birth, least) <= policy.date < birthday(person.birth, most + 1)
    graduated_on, below = person.schooling
    years = policy.number("graduate.window_years")
    recent = (False if below else None) if graduated_on is None else within(graduated_on, years, policy.date)
    return either(young, recent)


def _find_internship(person: _Youth, terms: Asks, policy: Policy) -> RuleFinding | None:
    if not terms.asked:
        return None
    names = {"least": "internship.age_least", "most": "internship.age_most", "years": "graduate.window_years"}
    told = {key: f"{policy.number(name):g}" for key, name in names.items()}
    return _settle(_INTERNSHIP, _may_intern(person, policy), terms.doubt, policy, told)


INTERNSHIP_WINDOW: Final = Rule(
    "internship_window",
    lambda person: _Youth(person.birth, _read_schooling(person)),
    lambda terms: asks(terms, "internship_window"),
    _find_internship,
    alike_people=_may_intern,
)
