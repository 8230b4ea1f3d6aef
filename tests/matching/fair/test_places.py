"""How a booth is found, and where it went when it was lost."""

import pytest

from matching.fair.places import place_of_booth
from matching.knowledge.catalogue import Text
from matching.records import Booth, Hall

HALL = Hall(booths=(Booth(number="A1", place="东厅，进门左边"), Booth(number="A2"), Booth(number="A3", place="二楼")))


@pytest.mark.parametrize(
    ("booth", "moved", "words"),
    [
        ("A1", {}, Text(zh="东厅，进门左边", en="东厅，进门左边")),
        ("A2", {}, Text(zh="", en="")),
        ("A9", {}, Text(zh="", en="")),
        ("A1", {"A1": "A3"}, Text(zh="改到 A3 号展位，二楼", en="now at booth A3, 二楼")),
        ("A1", {"A1": "A2"}, Text(zh="改到 A2 号展位", en="now at booth A2")),
        ("A3", {"A1": "A3"}, Text(zh="二楼", en="二楼")),
    ],
)
def test_a_place_is_what_was_written_or_where_the_booth_went(booth: str, moved: dict[str, str], words: Text) -> None:
    assert place_of_booth(HALL, booth, moved) == words


def test_a_place_is_one_line() -> None:
    assert Booth(number="A1", place="  东厅 ").place == "东厅"
    with pytest.raises(ValueError, match="write one line"):
        Booth(number="A1", place="东厅\n左边")
