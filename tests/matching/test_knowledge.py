"""Knowledge files: what the rules could not mean is refused with file, row and what to do."""

from pathlib import Path

import pytest
import yaml

from matching.geography import AREAS, distance_km, find_area, same_area
from matching.kinds import KINDS
from matching.knowledge import CATALOGUE, KnowledgeError, load_catalogue
from matching.records import Place, PostingKind

FOLDER = Path(__file__).resolve().parents[2] / "matching" / "knowledge"
ABILITIES = (FOLDER / "abilities.yaml").read_text("utf-8")
ACCOMMODATIONS = (FOLDER / "accommodations.yaml").read_text("utf-8")


def test_the_catalogue_is_whole() -> None:
    assert (len(CATALOGUE.dimensions), len(CATALOGUE.accommodations), len(CATALOGUE.core)) == (45, 56, 31)


def test_the_catalogue_says_what_the_shared_domain_says(shared: Path) -> None:
    for file in ("abilities.yaml", "accommodations.yaml"):
        ours = yaml.safe_load((FOLDER / file).read_text("utf-8"))
        theirs = yaml.safe_load((shared / "domain" / file).read_text("utf-8"))
        assert [{k: v for k, v in row.items() if k != "status"} for row in ours] == theirs


def test_nothing_is_signed_without_a_signature() -> None:
    rows = (*CATALOGUE.dimensions, *CATALOGUE.accommodations)
    assert [row.name for row in rows if (row.status == "signed") != (row.signed_by is not None)] == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            "{ability: text_access, raise_by: 2, cap: 3}",
            "{ability: text_acess, raise_by: 2, cap: 3}",
            "magnifier: unknown dimension",
        ),
        ("{ability: text_access, raise_by: 2, cap: 3}", "{ability: text_access, raise_by: 2, cap: 7}", "magnifier: effects.0.cap"),
        (
            "{ability: text_access, raise_by: 2, cap: 3}",
            "{ability: text_access, raise_by: -1, cap: 3}",
            "magnifier: effects.0.raise_by",
        ),
        ("{ability: text_access, raise_by: 2, cap: 3}", "{ability: text_access, raise_by: 2}", "belong together"),
        ("{ability: text_access, raise_by: 2, cap: 3}", "{ability: text_access, set_demand: 2, route_up_to: 3}", "exactly one"),
        (
            "{ability: close_vision, raise_by: 1, cap: 3}",
            "{ability: text_access, raise_by: 1, cap: 3}",
            "two effects on one dimension",
        ),
        ("needs_fact: tools_accessible", "needs_fact: tools_fine", "unknown fact 'tools_fine'"),
        ("skill: braille", "skill: brail", "unknown skill 'brail'"),
        ("needs: {finger_dexterity: 2}", "needs: {finger_dexterity: 5}", "level 5 is outside"),
        ("screen_reader\n  status: proposed", "screen_reader\n  status: signed", "signed when signed_by gives the name"),
        ("- name: braille_display", "- name: screen_reader", "screen_reader: named twice"),
        (
            "effects:\n  - {ability: stairs, removes: entrance}",
            "effects:\n  - {ability: standing, removes: entrance}",
            "only stairs",
        ),
    ],
)
def test_a_wrong_row_is_refused(old: str, new: str, complaint: str) -> None:
    assert old in ACCOMMODATIONS
    with pytest.raises(KnowledgeError, match=complaint):
        load_catalogue(ABILITIES, ACCOMMODATIONS.replace(old, new, 1))


@pytest.mark.parametrize(("text", "complaint"), [("a: 1", "expected a list"), ("- {x: [}", "not readable")])
def test_a_wrong_file_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(KnowledgeError, match=complaint):
        load_catalogue(text, ACCOMMODATIONS)


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(PostingKind)


def test_areas_are_found_by_the_longest_name() -> None:
    found = find_area("武汉-东湖新技术产业开发区")
    assert found is not None
    assert found.zone == "东湖高新区"
    assert [area.names[0] for area in AREAS if area.code] == [area.names[0] for area in AREAS[:13]]


def test_distance_is_unknown_unless_both_ends_are() -> None:
    wuchang, jiangxia = Place(city="武汉", district="420106"), Place(city="武汉", district="420115")
    kilometres = distance_km(wuchang, jiangxia)
    assert kilometres is not None
    assert 15 < kilometres < 25
    assert distance_km(wuchang, Place(city="武汉")) is None
    assert distance_km(wuchang, Place(city="上海", district="420106")) is None


def test_a_zone_counts_as_each_district_it_sits_on() -> None:
    zone = Place(city="武汉", zone="东湖高新区")
    assert same_area(zone, Place(city="武汉", district="420111")) is True
    assert same_area(zone, Place(city="武汉", district="420102")) is False
    assert same_area(zone, Place()) is None
