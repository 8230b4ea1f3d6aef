"""The rooms: where each role can go from anywhere, in the order of the bar at the top of every page."""

from dataclasses import dataclass
from typing import Final

from starlette.requests import Request

from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

STAFF: Final = frozenset({Role.ORGANIZER, Role.COUNSELOR})


@dataclass(frozen=True)
class Place:
    """One entry of the bar: an address, its word, and whose room it belongs to."""

    address: str
    word: Text
    roles: frozenset[Role]


PLACES: Final[tuple[Place, ...]] = (
    Place("/", Text(zh="活动", en="Events"), STAFF),
    Place("/courses", Text(zh="课程", en="Courses"), STAFF),
)


def places_of(request: Request) -> tuple[Place, ...]:
    """The bar of whoever asks; empty for a page that nobody had to sign in for."""
    viewer = viewer_on(request)
    return () if viewer is None else tuple(place for place in PLACES if viewer.role in place.roles)


def viewer_on(request: Request) -> Viewer | None:
    """The account that this page is shown to, as `api.access` found it."""
    found = getattr(request.state, "viewer", None)
    return found if isinstance(found, Viewer) else None
