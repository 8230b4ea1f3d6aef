"""Whom or what somebody means who types a check-in code, an id, an office's own number, or the title of a posting."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from api.actions.errors import BadInput
from api.actions.lists import find_event
from api.actions.views import employer_names
from api.wiring import Application
from data.importers.words import folded
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.records import PostingStatus, Viewer

_MOST_SAID: Final = 4
_NO_POSTING: Final = Text(
    zh="活动里没有叫“{said}”的岗位；请写岗位名称或编号", en="no posting of the event is called {said}; give its title or id"
)
_NO_POSTING_AT_ALL: Final = Text(
    zh="没有叫“{said}”的岗位；请写岗位名称或编号", en="no posting is called {said}; give its title or id"
)
_NOBODY: Final = Text(
    zh="没有“{said}”这个人；请写姓名、编号或残疾人证号",
    en="nobody is called {said}; give a name, an id, or the number of a certificate",
)
_SEVERAL_PEOPLE: Final = Text(
    zh="有 {n} 个人叫“{said}”，请写编号：{which}", en="{n} people are called {said}; give the id: {which}"
)
_NO_EMPLOYER: Final = Text(
    zh="没有叫“{said}”的单位；请写单位名称、信用代码或编号，单位随岗位一起导入",
    en="no employer is called {said}; give its name, credit code or id; employers come with their postings",
)
_SEVERAL_EMPLOYERS: Final = Text(
    zh="有 {n} 个单位的名称含“{said}”，请写全称或编号：{which}",
    en="{n} employers have {said} in their name; give the whole name or the id: {which}",
)
_PAGE: Final = 1_000
_SEVERAL: Final = Text(zh="有 {n} 个岗位叫“{said}”，请写编号：{which}", en="{n} postings are called {said}; give the id: {which}")


def people_meant(app: Application, viewer: Viewer, event_id: str, names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """What was typed -> the people it stands for: by the code on a sheet of the event, else by id, an office's own number, or the
    number of a certificate. Who is not found is left out."""
    wanted = sorted(set(names))
    with app.database.read(viewer) as stores:
        coded = {name: stores.visitors.who_has_code(viewer, event_id, name) for name in wanted}
        found = {name: (person,) for name, person in coded.items() if person is not None}
        return found | stores.candidates.find_named(viewer, [name for name in wanted if name not in found])


def person_meant(app: Application, viewer: Viewer, event_id: str, typed: str) -> str | None:
    """The one person that is meant, or None."""
    found = people_meant(app, viewer, event_id, [typed]).get(typed, ())
    return found[0] if len(found) == 1 else None


def candidate_meant(app: Application, viewer: Viewer, typed: str) -> str:
    """The one person with this id, office's own number, number of a certificate, or whole name.

    Raises BadInput for none or several.
    """
    with app.database.read(viewer) as stores:
        found = stores.candidates.find_named(viewer, [typed]).get(typed) or stores.candidates.find_called(viewer, typed)
    if not found:
        raise BadInput(_NOBODY.format(said=typed))
    if len(found) > 1:
        raise BadInput(_SEVERAL_PEOPLE.format(n=len(found), said=typed, which=_some(found)))
    return found[0]


def employer_meant(app: Application, viewer: Viewer, typed: str) -> str:
    """The id of the one employer with this id, name or credit code. Raises BadInput for none or several, which it names."""
    with app.database.read(viewer) as stores:
        if stores.employers.get(viewer, typed) is not None:
            return typed
        near = stores.employers.search(viewer, typed)
    exact = [one for one in near if folded(one.name) == folded(typed) or one.code == typed.strip().upper()]
    found = exact or near
    if not found:
        raise BadInput(_NO_EMPLOYER.format(said=typed))
    if len(found) > 1:
        which = _some([f"{one.name} ({one.id})" for one in found])
        raise BadInput(_SEVERAL_EMPLOYERS.format(n=len(found), said=typed, which=which))
    return found[0].id


def employers_called(stores: Stores, viewer: Viewer) -> Mapping[str, tuple[str, ...]]:
    """Every employer by its id and by its name, both folded: the ids that each stands for."""
    found: dict[str, set[str]] = {}
    after: str | None = None
    while page := stores.employers.list(viewer, after=after, limit=_PAGE):
        for one in page:
            found.setdefault(folded(one.id), set()).add(one.id)
            found.setdefault(folded(one.name), set()).add(one.id)
        after = page[-1].id
    return {name: tuple(sorted(ids)) for name, ids in found.items()}


def posting_called(app: Application, viewer: Viewer, typed: str) -> str:
    """The id of the one posting with this id, number at its source, or title. Raises BadInput for none or several."""
    with app.database.read(viewer) as stores:
        numbered = stores.postings.find_named(viewer, [typed]).get(typed, ())
        called = [one for one in stores.postings.search(viewer, typed) if folded(one.title) == folded(typed)]
        names = employer_names(stores, viewer, (one.employer for one in called))
    if len(numbered) == 1:
        return numbered[0]
    if len(called) == 1:
        return called[0].id
    if not called and not numbered:
        raise BadInput(_NO_POSTING_AT_ALL.format(said=typed))
    which = [f"{one.id} ({names.get(one.employer, one.employer)})" for one in called] or list(numbered)
    raise BadInput(_SEVERAL.format(n=len(which), said=typed, which=_some(which)))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SAID]) + (" …" if len(names) > _MOST_SAID else "")


def posting_meant(app: Application, viewer: Viewer, event_id: str, typed: str) -> str:
    """The id of the open posting of an event with this id or title. Raises NotFound for the event, BadInput for none or several."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        there = stores.postings.outlines(viewer, event.postings or None, status=PostingStatus.OPEN)
        found = [one for one in there if one.id == typed] or [one for one in there if one.title == typed]
        if len(found) == 1:
            return found[0].id
        if not found:
            raise BadInput(_NO_POSTING.format(said=typed))
        names = employer_names(stores, viewer, (one.employer for one in found))
    which = ", ".join(f"{one.id} ({names.get(one.employer, one.employer)})" for one in found[:_MOST_SAID])
    raise BadInput(_SEVERAL.format(n=len(found), said=typed, which=which))
