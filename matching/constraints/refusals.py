"""What the person does not want: their own word stands, and an employer's silence is asked, not assumed."""

from typing import Final, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rule import Rule
from matching.constraints.terms import Asked, Chance
from matching.constraints.voice import voice
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import SWAP_TASK, Text
from matching.policy import Policy
from matching.records import PayUnit, Refusal

_EMPLOYER: Final = voice("excluded_employer", reasons={"ruled_out": ""}, until={"wish": ""})


def _find_employer(ruled_out: frozenset[str], employer: str, policy: Policy) -> RuleFinding | None:
    return _EMPLOYER.blocked(policy, "ruled_out", until="wish") if employer in ruled_out else None


EXCLUDED_EMPLOYER: Final = Rule("excluded_employer", lambda person: person.employers, lambda terms: terms.employer, _find_employer)


class _Stayer(NamedTuple):
    only: bool
    refuses_arrangement: bool


class _Place(NamedTuple):
    remote: bool | None
    not_remote: bool
    arrangement: Chance


_REMOTE: Final = voice(
    "remote_only",
    reasons={"on_site": "", "at_home": "", "unknown": ""},
    questions={"unknown": ""},
    until={"arrange": "", "wish": ""},
)


def _read_stayer(person: PersonSide) -> _Stayer:
    return _Stayer(person.remote == "only" or Refusal.ON_SITE in person.conditions, "remote" in person.refuses)


def _find_remote(person: _Stayer, terms: _Place, policy: Policy) -> RuleFinding | None:
    if not person.only or terms.remote:
        return None
    found = terms.arrangement.unless(person.refuses_arrangement)
    if found is Chance.AVAILABLE:
        return _REMOTE.met_with(policy, "at_home", (("remote",),))
    silent = terms.remote is None and not terms.not_remote and found is not Chance.NO
    if silent or found is Chance.UNSURE:
        return None if _REMOTE.row.unknown == "allow" else _REMOTE.review(policy, "unknown", "unknown")
    could = found is Chance.COULD
    return _REMOTE.blocked(policy, "on_site", until="arrange" if could else "wish", would=(("remote",),) if could else ())


def _alike_stayers(person: _Stayer, policy: Policy) -> _Stayer | None:
    return person if person.only else None


REMOTE_ONLY: Final = Rule(
    "remote_only",
    _read_stayer,
    lambda terms: _Place(terms.remote, terms.not_remote, terms.arrangement("remote")),
    _find_remote,
    alike_people=_alike_stayers,
)


class _Shy(NamedTuple):
    refuses: bool
    refuses_swap: bool


class _Contact(NamedTuple):
    asked: Asked
    swap: Chance


_CONTACT: Final = voice(
    "no_public_contact",
    reasons={"refused": "demand", "swapped": "", "unsure": "", "no_swap": ""},
    questions={"level": "", "swap": ""},
    until={"wish": "demand"},
    values=("least",),
)


def _find_contact(person: _Shy, terms: _Contact, policy: Policy) -> RuleFinding | None:
    """As in the verdict on abilities, a minor task is swapped unless either side refuses that; then a person decides."""
    level, firm, marginal = terms.asked
    if not person.refuses or (level is not None and level < _CONTACT.row.values.least):
        return None
    if marginal:
        if terms.swap.unless(person.refuses_swap) is Chance.NO:
            return _CONTACT.review(policy, "no_swap", "swap")
        return _CONTACT.met_with(policy, "swapped", ((SWAP_TASK,),))
    if level is None or not firm:
        return None if _CONTACT.row.unknown == "allow" else _CONTACT.review(policy, "unsure", "level")
    return _CONTACT.blocked(policy, "refused", {"demand": _anchor("public_contact", level)}, until="wish")


PUBLIC_CONTACT: Final = Rule(
    "no_public_contact",
    lambda person: _Shy(Refusal.PUBLIC_CONTACT in person.conditions, SWAP_TASK in person.refuses),
    lambda terms: _Contact(terms.asked("public_contact"), terms.arrangement(SWAP_TASK)),
    _find_contact,
    alike_people=lambda person, policy: person if person.refuses else None,
)

_OUTDOOR: Final = voice(
    "outdoor",
    reasons={"refused": "demand", "unsure": ""},
    questions={"level": ""},
    until={"wish": "demand"},
    values=("least",),
)


def _find_outdoor(refuses: bool, asked: Asked, policy: Policy) -> RuleFinding | None:
    if not refuses or (asked.level is not None and asked.level < _OUTDOOR.row.values.least):
        return None
    if asked.level is None or not asked.firm:
        return None if _OUTDOOR.row.unknown == "allow" else _OUTDOOR.review(policy, "unsure", "level")
    return _OUTDOOR.blocked(policy, "refused", {"demand": _anchor("climate", asked.level)}, until="wish")


OUTDOOR: Final = Rule(
    "outdoor", lambda person: Refusal.OUTDOOR in person.conditions, lambda terms: terms.asked("climate"), _find_outdoor
)

_PIECE: Final = voice("piece_rate", reasons={"refused": ""}, until={"wish": ""})


def _find_piece(refuses: bool, by_piece: bool, policy: Policy) -> RuleFinding | None:
    return _PIECE.blocked(policy, "refused", until="wish") if refuses and by_piece else None


PIECE_RATE: Final = Rule(
    "piece_rate",
    lambda person: Refusal.PIECE_RATE in person.conditions,
    lambda terms: terms.pay.unit is PayUnit.PIECE,
    _find_piece,
)

_CAMERA: Final = voice("live_video", reasons={"unsure": ""}, questions={"camera": ""}, values=("words",))


def _find_camera(refuses: bool, sounds_like_it: bool, policy: Policy) -> RuleFinding | None:
    if not refuses or not sounds_like_it or _CAMERA.row.unknown == "allow":
        return None
    return _CAMERA.review(policy, "unsure", "camera")


LIVE_VIDEO: Final = Rule(
    "live_video",
    lambda person: Refusal.LIVE_VIDEO in person.conditions,
    lambda terms: any(word in terms.title for word in _CAMERA.row.values.words),
    _find_camera,
)


def _anchor(dimension: str, level: int) -> Text:
    row = CATALOGUE.dimension(dimension)
    return Text(zh="{name}（{anchor}）", en="{name} ({anchor})").format(name=row.text, anchor=row.anchor(level))
