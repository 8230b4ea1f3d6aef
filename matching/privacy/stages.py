"""How far an employer sees into one person's file: the stages, and the fields of each (design section 7). The one table of it.

Every door reads from here: pages, JSON, files, counts and errors. A field that stands in no row of the table leaves through none.
"""

from collections.abc import Mapping
from typing import Final

from matching.records import Stage

_LISTING: Final = frozenset(
    {
        "alias",
        "stage",
        "band",
        "band_text",
        "demanded",
        "fit",
        "asked",
        "knows",
        "skills",
        "certificates",
        "education",
        "district",
        "hours",
        "wage",
    }
)
_IDENTITY: Final = _LISTING | {"arranged", "name", "phone", "email", "study", "experience_years", "experience", "stated"}
FIELDS: Final[Mapping[Stage, frozenset[str]]] = {
    Stage.COUNTS: frozenset(),
    Stage.LISTING: _LISTING,
    Stage.IDENTITY: _IDENTITY,
    Stage.QUOTA: _IDENTITY | {"certificate_on"},
}
"""The fields of `Listed` that an employer sees of one person at each stage. Category, grade, diagnosis, ability levels, dimensions,
what blocks, the arrangements of the verdict, birth and sex are fields of none."""


def stage_of(*, listed: bool, named: bool, handed: bool = False, refused: bool = False) -> Stage:
    """The stage of a person towards one employer at one event, from what holds on the day.

    `listed`: a listing consent of this event names the employer. `named`: an identity consent does. `handed`: after an offer the
    person handed the certificate over themselves. `refused`: the person rules the employer out; that wins over all consents.
    """
    if refused or not listed:
        return Stage.COUNTS
    if not named:
        return Stage.LISTING
    return Stage.QUOTA if handed else Stage.IDENTITY
