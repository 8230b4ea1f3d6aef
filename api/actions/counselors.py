"""Whom somebody may turn to: their counselor by name where one is known, else the office of their district."""

from collections.abc import Mapping
from typing import Final

from data.stores import Stores
from matching.geography import area_of
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Viewer

_COUNSELOR: Final = Text(zh="您的辅导员{name}", en="your counselor {name}")
_OFFICE: Final = Text(zh="{area}的就业服务窗口", en="the employment service of {area}")
_ANY_OFFICE: Final = Text(zh="就业服务窗口", en="the employment service")


def counselor_names(stores: Stores, viewer: Viewer, people: Mapping[str, Candidate]) -> dict[str, str]:
    """Person -> what their counselor is called (of several: all of them), of those who have one."""
    return {name: "、".join(called) for name, called in stores.caseloads.called_of(viewer, people).items()}


def contacts_for(stores: Stores, viewer: Viewer, people: Mapping[str, Candidate]) -> dict[str, Text]:
    """Person -> whom to turn to, as a letter says it."""
    counselors = counselor_names(stores, viewer, people) if people else {}
    return {name: _contact(one, counselors.get(name)) for name, one in people.items()}


def _contact(person: Candidate, counselor: str | None) -> Text:
    if counselor is not None:
        return _COUNSELOR.format(name=counselor)
    area = area_of(person.home)
    return _ANY_OFFICE if area is None else _OFFICE.format(area=area.text)
