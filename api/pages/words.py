"""Names of fixed things as the pages say them."""

from collections.abc import Mapping
from typing import Final

from matching.geography import DISTRICTS
from matching.kinds import KINDS
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Cost, Provider, Text
from matching.records import EventKind, PostingKind, Provenance
from matching.shortlist import VerdictName
from matching.verdicts.wording import PROVENANCES, VERDICTS

_EVENT_KINDS: Final[Mapping[EventKind, str]] = {
    EventKind.TARGETED_FAIR: "job fair for persons with disabilities",
    EventKind.UNIVERSITY_VISIT: "meeting students with disabilities",
    EventKind.AID_MONTH: "employment aid month",
    EventKind.PRIVATE_MONTH: "private employers' month",
    EventKind.AUTUMN_MONTH: "autumn recruitment month",
    EventKind.YOUTH_START: "young founders",
    EventKind.CITIES_JOINT: "joint fair of cities",
    EventKind.GRADUATE_WEEK: "graduates' service week",
    EventKind.MASSAGE_FAIR: "massage fair",
    EventKind.RURAL_FAIR: "rural fair",
}


def event_kind(name: str) -> Text:
    """The kind of an event, by its Chinese name in the plan."""
    return Text(zh=name, en=_EVENT_KINDS[EventKind(name)])


def posting_kind(name: str | None) -> Text:
    """The kind of a posting; nobody may have said."""
    return Text(zh="未说明", en="not stated") if name is None else KINDS[PostingKind(name)].text


def provenance(name: str) -> Text:
    """Who says that a demand is so."""
    return PROVENANCES[Provenance(name)]


def verdict_word(name: VerdictName) -> Text:
    return VERDICTS[name]


def accommodation(name: str) -> Text:
    return CATALOGUE.accommodation(name).text


_COSTS: Final[Mapping[Cost, Text]] = {
    "low": Text(zh="低", en="low"),
    "medium": Text(zh="中", en="medium"),
    "high": Text(zh="高", en="high"),
}
_PROVIDERS: Final[Mapping[Provider, Text]] = {
    "candidate": Text(zh="本人", en="the person"),
    "employer": Text(zh="单位", en="the employer"),
    "service": Text(zh="公共服务", en="public service"),
    "platform": Text(zh="平台", en="the platform"),
}
_SUBSIDIES: Final[Mapping[str, Text]] = {
    "full": Text(zh="全额补贴", en="fully subsidised"),
    "part": Text(zh="部分补贴", en="partly subsidised"),
    "none": Text(zh="没有补贴", en="not subsidised"),
}


def cost(name: Cost) -> Text:
    """The cost class of a change."""
    return _COSTS[name]


def provider(name: Provider) -> Text:
    """Who can make a change."""
    return _PROVIDERS[name]


def subsidy(name: str) -> Text:
    """How a course is subsidised."""
    return _SUBSIDIES[name]


def district(code: str) -> Text:
    """The district of a code; a code that nobody knows as it is."""
    return DISTRICTS[code].text if code in DISTRICTS else Text(zh=code, en=code)
