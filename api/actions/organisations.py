"""Organisations: the city with its districts and zones from the knowledge, schools and employers as they come."""

import re
from typing import Final

from api.accounts.secrets import new_id
from api.actions.errors import BadInput, Conflict, NotAllowed, NotFound
from api.schemas import Page
from api.schemas.accounts import OrganisationInput, OrganisationView
from api.wiring import Application
from data.stores import Organisation, OrganisationKind, Stores
from matching.geography import AREAS, DISTRICTS, ZONES
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ADMINISTRATOR, Role, Viewer

ORGANISATION: Final = Text(zh="单位", en="organisation")
CITY: Final = "city"
KINDS: Final = {
    OrganisationKind.CITY: Text(zh="市级", en="City"),
    OrganisationKind.DISTRICT: Text(zh="区", en="District"),
    OrganisationKind.ZONE: Text(zh="功能区", en="Zone"),
    OrganisationKind.SCHOOL: Text(zh="学校", en="School"),
    OrganisationKind.EMPLOYER: Text(zh="用人单位", en="Employer"),
}
_CITY_NAME: Final = "武汉市"
_ADMINISTRATORS_ONLY: Final = Text(zh="单位和账户由管理员管理。", en="Organisations and accounts are managed by an administrator.")
_NO_NAME: Final = Text(zh="请写学校的名称（最多 60 个字）。", en="Give the name of the school (at most 60 characters).")
_NO_EMPLOYER: Final = Text(
    zh="没有这个用人单位。请照导入时的全称写，或写它的编号。",
    en="There is no such employer. Write its whole name as it was imported, or its id.",
)
_SEVERAL: Final = Text(zh="有几个单位叫这个名字，请写编号：{ids}。", en="Several employers have this name; write an id: {ids}.")
_MANY: Final = 1_000
_NO_DISTRICT: Final = Text(zh="没有这个区。", en="There is no such district.")
_THERE: Final = Text(zh="这个单位已经有了。", en="This organisation is there already.")


def found_city(stores: Stores) -> None:
    """Stores the city, its districts and its zones, as far as they are not there."""
    viewer = LOCAL_ADMINISTRATOR
    stores.organisations.add(viewer, Organisation(CITY, OrganisationKind.CITY, _CITY_NAME))
    for area in AREAS:
        if area.code is not None:
            made = Organisation(f"d_{area.code}", OrganisationKind.DISTRICT, area.names[0], area.code)
        else:
            made = Organisation(f"z_{re.sub('[^a-z]+', '_', area.en.lower())}", OrganisationKind.ZONE, area.names[0])
        stores.organisations.add(viewer, made)


def list_organisations(app: Application, viewer: Viewer, after: str | None = None, limit: int = 50) -> Page[OrganisationView]:
    """A page of organisations in order of id. Raises NotAllowed for all but administrators."""
    check_administrator(viewer)
    with app.database.read(viewer) as stores:
        found = stores.organisations.list(viewer, after, limit + 1)
    return Page(items=tuple(_view(one) for one in found[:limit]), next=found[limit - 1].id if len(found) > limit else None)


def add_organisation(app: Application, viewer: Viewer, given: OrganisationInput, key: str | None = None) -> OrganisationView:
    """A school, or an employer that is stored. The same key again gives the school that is there. Raises BadInput, Conflict."""
    check_administrator(viewer)
    check_district(given.district)
    with app.database.begin(viewer) as stores:
        if given.kind == "employer":
            return _view(add_employer(stores, viewer, given.employer or ""))
        name = given.name.strip()
        if not name or not name.isprintable():
            raise BadInput(_NO_NAME)
        id_ = new_id("o_") if key is None else f"o_{app.identify(f'organisation {viewer.account} {key}')[:12]}"
        made = Organisation(id_, OrganisationKind.SCHOOL, name, given.district)
        if not stores.organisations.add(viewer, made) and stores.organisations.get(viewer, id_) != made:
            raise Conflict(_THERE)
    return _view(made)


def add_employer(stores: Stores, viewer: Viewer, employer: str) -> Organisation:
    """The organisation of a stored employer, made when first needed. Raises BadInput."""
    there = stores.organisations.get(viewer, employer)
    if there is not None and there.kind is OrganisationKind.EMPLOYER:
        return there
    found = None if there is not None or not employer else stores.employers.get(viewer, employer)
    if found is None:
        raise BadInput(_NO_EMPLOYER)
    made = Organisation(found.id, OrganisationKind.EMPLOYER, found.name, found.district)
    stores.organisations.add(viewer, made)
    return made


def find_employer(app: Application, viewer: Viewer, written: str) -> str:
    """The id of the employer of an id or a whole name. Raises BadInput for none and for several of one name."""
    check_administrator(viewer)
    wanted = written.strip()
    with app.database.read(viewer) as stores:
        if wanted.isprintable() and stores.employers.get(viewer, wanted) is not None:
            return wanted
        found: list[str] = []
        after: str | None = None
        while page := stores.employers.list(viewer, after=after, limit=_MANY):
            found += [one.id for one in page if one.name == wanted]
            after = page[-1].id
    if not found:
        raise BadInput(_NO_EMPLOYER)
    if len(found) > 1:
        raise BadInput(_SEVERAL.format(ids=", ".join(found)))
    return found[0]


def set_caseloads(app: Application, viewer: Viewer, organisation: str, caseloads: bool) -> OrganisationView:
    """Says whether an organisation assigns people to its counselors, who then see these only. Raises NotFound."""
    check_administrator(viewer)
    with app.database.begin(viewer) as stores:
        if not stores.organisations.set_caseloads(viewer, organisation, caseloads):
            raise NotFound(ORGANISATION, organisation)
        found = stores.organisations.get(viewer, organisation)
    assert found is not None
    return _view(found)


def districts_of(organisation: Organisation) -> tuple[str, ...] | None:
    """The districts that an account of an organisation may be limited to; None: any, or the whole city."""
    if organisation.kind is OrganisationKind.DISTRICT:
        return () if organisation.district is None else (organisation.district,)
    if organisation.kind is OrganisationKind.ZONE:
        zone = ZONES.get(organisation.name) or next((area for area in ZONES.values() if organisation.name in area.names), None)
        return () if zone is None else zone.districts
    return None


def check_administrator(viewer: Viewer) -> None:
    """Raises NotAllowed for all but administrators."""
    if viewer.role is not Role.ADMINISTRATOR:
        raise NotAllowed(_ADMINISTRATORS_ONLY)


def check_district(district: str | None) -> None:
    """Raises BadInput for a code that is no district's."""
    if district is not None and district not in DISTRICTS:
        raise BadInput(_NO_DISTRICT)


def _view(organisation: Organisation) -> OrganisationView:
    return OrganisationView(
        id=organisation.id,
        kind=organisation.kind.value,
        kind_text=KINDS[organisation.kind],
        name=organisation.name,
        district=organisation.district,
        caseloads=organisation.caseloads,
    )
