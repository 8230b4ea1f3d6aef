"""Knowledge files: what the rules could not mean is refused with file, row and what to do."""

from pathlib import Path

import pytest
import yaml

from matching.geography import AREAS, distance_km, find_area, load_areas, same_area
from matching.kinds import KINDS, load_kinds
from matching.knowledge import CATALOGUE, KnowledgeError, load_catalogue
from matching.knowledge.catalogue import FACTS
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
        added = ("status", "signed_by", "note_zh")
        assert [{k: v for k, v in row.items() if k not in added} for row in ours] == theirs


def test_nothing_is_signed_without_a_signature() -> None:
    rows = (*CATALOGUE.dimensions, *CATALOGUE.accommodations)
    assert [row.name for row in rows if (row.status == "signed") != (row.signed_by is not None)] == []


MAGNIFIED = "{ability: text_access, raise_by: 2, cap: 3}"
PAGED = "{ability: hearing_signals, lower_by: 2, floor: 0}"
CAPTIONED = "{ability: hearing_phone, route_up_to: 3, needs: {reading: 2, text_access: 2}}"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            MAGNIFIED,
            "{ability: text_acess, raise_by: 2, cap: 3}",
            "magnifier: unknown dimension 'text_acess'; use a name from abilities.yaml",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: true, cap: 3}",
            "magnifier: effects.0.raise_by: true and false are no numbers and no words; write the number or the word",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: 2, cap: 7}",
            "magnifier: effects.0.cap: input should be less than or equal to 4, not 7; correct it",
        ),
        (
            PAGED,
            "{ability: hearing_signals, lower_by: 5, floor: 0}",
            "vibrating_pager: effects.0.lower_by: input should be less than or equal to 4, not 5; correct it",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: 2}",
            "magnifier: effects.0: effect on text_access: raise_by and cap belong together; give both",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, set_demand: 2, route_up_to: 3}",
            "magnifier: effects.0: effect on text_access: give exactly one of raise_by, lower_by, set_demand, route_up_to, removes",
        ),
        (
            "{ability: close_vision, raise_by: 1, cap: 3}",
            "{ability: text_access, raise_by: 1, cap: 3}",
            "magnifier: two effects on one dimension, text_access; keep one",
        ),
        (
            "needs_fact: tools_accessible",
            "needs_fact: tools_fine",
            f"screen_reader: unknown fact 'tools_fine'; known: {', '.join(FACTS)}",
        ),
        ("skill: braille", "skill: brail", "braille_display: unknown skill 'brail'; known: braille, csl, screen_reader"),
        (
            "needs: {finger_dexterity: 2}",
            "needs: {finger_dexterity: 5}",
            "braille_display: level 5 of finger_dexterity is outside 0..4; correct it",
        ),
        (
            "needs: {finger_dexterity: 2}",
            "needs: {finger_dexterity: 0}",
            "braille_display: the condition finger_dexterity: 0 always holds; correct it or take it out",
        ),
        (
            "demand_at_most: {far_vision: 2}",
            "demand_at_most: {far_vision: 4}",
            "guide_orientation: the condition far_vision: 4 always holds; correct it or take it out",
        ),
        (
            "- name: screen_reader\n  status: proposed",
            "- name: screen_reader\n  status: signed",
            "screen_reader: a row is signed when signed_by gives the name and the date; correct status or signed_by",
        ),
        (
            "{ability: stairs, removes: entrance}",
            "{ability: standing, removes: entrance}",
            "ramp: effects.0: effect on standing: only stairs has an entrance and a floor to remove; name stairs",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: -1, cap: 3}",
            "magnifier: effect on text_access: makes a match worse: "
            "at ability 1 a demand of 1 is met without it and not with it; correct the sign",
        ),
        (
            PAGED,
            "{ability: hearing_signals, lower_by: -2, floor: 0}",
            "vibrating_pager: effect on hearing_signals: makes a match worse: "
            "at ability 0 a demand of 0 is met without it and not with it; correct the sign",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: -2, cap: 4, needs: {text_access: 2}}",
            "magnifier: effect on text_access: more ability is held against the person: "
            "with it a demand of 1 is met at ability 1 and not at 2; correct the effect or its needs",
        ),
        (
            MAGNIFIED,
            "{ability: text_access, raise_by: 2, cap: 1}",
            "magnifier: effect on text_access: changes nothing at any ability and demand; correct it or take it out",
        ),
        (
            PAGED,
            "{ability: hearing_signals, lower_by: 2, floor: 3}",
            "vibrating_pager: effect on hearing_signals: changes nothing at any ability and demand; correct it or take it out",
        ),
        (
            "{ability: stairs, set_demand: 0}",
            "{ability: stairs, set_demand: 4}",
            "remote: effect on stairs: changes nothing at any ability and demand; correct it or take it out",
        ),
        (
            CAPTIONED,
            "{ability: hearing_phone, route_up_to: 3, needs: {hearing_phone: 3}}",
            "captioned_call: effect on hearing_phone: changes nothing at any ability and demand; correct it or take it out",
        ),
        (
            CAPTIONED,
            "{ability: hearing_phone, route_up_to: 3, needs: {speaking: 3}}",
            "captioned_call: needs asks speaking: 3 and ability_at_least speaking: 2; keep one of the two",
        ),
    ],
)
def test_a_wrong_row_is_refused_at_its_line(old: str, new: str, said: str) -> None:
    line = ACCOMMODATIONS[: ACCOMMODATIONS.index(old)].count("\n") + 1
    with pytest.raises(KnowledgeError) as caught:
        load_catalogue(ABILITIES, ACCOMMODATIONS.replace(old, new, 1))
    assert str(caught.value) == f"accommodations.yaml:{line}: {said}"


ROW = "- {name: lamp, status: proposed, zh: 灯, en: lamp, provider: [employer], cost: low"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            f"{ROW}, effects: [{{ability: noise, set_demand: 0}}], note: bright}}",
            "lamp: a note has its words in both languages; give note and note_zh",
        ),
        (f"{ROW}, effects: []}}", "lamp: no effect; say what it changes or take the row out"),
        (
            f"{ROW}, effects: [{{ability: noise, set_demand: 0}}], fact_can_change: true}}",
            "lamp: no fact that could change; name it in needs_fact or take fact_can_change out",
        ),
        (
            f"{ROW}, effects: [{{ability: noise, set_demand: 0}}], name: lamp}}",
            "lamp: the key 'name' is there twice; keep one",
        ),
        (
            "- {name: ramp, status: proposed, zh: 坡道, en: ramp, provider: [employer], cost: low, effects: []}",
            "ramp: named twice, first in line {ramp}, and the two say different things; keep one row",
        ),
    ],
)
def test_a_wrong_new_row_is_refused_at_its_line(row: str, said: str) -> None:
    last = ACCOMMODATIONS.count("\n") + 1
    ramp = ACCOMMODATIONS[: ACCOMMODATIONS.index("- name: ramp\n")].count("\n") + 1
    with pytest.raises(KnowledgeError) as caught:
        load_catalogue(ABILITIES, f"{ACCOMMODATIONS}{row}\n")
    assert str(caught.value) == f"accommodations.yaml:{last}: {said.format(ramp=ramp)}"


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(
        KnowledgeError, match=r"^abilities.yaml:8: text_access: unknown group 'sight'; known: vision, communication"
    ):
        load_catalogue(ABILITIES.replace("group: vision", "group: sight", 1), ACCOMMODATIONS)


def test_two_dimensions_of_one_code_are_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"^abilities.yaml:\d+: close_vision: named twice, first in line 5, and the two say"):
        load_catalogue(ABILITIES.replace("code: V2", "code: V1", 1), ACCOMMODATIONS)


@pytest.mark.parametrize(
    ("text", "complaint"), [("a: 1", "^abilities.yaml:1: expected a list"), ("\n- {x: [}", "^abilities.yaml:2: not readable")]
)
def test_a_wrong_file_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(KnowledgeError, match=complaint):
        load_catalogue(text, ACCOMMODATIONS)


def test_every_kind_has_its_row() -> None:
    assert set(KINDS) == set(PostingKind)


KIND = "- {name: courier, status: proposed, item: 3, zh: 快递岗位, en: courier post}\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (KIND, "", "1: no row for courier; add it"),
        (KIND, KIND.replace("courier,", "carrier,"), "6: carrier: name: input should be 'soe_targeted', 'platform_gig',"),
        (KIND, KIND.replace("item: 3", "item: three"), "6: courier: item: input should be a valid integer, "),
        (KIND, f"{KIND}{KIND}", "7: courier: named twice, first in line 6, and both say the same; keep one row"),
    ],
)
def test_a_wrong_kind_is_refused_at_its_line(old: str, new: str, said: str) -> None:
    text = (FOLDER / "kinds.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(KnowledgeError) as caught:
        load_kinds(text.replace(old, new))
    assert str(caught.value).startswith(f"kinds.yaml:{said}")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("'420105'", "'420104'", 7, "420104: named twice, first in line 6, and the two say different things; keep one row"),
        ("lat: 30.5826", "lat: 305.826", 6, "420104: lat: input should be less than or equal to 90, not 305.826; correct it"),
        (
            "zone: 长江新区, ",
            "",
            20,
            "proposed: an area is a district with a code or a zone with districts; give one of code and zone",
        ),
        ("['420112']", "['420199']", 21, "临空港经开区: unknown district '420199'; use the code of a row of this file"),
        (
            "districts: ['420112'], ",
            "",
            21,
            "临空港经开区: a zone lists the districts it sits on, and a district lists none; correct districts",
        ),
        ("[硚口区, 硚口,", "[硚口区, 武昌,", 8, "420106: the name '武昌' stands for another area already; keep it in one row"),
    ],
)
def test_a_wrong_area_is_refused_at_its_line(old: str, new: str, line: int, said: str) -> None:
    text = (FOLDER / "districts.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(KnowledgeError) as caught:
        load_areas(text.replace(old, new))
    assert str(caught.value) == f"districts.yaml:{line}: {said}"


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


def test_an_accommodation_that_nobody_provides_is_refused() -> None:
    text = ACCOMMODATIONS.replace("provider: [", "provider: [] # [", 1)
    with pytest.raises(KnowledgeError, match=r"^accommodations\.yaml:\d+: \w+: nobody provides it; name who can in provider$"):
        load_catalogue(ABILITIES, text)
