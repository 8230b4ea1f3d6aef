"""Accounts, organisations and links on the wire."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

RoleName = Literal["organizer", "employer", "counselor", "auditor", "administrator"]
LanguageName = Literal["zh", "en"]
_ID = r"^[^\x00-\x1f\x7f]+$"
_ID_OR_EMPTY = r"^[^\x00-\x1f\x7f]*$"


class AccountView(View):
    """One account. `name` is what its owner writes at the door; `caseload`: it sees the people assigned to it only; `state` is
    `invited` until its owner chose a password."""

    id: str
    name: str
    called: str
    role: RoleName
    role_text: Text
    organisation: str
    organisation_name: str
    district: str | None
    caseload: bool
    state: Literal["invited", "active", "ended"]
    state_text: Text
    identity: str | None = Field(description="The service that vouches for it besides its password, if any")
    created_at: datetime
    signed_in_at: datetime | None
    ended_at: datetime | None


class InviteInput(Input):
    """Who is invited. For an employer, `organisation` is the employer's id; staff of a zone, a school or the city name the district
    whose people they may see, or none for the whole city."""

    name: str = Field(min_length=1, max_length=60, description="What is written at the door")
    called: str = Field(min_length=1, max_length=60, description="What others see")
    role: RoleName
    organisation: str = Field(default="city", min_length=1, max_length=120, pattern=_ID)
    district: str | None = Field(default=None, max_length=120, pattern=_ID)
    language: LanguageName | None = None


class AssignInput(Input):
    """Another role, organisation and district for an account."""

    role: RoleName
    organisation: str = Field(min_length=1, max_length=120, pattern=_ID)
    district: str | None = Field(default=None, max_length=120, pattern=_ID)


class IdentityInput(Input):
    """The identity at the sign-in service of the settings that may open an account."""

    subject: str = Field(min_length=1, max_length=120, pattern=_ID)


class LinkView(View):
    """A link that lets its holder choose a password once. It is shown here and never again."""

    account: AccountView | None
    kind: Literal["first", "invitation", "reset"]
    path: str
    expires_at: datetime


class OrganisationView(View):
    """One organisation; `caseloads`: its counselors see the people assigned to them, instead of their district's."""

    id: str
    kind: Literal["city", "district", "zone", "school", "employer"]
    kind_text: Text
    name: str
    district: str | None
    caseloads: bool


class OrganisationInput(Input):
    """A school by its name, or an employer by the id of a stored employer."""

    kind: Literal["school", "employer"]
    name: str = Field(default="", max_length=60, pattern=_ID_OR_EMPTY)
    employer: str | None = Field(default=None, min_length=1, max_length=120, pattern=_ID)
    district: str | None = Field(default=None, max_length=120, pattern=_ID)


class CaseloadsInput(Input):
    """Whether an organisation assigns people to its counselors."""

    caseloads: bool


class CaseloadView(View):
    """One counselor and the people assigned to them."""

    account: str
    called: str
    people: tuple[str, ...]


class CaseloadsView(View):
    """The counselors whom one may assign people."""

    items: tuple[CaseloadView, ...]


class PeopleInput(Input):
    """People by id, by the office's own number, or by the number of their certificate."""

    people: tuple[str, ...] = Field(min_length=1, max_length=1_000)


class AssignedView(View):
    """What came of assigning or releasing people: how many changed, and which names stand for nobody the viewer may see, by their
    place in what was sent (from 1)."""

    changed: int
    unknown: tuple[int, ...]


class OwnAccountView(View):
    """Who is asking: the account, and for a key of a program what it may do."""

    account: AccountView | None
    role: RoleName
    district: str | None
    scopes: tuple[str, ...] | None
