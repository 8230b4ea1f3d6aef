"""How a booth is found, and where it went when it was lost."""

import pytest

from matching.fair.places import Redirects, goes_on_at, place_of_booth
from matching.knowledge.catalogue import Text
from matching.records import Booth, Hall

HALL = Hall(booths=(Booth(number="A1", place="东厅，进门左边"), Booth(number="A2"), Booth(number="A3", place="二楼")))


@pytest.mark.parametrize(
    ("booth", "moved", "words"),
    [
        ("A1", {}, Text(zh="东厅，进门左边", en="东厅，进门左边")),
        ("A2", {}, Text(zh="", en="")),
        ("A9", {}, Text(zh="", en="")),
        ("A1", {"A1": [(0, "A3")]}, Text(zh="改到 A3 号展位，二楼", en="now at booth A3, 二楼")),
        ("A1", {"A1": [(0, "A2")]}, Text(zh="改到 A2 号展位", en="now at booth A2")),
        ("A3", {"A1": [(0, "A3")]}, Text(zh="二楼", en="二楼")),
    ],
)
def test_a_place_is_what_was_written_or_where_the_booth_went(booth: str, moved: Redirects, words: Text) -> None:
    assert place_of_booth(HALL, booth, moved) == words


def test_what_began_before_a_booth_was_lost_stays_where_it_was() -> None:
    moved = {"A1": [(4, "A2"), (6, "A3")]}
    assert [goes_on_at(moved, "A1", start) for start in (3, 4, 5, 6, 7, None)] == [None, "A2", "A2", "A3", "A3", "A3"]
    assert goes_on_at(moved, "A2", 7) is None
    assert [place_of_booth(HALL, "A1", moved, start).zh for start in (3, 4, 6)] == [
        "东厅，进门左边",
        "改到 A2 号展位",
        "改到 A3 号展位，二楼",
    ]


def test_a_place_is_one_line() -> None:
    assert Booth(number="A1", place="  东厅 ").place == "东厅"
    with pytest.raises(ValueError, match="write one line"):
        Booth(number="A1", place="东厅\n左边")
