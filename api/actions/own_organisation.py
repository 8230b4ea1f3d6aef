"""Whose room it is: the organisation of an employer's account, and its own postings in it."""

from typing import Final

from api.actions.errors import NotAllowed, NotFound
from api.actions.lists import POSTING
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.records import Posting, Role, Viewer

EMPLOYERS_ONLY: Final = Text(zh="这里是给用人单位的。", en="This is for employers.")
_PAGE: Final = 1_000


def organisation_of(viewer: Viewer) -> str:
    """The id of the viewer's own organisation. Raises NotAllowed for everybody but an employer."""
    if viewer.role is not Role.EMPLOYER or viewer.organisation is None:
        raise NotAllowed(EMPLOYERS_ONLY)
    return viewer.organisation


def own_postings(stores: Stores, viewer: Viewer) -> tuple[Posting, ...]:
    """All postings of the viewer's own, in order of id."""
    found: tuple[Posting, ...] = ()
    while True:
        page = stores.postings.list(viewer, after=found[-1].id if found else None, limit=_PAGE, employer=organisation_of(viewer))
        found += page
        if len(page) < _PAGE:
            return found


def own_posting(stores: Stores, viewer: Viewer, posting_id: str) -> Posting:
    """One of them. Raises NotFound for another's as for none."""
    found = stores.postings.list(viewer, [posting_id], limit=1, employer=organisation_of(viewer))
    if not found:
        raise NotFound(POSTING, posting_id)
    return found[0]


def own_name(stores: Stores, viewer: Viewer) -> str:
    """What the viewer's organisation is called; its id where nobody stored a name."""
    found = stores.employers.list(viewer, [organisation_of(viewer)], limit=1)
    return found[0].name if found else organisation_of(viewer)
