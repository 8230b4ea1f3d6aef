"""Postings that look like one and the same: the same employer by name, and the same title, or the same terms under a near title."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from matching.knowledge.catalogue import Text
from matching.records import Posting

NEAR: Final = 0.75
"""From this likeness on (0 to 1, `difflib`) two titles are near: 文字录入员 and 文字录入, not 保洁员 and 保安员."""
_BRACKETS: Final = re.compile(r"[(（【\[][^)）】\]]*[)）】\]]")
_NOISE: Final = re.compile(r"[\W_]+")
_FIRM: Final = re.compile(r"(?:股份)?(?:有限)?(?:责任)?公司$")
_EMPLOYER: Final = Text(zh="同一单位", en="the same employer")
_TITLE: Final = Text(zh="岗位名称相同", en="the same title")
_NEAR_TITLE: Final = Text(zh="岗位名称相近", en="nearly the same title")
_PLACE: Final = Text(zh="地点相同", en="the same place")
_PAY: Final = Text(zh="薪资相同", en="the same pay")
_TEXT: Final = Text(zh="描述相同", en="the same description")


@dataclass(frozen=True)
class Twins:
    """Two postings that look the same, the one with more told first, and what they share."""

    one: Posting
    other: Posting
    same: tuple[Text, ...]


def find_twins(
    postings: Iterable[Posting], employers: Mapping[str, str], parted: Collection[frozenset[str]] = frozenset()
) -> Iterator[Twins]:
    """Pairs that look the same, in order of id; `employers` names each employer, `parted` are pairs that somebody kept apart.

    1. Employers count as the same by their names, without brackets, punctuation and the legal form: one may be stored twice, with
       and without its credit code.
    2. Of one employer two postings are twins with the same title, and with a near one if place, pay or description are the same.
    3. The same title at different known places is two jobs, and so is the same title with different pay and description.
    """
    groups: dict[str, list[Posting]] = {}
    for posting in postings:
        groups.setdefault(firm(employers.get(posting.employer, posting.employer)), []).append(posting)
    found = [twins for group in groups.values() for twins in _of_one(group, parted)]
    yield from sorted(found, key=lambda twins: (twins.one.id, twins.other.id))


def firm(name: str) -> str:
    """What tells an employer apart in its name."""
    return _FIRM.sub("", _plain(name))


def _of_one(group: Sequence[Posting], parted: Collection[frozenset[str]]) -> Iterator[Twins]:
    for at, one in enumerate(group):
        for other in group[at + 1 :]:
            if frozenset((one.id, other.id)) in parted:
                continue
            same = _shared(one, other)
            if same:
                fuller, thinner = sorted((one, other), key=lambda posting: (-_told(posting), posting.id))
                yield Twins(fuller, thinner, (_EMPLOYER, *same))


def _shared(one: Posting, other: Posting) -> tuple[Text, ...]:
    first, second = _plain(one.title), _plain(other.title)
    equal = first == second
    if not equal and not _near(first, second):
        return ()
    if one.place.city and other.place.city and one.place.city != other.place.city:
        return ()
    shared: list[Text] = []
    differ = 0
    for word, left, right in (
        (_PLACE, one.place.zone or one.place.district or "", other.place.zone or other.place.district or ""),
        (_PAY, _pay(one), _pay(other)),
        (_TEXT, _plain(one.text), _plain(other.text)),
    ):
        if left and left == right:
            shared.append(word)
        elif left and right:
            if word is _PLACE:
                return ()
            differ += 1
    if (equal and differ < 2) or (shared and not differ):
        return (_TITLE if equal else _NEAR_TITLE, *shared)
    return ()


def _near(one: str, other: str) -> bool:
    """Whether two titles are near; the cheap bounds first, since an agency has hundreds of postings."""
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= NEAR and matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR


def _pay(posting: Posting) -> str:
    pay = posting.pay
    return "" if pay.unit is None else f"{pay.minimum}-{pay.maximum}/{pay.unit}"


def _told(posting: Posting) -> int:
    """How much a posting tells: of two that are the same, the fuller one is better kept."""
    return len(posting.text) + 20 * len(posting.demands) + 50 * (posting.pay.unit is not None)


def _plain(text: str) -> str:
    return _NOISE.sub("", _BRACKETS.sub("", unicodedata.normalize("NFKC", text))).lower()
