"""Licences: what the law asks for must be valid on the day; what else a posting lists goes back as a question."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from matching.constraints.finding import RuleFinding
from matching.constraints.person import PersonSide
from matching.constraints.rows import CONDITIONS, LICENCE_ROWS, LicenceRow
from matching.constraints.rule import Rule
from matching.constraints.terms import TermsSide
from matching.constraints.voice import voice
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.policy import Policy

LICENCES: Final[Mapping[str, LicenceRow]] = {row.name: row for row in LICENCE_ROWS}
_NOISE: Final = re.compile(r"[\s()\[\]【】《》]+|^持?有|^持")
_SAME: Final = ((re.compile("驾驶执照|驾照|驾驶本|驾本"), "驾驶证"), (re.compile("证书"), "证"))
# Before or after the word (C1驾照, 驾驶证C1), or alone; a second class (C1E) adds nothing here.
_VEHICLE: Final = "(?:准驾车型:?)?(?P<{}>[a-f][1-6]?)?[a-f1-6]*"
_CLASS: Final = re.compile(_VEHICLE.format("before") + r"(?:证|照|本|\w{0,6}驾驶证)?" + _VEHICLE.format("after"))


def licence_key(word: str) -> str:
    """The word without what people write differently: blanks, brackets, letter case, 驾照 for 驾驶证, 证书 for 证."""
    key = _NOISE.sub("", unicodedata.normalize("NFKC", word).lower())
    for pattern, same in _SAME:
        key = pattern.sub(same, key)
    return key


_WORDS: Final = {licence_key(word): row.name for row in LICENCE_ROWS for word in (row.name, row.zh, *row.words)}
_CLASSES: Final = {name.lower(): row.name for row in LICENCE_ROWS for name in row.classes}
_DRIVING: Final = sorted(((row.driving, row.name) for row in LICENCE_ROWS if row.driving is not None), reverse=True)
_VOICE: Final = voice(
    "licence",
    reasons={
        "missing": "licences name",
        "expired": "licences name",
        "listed": "licences",
        "unrecognised": "licences",
        "driving_unsure": "licences",
    },
    questions={"essential": "licences", "recognise": "licences", "driving": ""},
    until={"obtain": "licences name", "renew": "licences name"},
)


def licence_name(word: str) -> str:
    """The name of a licence by any word that records hold it under; another word stands for itself."""
    return known_licence(word) or word


@lru_cache(maxsize=16_384)
def known_licence(word: str) -> str | None:
    """The name of a licence by its words in licences.yaml, or by a class of vehicle (C1, 驾驶证C1, 机动车驾驶证（C1）)."""
    key = licence_key(word)
    if key in _WORDS:
        return _WORDS[key]
    found = _CLASS.fullmatch(key)
    return None if found is None else _CLASSES.get(found["before"] or found["after"] or "")


class _Required(NamedTuple):
    """Names of licences, sorted: what the posting, its kind and a stated demand of driving ask for, and what its text only
    implies. `doubt`: what the kind asks for is still to be confirmed."""

    licences: tuple[str, ...]
    implied: str | None
    doubt: bool


def _read_terms(terms: TermsSide) -> _Required:
    names = {licence_name(word) for word in terms.licences}
    doubt = False
    if terms.kind is not None:
        row = CONDITIONS[terms.kind]
        doubt = row.to_confirm and not names.issuperset(row.licences)
        names.update(row.licences)
    driving = terms.asked("driving")
    needed = None if driving.marginal else next((name for level, name in _DRIVING if (driving.level or 0) >= level), None)
    if needed is not None and driving.firm:
        names.add(needed)
        needed = None
    return _Required(tuple(sorted(names)), needed if needed not in names else None, doubt)


def _read_person(person: PersonSide) -> tuple[tuple[str, date | None], ...]:
    return tuple(sorted(((licence_name(word), until) for word, until in person.licences), key=str))


def _valid(held: tuple[tuple[str, date | None], ...], day: date) -> frozenset[str]:
    """What the person may show on the day; a licence whose end nobody told is taken as valid."""
    names = {name for name, until in held if until is None or until >= day}
    return frozenset(names.union(*(LICENCES[name].covers for name in names if name in LICENCES)))


def _find(held: tuple[tuple[str, date | None], ...], terms: _Required, policy: Policy) -> RuleFinding | None:
    valid = _valid(held, policy.date)
    missing = [name for name in terms.licences if name not in valid]
    by_law = [LICENCES[name] for name in missing if name in LICENCES and LICENCES[name].by_law]
    if by_law and _holds_unrecognised(held):
        told = {"licences": _names([row.name for row in by_law])}
        return _VOICE.review(policy, "unrecognised", "recognise", told, doubt=terms.doubt or _doubt(by_law))
    if by_law:
        return _blocked(by_law, held, terms.doubt, policy)
    if missing and _VOICE.row.unknown == "review":
        rows = [LICENCES[name] for name in missing if name in LICENCES]
        return _VOICE.review(policy, "listed", "essential", {"licences": _names(missing)}, doubt=_doubt(rows))
    if terms.implied is not None and terms.implied not in valid and _VOICE.row.unknown == "review":
        row = LICENCES[terms.implied]
        return _VOICE.review(policy, "driving_unsure", "driving", {"licences": row.text}, doubt=row.to_confirm)
    return None


def _holds_unrecognised(held: tuple[tuple[str, date | None], ...]) -> bool:
    """Whether a licence is recorded under a name nobody knows: it may be the very one."""
    return any(name not in LICENCES for name, _ in held)


def _blocked(rows: list[LicenceRow], held: tuple[tuple[str, date | None], ...], doubt: bool, policy: Policy) -> RuleFinding:
    once_held = {name for name, _ in held}
    expired = all(row.name in once_held for row in rows)
    told = {
        "licences": _names([row.name for row in rows]),
        "source": "；".join(dict.fromkeys(row.source for row in rows)),
        "name": rows[0].name,
    }
    reason, until = ("expired", "renew") if expired else ("missing", "obtain")
    finding = _VOICE.blocked(policy, reason, told, until=until, doubt=doubt or _doubt(rows))
    steps = [step for row in rows for step in row.steps]
    steps += [_INSTEAD.format(kind=KINDS[row.instead].text) for row in rows if row.instead is not None]
    return replace(finding, until=None if finding.until is None else replace(finding.until, steps=(*finding.until.steps, *steps)))


_INSTEAD: Final = Text(
    zh="取得之前可以看「{kind}」岗位，不需要这个证", en="until then look at posts of “{kind}”, which ask for no such licence"
)


def _names(names: list[str]) -> Text:
    rows = [LICENCES[name].text if name in LICENCES else Text(zh=name, en=name) for name in names]
    return Text(zh="、".join(row.zh for row in rows), en=", ".join(row.en for row in rows))


def _doubt(rows: list[LicenceRow]) -> bool:
    return any(row.to_confirm for row in rows)


def _alike(held: tuple[tuple[str, date | None], ...], policy: Policy) -> tuple[frozenset[str], bool]:
    return _valid(held, policy.date), _holds_unrecognised(held)


LICENCE: Final = Rule(name="licence", reads_person=_read_person, reads_terms=_read_terms, find=_find, alike_people=_alike)
