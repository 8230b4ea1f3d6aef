"""What ids are called: the names of people and employers, the titles of postings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.wiring import Application
from matching.records import Viewer


@dataclass(frozen=True)
class Called:
    """Id -> name or title. What is not stored, or not for the viewer, is called by its id."""

    people: Mapping[str, str]
    postings: Mapping[str, str]
    employers: Mapping[str, str]
    namesakes: frozenset[str] = frozenset()
    """Those of the people whose name somebody else has as well."""

    def person(self, one: str) -> str:
        return self.people.get(one, one)

    def posting(self, one: str) -> str:
        return self.postings.get(one, one)

    def employer(self, one: str) -> str:
        return self.employers.get(one, one)


def called(
    app: Application,
    viewer: Viewer,
    *,
    people: Iterable[str | None] = (),
    postings: Iterable[str | None] = (),
    employers: Iterable[str | None] = (),
) -> Called:
    """The names of all these ids, read in one transaction; None among them is passed over."""
    with app.database.read(viewer) as stores:
        files = candidates_by_id(stores, viewer, (one for one in people if one))
        namesakes = stores.candidates.namesakes(viewer, files) if files else frozenset()
        titles = {one.id: one.title for one in stores.postings.outlines(viewer, {one for one in postings if one})}
        return Called(
            people={one: candidate_name(file) for one, file in files.items()},
            postings=titles,
            employers=employer_names(stores, viewer, (one for one in employers if one)),
            namesakes=namesakes,
        )
