"""What contradicts a wish, and that silence does not."""

from typing import Any

import pytest

from matching.records import Hours, Pay, PayUnit, Place, Posting, PostingKind, SourceRef, Wishes, Workplace
from matching.unlock import suits, wanted

BARE = Posting(id="p", employer="e", title="文员", source=SourceRef(name="test"))
WUCHANG, HONGSHAN = "420106", "420111"


def offered(**changes: Any) -> Posting:
    return BARE.model_copy(update=changes)


@pytest.mark.parametrize(
    ("wishes", "posting", "expected"),
    [
        (Wishes(kinds=frozenset({"ecommerce"})), offered(kind=PostingKind.ECOMMERCE), True),
        (Wishes(kinds=frozenset({"ecommerce"})), offered(kind=PostingKind.COURIER), False),
        (Wishes(kinds=frozenset({"ecommerce"})), BARE, True),
        (Wishes(districts=frozenset({WUCHANG})), offered(place=Place(city="武汉", district=WUCHANG)), True),
        (Wishes(districts=frozenset({WUCHANG})), offered(place=Place(city="武汉", district=HONGSHAN)), False),
        (Wishes(districts=frozenset({WUCHANG})), offered(place=Place(city="宜昌")), False),
        (Wishes(districts=frozenset({WUCHANG})), offered(place=Place(city="武汉")), True),
        (
            Wishes(districts=frozenset({WUCHANG})),
            offered(place=Place(city="武汉", district=HONGSHAN), workplace=Workplace(remote=True)),
            True,
        ),
        (Wishes(pay_min=4_000), offered(pay=Pay(minimum=3_000, maximum=4_000, unit=PayUnit.MONTH)), True),
        (Wishes(pay_min=4_001), offered(pay=Pay(minimum=3_000, maximum=4_000, unit=PayUnit.MONTH)), False),
        (Wishes(pay_min=4_000), offered(pay=Pay(minimum=2, maximum=3, unit=PayUnit.PIECE)), True),
        (Wishes(hours_max=6), offered(hours=Hours(per_day=8)), False),
        (Wishes(hours_max=8), offered(hours=Hours(per_day=8)), True),
        (Wishes(hours_max=6), BARE, True),
        (Wishes(remote="only"), offered(workplace=Workplace(remote=False)), False),
        (Wishes(remote="only"), BARE, True),
        (Wishes(remote="no"), offered(workplace=Workplace(remote=True)), False),
        (Wishes(remote="welcome"), offered(workplace=Workplace(remote=True)), True),
        (Wishes(), BARE, True),
    ],
)
def test_a_wish_and_a_posting(wishes: Wishes, posting: Posting, expected: bool) -> None:
    assert suits(wishes, posting) is expected


def test_a_wish_for_a_zone_holds_in_its_districts() -> None:
    zone = Wishes(districts=frozenset({"东湖高新区"}))
    assert suits(zone, offered(place=Place(city="武汉", district=HONGSHAN)))
    assert not suits(zone, offered(place=Place(city="武汉", district="420102")))


def test_all_people_at_all_postings_are_one_at_a_time() -> None:
    people = [Wishes(), Wishes(pay_min=5_000), Wishes(remote="no", kinds=frozenset({"courier"})), Wishes(hours_max=4)]
    posts = [BARE, offered(pay=Pay(maximum=4_500, unit=PayUnit.MONTH)), offered(kind=PostingKind.COURIER, hours=Hours(per_day=6))]
    assert wanted(people, posts).tolist() == [[suits(wishes, post) for wishes in people] for post in posts]
    assert wanted([], posts).shape == (3, 0)
    assert wanted(people, []).shape == (0, 4)
