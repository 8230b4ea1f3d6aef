"""Places in the words of job boards: a city, a Wuhan district or zone, work from home, or nothing that was not said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers.places import district_or_zone, names_a_place, read_place
from matching.geography import AREAS, DISTRICTS
from matching.records import Place

IN_WUHAN: list[tuple[str, str | None, str | None]] = [
    ("武汉·洪山区", "420111", None),
    ("武汉-洪山区", "420111", None),
    ("武汉 洪山", "420111", None),
    ("武汉市洪山区珞喻路1号", "420111", None),
    ("湖北省武汉市武昌区中北路", "420106", None),
    ("武汉-东湖新技术产业开发区", None, "东湖高新区"),
    ("武汉·东湖新技术产业开发区", None, "东湖高新区"),
    ("武汉东湖高新区", None, "东湖高新区"),
    ("武汉·武汉经济开发区", None, "武汉经开区"),
    ("武汉经济技术开发区", None, "武汉经开区"),
    ("临空港经济技术开发区", None, "临空港经开区"),
    ("武汉市青山区", "420107", None),
    ("武汉", None, None),
    ("武汉市", None, None),
    ("洪山区", "420111", None),
    ("武昌", "420106", None),
    ("江夏区流芳街", "420115", None),
    ("光谷", None, "东湖高新区"),
    ("武汉市武昌区汉阳大道3号", "420106", None),
    ("武汉市江汉路步行街", None, None),
    ("洪山区光谷", "420111", "东湖高新区"),
]


@pytest.mark.parametrize(("text", "district", "zone"), IN_WUHAN)
def test_wuhan_is_read_to_the_district_or_zone(text: str, district: str | None, zone: str | None) -> None:
    place = read_place(text).place
    assert (place.city, place.district, place.zone) == ("武汉", district, zone)


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("上海-浦东新区", "上海"),
        ("深圳·南山区", "深圳"),
        ("深圳市南山区粤海街道", "深圳"),
        ("广东省广州市天河区", "广州"),
        ("广东广州", "广州"),
        ("广州大学城", "广州"),
        ("北京-朝阳区", "北京"),
        ("常州-新北区", "常州"),
        ("包头·青山区", "包头"),
        ("南昌-青山湖区", "南昌"),
        ("苏州-工业园区", "苏州"),
        ("无锡-江阴市", "无锡"),
        ("长沙-长沙县", "长沙"),
        ("昆山", "昆山"),
        ("仙桃", "仙桃"),
        ("吉林省吉林市", "吉林"),
        ("海南-海口", "海口"),
        ("内蒙古呼和浩特", "呼和浩特"),
        ("广西壮族自治区南宁市", "南宁"),
        ("恩施土家族苗族自治州", "恩施"),
        ("或广东省佛山市南海", "佛山"),
        ("中国（四川）自由贸易试验区成都市高新区", "成都"),
    ],
)
def test_other_cities_are_cities_without_a_district(text: str, city: str) -> None:
    place = read_place(text).place
    assert (place.city, place.district, place.zone, place.text) == (city, None, None, text)


@pytest.mark.parametrize(
    "text",
    [
        "广东省",
        "湖北省",
        "海南",
        "北京路12号",
        "南京西路",
        "中山大道东路280",
        "武昌大道",
        "汉阳大道18号",
        "黄埔区",
        "科韵路",
        "沈阳 昆山",
    ],
)
def test_roads_provinces_and_two_cities_name_no_city(text: str) -> None:
    place = read_place(text).place
    assert (place.city, place.district, place.zone, place.text) == (None, None, None, text)


@pytest.mark.parametrize("text", ["青山区", "经济技术开发区"])
def test_names_that_other_cities_share_need_the_city(text: str) -> None:
    assert read_place(text).place == Place(text=text)
    assert district_or_zone(read_place(text, city="武汉").place)


@pytest.mark.parametrize("text", ["远程办公", "居家", "可居家办公", "在家办公"])
def test_work_from_home_is_no_place(text: str) -> None:
    found = read_place(text)
    assert (found.remote, found.place.city) == (True, None)


@pytest.mark.parametrize("text", ["", "无", "不限", "全国", "就近分配", "."])
def test_words_that_name_nothing(text: str) -> None:
    assert names_a_place(text) is False
    assert read_place(text).place.city is None


def test_the_address_answers_what_the_place_leaves_open() -> None:
    place = read_place("武汉", address="上班地址 : 洪山区珞喻路").place
    assert (place.city, place.district) == ("武汉", "420111")
    place = read_place("", address="深圳市南山区海天一路").place
    assert (place.city, place.district) == ("深圳", None)


def test_the_address_never_overrules_the_place() -> None:
    place = read_place("武汉·武昌区", address="上海市徐汇区漕溪路").place
    assert (place.city, place.district) == ("武汉", "420106")
    place = read_place("上海", address="武汉路12号洪山区").place
    assert (place.city, place.district, place.zone) == ("上海", None, None)


@given(st.sampled_from(AREAS), st.sampled_from(["武汉·{}", "武汉-{}", "武汉市{}", "湖北省武汉市{}", "湖北-武汉-{}"]))
def test_every_area_is_found_by_its_first_name(area: object, pattern: str) -> None:
    name = area.names[0]  # type: ignore[attr-defined]
    place = read_place(pattern.format(name)).place
    assert place.city == "武汉"
    assert (place.zone, place.district) == (area.zone, area.code)  # type: ignore[attr-defined]


@given(st.text(max_size=24))
def test_any_words_are_kept_and_never_fail(text: str) -> None:
    place = read_place(text).place
    assert place.text == text.strip()
    assert place.district is None or place.district in DISTRICTS
