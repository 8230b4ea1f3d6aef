"""The global search: people by whole name, id or number, postings, employers and events by words, as far as the viewer may see."""

from typing import Final

from api.actions.errors import BadInput
from api.actions.pools import check_staff
from api.actions.posting_records import employer_line, posting_lines
from api.actions.views import candidate_name, candidates_by_id
from api.schemas.records import EventLine, FoundView, PersonLine
from api.wiring import Application
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Viewer

MOST: Final = 20
LONGEST: Final = 60
_EMPTY: Final = Text(
    zh="请写要找的姓名、编号、证号、岗位、单位或活动。", en="Write a name, a number, a posting, an employer or an event."
)
_TOO_LONG: Final = Text(zh="太长了（最多 {most} 个字）。", en="Too long (at most {most} characters).")


def search(app: Application, viewer: Viewer, words: str) -> FoundView:
    """What these words name. People are found whole: by name, id, or number of an office or a certificate, never by a part of it.

    Looking somebody up is in the log as an access, without the words. Raises BadInput for nothing or too much, NotAllowed.
    """
    check_staff(viewer)
    asked = " ".join(words.split())
    if not asked:
        raise BadInput(_EMPTY)
    if len(asked) > LONGEST:
        raise BadInput(_TOO_LONG.format(most=LONGEST))
    with app.database.read(viewer) as stores:
        named = {one for ids in stores.candidates.find_named(viewer, [asked]).values() for one in ids}
        people = sorted(named | set(stores.candidates.find_called(viewer, asked)))[:MOST]
        known = {one for ids in stores.postings.find_named(viewer, [asked]).values() for one in ids}
        postings = stores.postings.search(viewer, asked, MOST + 1)
        exact = tuple(stores.postings.iterate(viewer, sorted(known - {one.id for one in postings}))) if known else ()
        employers = stores.employers.search(viewer, asked, MOST + 1)
        events = [one for one in stores.events.list(viewer) if asked.casefold() in one.name.casefold() or asked == one.id]
        return FoundView(
            people=people_lines(stores, viewer, people),
            postings=posting_lines(app, stores, viewer, (*exact, *postings)[:MOST]),
            employers=tuple(map(employer_line, employers[:MOST])),
            events=tuple(EventLine(id=one.id, name=one.name, on=one.on) for one in events[:MOST]),
            more=tuple(kind for kind, found in (("postings", postings), ("employers", employers)) if len(found) > MOST),  # type: ignore[misc]
        )


def people_lines(stores: Stores, viewer: Viewer, ids: list[str] | tuple[str, ...]) -> tuple[PersonLine, ...]:
    """These people by name, in the order given; whoever is not there is left out."""
    known = candidates_by_id(stores, viewer, ids)
    certified = stores.candidates.certified(viewer, ids)
    return tuple(_line(known[one], one in certified) for one in ids if one in known)


def _line(one: Candidate, certified: bool) -> PersonLine:
    return PersonLine(
        id=one.id,
        name=candidate_name(one),
        external_id=one.external_id,
        district=one.home.district,
        birth=one.person.birth,
        has_certificate=certified,
    )
