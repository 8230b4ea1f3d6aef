from typing import Any

import pytest

from matching.timetable import Booth, Person, Pin, Posting, Resource, TimetableConflict
from tests.matching.timetable.fairs import GUIDE, fair


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"people": [Person("li"), Person("li")]}, "person li is there twice"),
        ({"meetings": [(0, 0), (0, 0)]}, "the interview of li with job 0 is there twice"),
        ({"meetings": [(0, 3)]}, "1 interviews point at a person or posting that does not exist"),
        ({"people": [Person("li", needs=("guide",))]}, "li names the resource guide, which the fair does not list"),
        ({"booths": [Booth("a", ())]}, "booth a has no opening hour"),
        ({"booths": [Booth("a", (((9, 12),),))]}, "booth a has no opening hour"),
        ({"slots": 0}, "the fair has 0 slots of 20 minutes"),
        ({"values": [0.0]}, "a value that is no number above 0"),
        ({"people": [Person("li", takes=0)]}, "of person li makes no sense"),
        ({"people": [Person("li", windows=((3, 1),))]}, "li is there from slot 3 to slot 1"),
        ({"postings": [Posting("job 0", 0, group=0)]}, "an interview of posting job 0 holds 0 people"),
        ({"postings": [Posting("job 0", 7)]}, "posting job 0 stands at booth row 7"),
        ({"pins": [Pin(4, 0, "bus")]}, "a pin points at interview row 4"),
        ({"pins": [Pin(0, 0, "bus"), Pin(0, 1, "bus")]}, "is pinned twice"),
        ({"pins": [Pin(0, 9, "bus")]}, "is pinned to 12:00, when the person is away or the booth closed"),
        ({"walking": [[0.0, 1.0]]}, "the table of walks is"),
        ({"walking": [[float("nan")]]}, "a number below 0, or none"),
        ({"guaranteed": -1}, "-1 interviews are guaranteed"),
        ({"resources": [Resource("guide", GUIDE, ()), Resource("guide", GUIDE, ())]}, "resource guide is there twice"),
    ],
)
def test_an_impossible_fair_is_a_conflict_that_names_it(changed: dict[str, Any], words: str) -> None:
    plain: dict[str, Any] = {"people": [Person("li")], "booths": [Booth("a", (None,))], "meetings": [(0, 0)], "slots": 3}
    with pytest.raises(TimetableConflict) as caught:
        fair(**plain | changed)
    assert any(words in conflict.what.en for conflict in caught.value.conflicts)
    assert all(conflict.cure.zh and conflict.what.zh for conflict in caught.value.conflicts)
