"""Who is asking: an argument of every action and of every store read. No viewer, no data."""

from enum import StrEnum

from matching.records.base import Record


class Role(StrEnum):
    ORGANIZER = "organizer"
    EMPLOYER = "employer"
    COUNSELOR = "counselor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Stage(StrEnum):
    """How far an employer may see into one person's file (design section 7)."""

    COUNTS = "counts"
    LISTING = "listing"
    IDENTITY = "identity"
    QUOTA = "quota"


class Viewer(Record):
    """The account on whose behalf data is read or changed.

    `organisation` is the id of an employer, office or school; None means the city's own service.
    `district` limits staff to their own district's people; None means the whole city. `caseload` limits a counselor further, to
    the people assigned to the account.
    """

    account: str
    role: Role
    organisation: str | None = None
    district: str | None = None
    caseload: bool = False
    stage: Stage = Stage.COUNTS


LOCAL_ORGANIZER = Viewer(account="local", role=Role.ORGANIZER)
"""The one organizer of an installation without accounts, who is then whoever uses the machine it runs on."""

LOCAL_ADMINISTRATOR = Viewer(account="local", role=Role.ADMINISTRATOR)
"""Whoever can run commands on the machine of the installation looks after its accounts, too."""

DOOR = Viewer(account="door", role=Role.ADMINISTRATOR)
"""The door itself, before it knows who stands before it: the only viewer that may look up passwords, sessions and tokens."""
