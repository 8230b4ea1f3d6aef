"""What somebody is told who has no interview any more: what happened, and where they wait for another time."""

from collections.abc import Collection, Mapping
from typing import Final

from api.actions.losses import losses_so_far
from data.stores import Stores
from matching.fair.faults import booth_of
from matching.knowledge.catalogue import Text
from matching.records import Audience, DayAct, Event, Viewer

NOWHERE: Final = Text(zh="", en="")
_REPLANNED: Final = Text(zh="面试时间重新排过，这次没有排上", en="the times were planned anew and there was none left")
_HALL: Final = Text(zh="会场当天的安排有变动", en="something had to be changed in the hall that day")
_TO_PEOPLE: Final[Mapping[DayAct, Text]] = {
    DayAct.EMPLOYER_LEFT: Text(zh="招聘单位提前离开了会场", en="the employer left the fair early"),
    DayAct.BOOTH_LOST: Text(zh="单位的展位不能用了", en="the employer's booth cannot be used any more"),
}
_TO_EMPLOYERS: Final[Mapping[DayAct, Text]] = {
    DayAct.EMPLOYER_LEFT: Text(zh="已登记这个展位提前离开会场", en="it was recorded that this booth left the fair early"),
    DayAct.BOOTH_LOST: Text(zh="展位不能用了", en="the booth cannot be used any more"),
}
_WAITS: Final = Text(
    zh="您在候补名单上：{posts}。有空出来的时间，我们马上告诉您。",
    en="You are on the waiting list: {posts}. We will tell you at once when a time falls free. ",
)


def cause_of(act: DayAct | None, audience: Audience) -> Text:
    """Why interviews were lost, as those concerned are told: about the booth or the hall, never about another person."""
    if act is None:
        return _REPLANNED
    return (_TO_PEOPLE if audience is Audience.CANDIDATE else _TO_EMPLOYERS).get(act, _HALL)


def waiting_of(stores: Stores, viewer: Viewer, event: Event, people: Collection[str]) -> dict[str, Text]:
    """Person -> the sentence with the postings they wait for, of those who wait for one at a booth that is still there."""
    return {name: _WAITS.format(posts=_listed(titles)) for name, titles in waits_of(stores, viewer, event, people).items()}


def waits_of(stores: Stores, viewer: Viewer, event: Event, people: Collection[str]) -> dict[str, list[str]]:
    """Person -> titles of the postings they wait for, where somebody still interviews for them."""
    places = {name: [one.posting for one in stores.waiting_lists.list(viewer, event.id, name)] for name in sorted(set(people))}
    wanted = sorted({posting for found in places.values() for posting in found})
    closed = losses_so_far(stores, viewer, event.id).closed
    titles = {}
    for one in stores.postings.iterate(viewer, wanted) if wanted else ():
        booth = booth_of(event.hall, one.id, one.employer)
        if booth is not None and booth.number not in closed:
            titles[one.id] = one.title
    told = {name: list(dict.fromkeys(titles[one] for one in found if one in titles)) for name, found in places.items()}
    return {name: found for name, found in told.items() if found}


def _listed(titles: Collection[str]) -> Text:
    return Text(zh="、".join(titles), en=", ".join(titles))
