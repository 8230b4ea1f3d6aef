"""What a person agreed to: both consents, over the wire."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from api.schemas.base import Input, View
from matching.knowledge.catalogue import Text

ScopeName = Literal["listing", "identity"]
ExplainedName = Literal["read", "easy_text", "signed", "read_aloud"]


class NamedEmployer(View):
    id: str
    name: str


class ConsentView(View):
    """One consent. `holds`: it is in force today; `guardian`: who agreed with or for the person; `stated`: the arrangements that
    the person chooses to tell the employer, in words."""

    id: int
    scope: ScopeName
    event: str | None
    event_name: str | None
    employers: tuple[NamedEmployer, ...]
    wording: str
    explained: ExplainedName
    given_on: date
    ends_on: date | None
    guardian: str | None
    stated: tuple[Text, ...]
    withdrawn_at: datetime | None
    holds: bool


class RefusedEmployer(View):
    """An employer that the person does not want at all, whatever they agreed to."""

    id: str
    name: str


class ConsentsView(View):
    """All consents of a person, newest first, those that ended too. `guardian_needed`: a guardian agrees or agrees too, by age."""

    candidate: str
    name: str
    on: date
    guardian_needed: bool
    guardian_known: bool
    items: tuple[ConsentView, ...]
    refused: tuple[RefusedEmployer, ...]


class AskedView(View):
    """What a person is asked to agree to: the wording in force, in full and in plain words, and the employers it can name."""

    scope: ScopeName
    event: str | None
    event_name: str | None
    version: str
    full: tuple[Text, ...]
    easy: tuple[Text, ...]
    employers: tuple[NamedEmployer, ...]


class ConsentInput(Input):
    """One consent as it was given. A listing names its event and the employers that were not refused; an identity one employer.

    `wording`: the version that was explained; without it, the one in force on the day. `stated`: arrangements that the person
    chooses to tell that employer, by their names in the catalogue.
    """

    scope: ScopeName
    event: str | None = Field(default=None, max_length=120)
    employers: tuple[str, ...] = Field(max_length=1_000)
    explained: ExplainedName
    given_on: date
    ends_on: date | None = None
    guardian: str | None = Field(default=None, max_length=120)
    wording: str | None = Field(default=None, max_length=120)
    stated: tuple[str, ...] = Field(default=(), max_length=60)


class EmployerRefusalInput(Input):
    """Whether the person refuses the employer altogether."""

    refused: bool
