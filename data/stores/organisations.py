"""Whose accounts there are: the city, its districts and zones, schools, and employers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Row, insert, select, update

from data.stores.base import CHUNK, Store
from data.stores.canonical import check_key, check_optional
from data.tables import employers, organisations
from matching.records import Role, Viewer

ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})


class OrganisationKind(StrEnum):
    CITY = "city"
    DISTRICT = "district"
    ZONE = "zone"
    SCHOOL = "school"
    EMPLOYER = "employer"


@dataclass(frozen=True)
class Organisation:
    """One organisation. The id of an employer's is the employer's own. `caseloads`: whether it assigns people to counselors."""

    id: str
    kind: OrganisationKind
    name: str
    district: str | None = None
    caseloads: bool = False


class OrganisationStore(Store):
    """Organisations. Administrators see and change all; everybody else knows their own."""

    kind = "organisation"

    def add(self, viewer: Viewer, organisation: Organisation) -> bool:
        """Stores a new organisation; False if one of this id is there, which then stays as it is.

        Raises ValueError for an employer's without the employer, or values that cannot be stored.
        """
        self._require(viewer, ADMINISTRATORS)
        name = check_key(organisation.id, "the id of an organisation")
        if organisation.kind is OrganisationKind.EMPLOYER:
            there = select(employers.c.id).where(employers.c.id == name)
            if self._connection.execute(there).scalar() is None:
                raise ValueError(f"there is no employer {name}; import it first")
        if self._connection.execute(select(organisations.c.id).where(organisations.c.id == name)).scalar() is not None:
            return False
        self._connection.execute(
            insert(organisations).values(
                id=name,
                kind=organisation.kind.value,
                name=check_key(organisation.name, "the name of an organisation"),
                district=check_optional(organisation.district, "the district of an organisation"),
                caseloads=organisation.caseloads,
                created_at=self.session.now,
                created_by=check_key(viewer.account, "the account"),
            )
        )
        self._note(viewer, "add", name, kind=organisation.kind.value)
        return True

    def get(self, viewer: Viewer, organisation: str) -> Organisation | None:
        """One organisation, or None; for administrators and its own accounts."""
        if viewer.role is not Role.ADMINISTRATOR and viewer.organisation != organisation:
            return None
        row = self._connection.execute(select(organisations).where(organisations.c.id == organisation)).one_or_none()
        return None if row is None else _organisation(row)

    def list(self, viewer: Viewer, after: str | None = None, limit: int = 100) -> tuple[Organisation, ...]:
        """A page in order of id: at most `limit` (1..1,000) after the id `after`. Administrators only."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} organisations")
        if viewer.role is not Role.ADMINISTRATOR:
            return ()
        query = select(organisations).order_by(organisations.c.id).limit(limit)
        if after is not None:
            query = query.where(organisations.c.id > after)
        return tuple(_organisation(row) for row in self._connection.execute(query))

    def set_caseloads(self, viewer: Viewer, organisation: str, caseloads: bool) -> bool:
        """Says whether the counselors of an organisation see their district or whom they are assigned. False if it is not there."""
        self._require(viewer, ADMINISTRATORS)
        changed = update(organisations).where(organisations.c.id == organisation).values(caseloads=caseloads)
        if self._connection.execute(changed).rowcount == 0:
            return False
        self._note(viewer, "set-caseloads", organisation, caseloads=caseloads)
        return True


def _organisation(row: Row[*tuple[object, ...]]) -> Organisation:
    return Organisation(row.id, OrganisationKind(row.kind), row.name, row.district, row.caseloads)
