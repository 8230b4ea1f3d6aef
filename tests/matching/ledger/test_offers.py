"""Which postings took part in an event, and that their places are counted once."""

from datetime import date

from matching.ledger import Books, Period, figure_of
from matching.ledger.offers import Offer, offers_of
from matching.quota import rates_on
from matching.records import Booth, Event, Hall, Outcome, Step
from tests.matching.ledger.city import QINGSHAN, WUCHANG, YEAR_END, post

SPRING, AUTUMN = date(2024, 3, 20), date(2024, 10, 20)
SHOP, OFFICE, LATE = post("shop", None, 5), post("office", None, 2), post("late", None, 9, date(2024, 5, 1))
HALL = Hall(booths=(Booth(number="A1", employer="e1"),))


def test_who_is_named_else_who_had_a_booth_by_the_day_and_who_was_met() -> None:
    events = (
        Event(id="named", name="春", on=SPRING, postings=("office",), hall=HALL),
        Event(id="booths", name="春", on=SPRING, hall=HALL),
        Event(id="met", name="春", on=SPRING),
        Event(id="off", name="停", on=SPRING, postings=("office",)),
    )
    met = Outcome(candidate="chen", posting="late", event="met", step=Step.INTERVIEWED, on=SPRING)
    assert offers_of(events, {"off"}, (SHOP, OFFICE, LATE), [met]) == (
        Offer("named", SPRING, frozenset({"office"})),
        Offer("booths", SPRING, frozenset({"shop", "office"})),
        Offer("met", SPRING, frozenset({"late"})),
    )


def test_places_are_counted_once_and_where_the_posting_is() -> None:
    events = (
        Event(id="v1", name="春", on=SPRING, district=QINGSHAN, postings=("shop", "office")),
        Event(id="v2", name="秋", on=AUTUMN, district=QINGSHAN, postings=("shop",)),
        Event(id="v3", name="空", on=AUTUMN, district=QINGSHAN),
    )
    books = Books(postings=(SHOP, OFFICE, LATE), events=events, offers=offers_of(events, (), (SHOP, OFFICE, LATE), ()))

    def offered(of: Books) -> tuple[int, int]:
        figure = figure_of("posts.offered", of, Period.year(2024), YEAR_END, rates_on(YEAR_END))
        return figure.count, figure.unknown

    assert offered(books) == (7, 1)
    assert [offered(books.of_district(name)) for name in (WUCHANG, QINGSHAN, None)] == [(7, 0), (0, 1), (0, 0)]
