"""Every picture: one image with its words, nothing from elsewhere, its numbers, and equal bytes for equal figures."""

import re
from collections.abc import Callable
from importlib import resources
from typing import Any, get_args
from xml.etree import ElementTree

import pytest

from api.languages import LANGUAGES, Language, say
from api.pictures import calibration, canvas, coverage, funnel, learning, trend
from api.pictures.canvas import DARK, WIDTHS, Canvas, Size, bars, texts
from tests.api.pictures.views import CALIBRATION, COVERAGE, FUNNEL, LEARNING, MONTHS, NOTHING, SUMMARY, TREND

SVG = "{http://www.w3.org/2000/svg}"
DRAWN: dict[str, tuple[Callable[[Any, Language, Size], bytes], Any]] = {
    "funnel": (funnel.draw, FUNNEL),
    "coverage": (coverage.draw, COVERAGE),
    "trend": (trend.draw, TREND),
    "months": (trend.draw, MONTHS),
    "nothing": (trend.draw, NOTHING),
    "calibration": (calibration.draw, CALIBRATION),
    "learning": (learning.draw, LEARNING),
}
ELEMENTS = {"svg", "title", "desc", "style", "g", "path", "line", "text", "tspan"}
MOST_BYTES = 16_000


@pytest.fixture(
    scope="module", params=[(name, language, size) for name in DRAWN for language in LANGUAGES for size in get_args(Size)]
)
def drawn(request: pytest.FixtureRequest) -> tuple[str, Language, Size, bytes]:
    name, language, size = request.param
    draw, view = DRAWN[name]
    return name, language, size, draw(view, language, size)


def words_of(content: bytes) -> list[str]:
    return ["".join(one.itertext()) for one in ElementTree.fromstring(content).iter(f"{SVG}text")]


def test_it_is_one_image_with_a_title_and_a_description(drawn: tuple[str, Language, Size, bytes]) -> None:
    _, language, size, content = drawn
    root = ElementTree.fromstring(content)
    assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (f"{SVG}svg", "img", "title description")
    assert root.get("lang") == ("zh-Hans" if language == "zh" else "en")
    title, description = root[0], root[1]
    assert (title.tag, title.get("id"), bool(title.text)) == (f"{SVG}title", "title", True)
    assert (description.tag, description.get("id"), description.text) == (f"{SVG}desc", "description", say(SUMMARY, language))
    assert int(root.get("width", "0")) == WIDTHS[size]
    roles = [one.attrib for one in root.iter() if one is not root and {"role", "aria-label"} & one.attrib.keys()]
    assert roles == []


def test_it_draws_and_does_nothing_else(drawn: tuple[str, Language, Size, bytes]) -> None:
    content = drawn[3]
    root = ElementTree.fromstring(content)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= ELEMENTS
    names = {name for one in root.iter() for name in one.attrib}
    assert [name for name in names if name.startswith("on") or "href" in name or name == "style"] == []
    addresses = re.findall(r"https?:[^\"' <]*|url\(|@import", content.decode())
    assert addresses == ["http://www.w3.org/2000/svg"]
    assert len(content) < MOST_BYTES


def test_every_colour_has_one_for_the_night(drawn: tuple[str, Language, Size, bytes]) -> None:
    root = ElementTree.fromstring(drawn[3])
    used = {one.get(name) for one in root.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert used <= DARK.keys()


def test_words_stay_inside_the_picture(drawn: tuple[str, Language, Size, bytes]) -> None:
    root = ElementTree.fromstring(drawn[3])
    width, height = int(root.get("width", "0")), int(root.get("height", "0"))
    places = [
        tuple(map(float, re.findall(r"-?[\d.]+", one.get("transform", "translate(0,0)"))[:2])) for one in root.iter(f"{SVG}text")
    ]
    assert all(-1 <= x <= width + 1 and 0 <= y <= height for x, y in places)


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_figures_give_the_same_bytes(name: str) -> None:
    draw, view = DRAWN[name]
    first = draw(view, "zh", "narrow")
    draw.cache_clear()  # type: ignore[attr-defined]
    again = draw(view.model_copy(), "zh", "narrow")
    assert again == first
    assert draw(view.model_copy(), "zh", "narrow") is again


def test_a_funnel_says_every_step_and_its_count() -> None:
    assert words_of(funnel.draw(FUNNEL, "en", "wide")) == [
        "looked at",
        "agreed to be shown",
        "on a list",
        "invited",
        "given an interview",
        "interviewed",
        "offered",
        "hired",
        "still there after 3months",
        "1,240",
        "900 · 72.6%",
        "612 · 49.4%",
        "398 · 32.1%",
        "342 · 27.6%",
        "120 · 9.7%",
        "88 · 7.1%",
        "3 · 0.2%",
        "not recorded",
    ]


def test_a_bar_is_as_long_as_its_share() -> None:
    root = ElementTree.fromstring(funnel.draw(FUNNEL, "zh", "narrow"))
    lengths = [float(one.get("d", "").split("h")[1].split("v")[0]) for one in root.iter(f"{SVG}path")]
    assert lengths == [pytest.approx(334 * count / 1_240, abs=0.02) for count in (1_240, 900, 612, 398, 342, 120, 88, 3)]


def test_coverage_shows_what_the_audit_shows_and_counts_the_rest() -> None:
    said = words_of(coverage.draw(COVERAGE, "zh", "wide"))
    assert said == [
        "视力障碍",
        "武汉东湖新技术开发区",
        "45.8%（55/120）",
        "88.0%（44/50）",
        "另有 1 组人太少，不显示",
        "残疾类别",
        "居住区",
        "进入名单",
        "95% 区间",
        "排上面试",
    ]


def test_without_a_timetable_nobody_looks_for_interviews() -> None:
    said = words_of(coverage.draw(COVERAGE.model_copy(update={"allotted": False}), "zh", "wide"))
    assert "排上面试" not in said


def test_a_trend_says_every_point_and_breaks_where_a_number_is_kept_back() -> None:
    content = trend.draw(TREND, "en", "wide")
    said = words_of(content)
    # Each value stands on a halo of the same words.
    assert said == ["target 80%", *["44.4%", "66.7%", "77.5%"] * 2, "kept back", "2023", "2024", "2025", "2026", "so far"]
    strokes = [one.get("d", "") for one in ElementTree.fromstring(content).iter(f"{SVG}path") if one.get("stroke-width") == "2.5"]
    assert [one.count("L") for one in strokes] == [0, 1]


def test_where_months_are_close_every_other_is_named() -> None:
    said = words_of(trend.draw(MONTHS, "zh", "narrow"))
    assert [one for one in said if one.endswith("月")] == ["2月", "4月", "6月", "8月", "10月", "12月"]
    wide = words_of(trend.draw(MONTHS, "zh", "wide"))
    assert [one for one in wide if one.endswith("月")] == [f"{month}月" for month in range(1, 13)]


def test_calibration_has_a_square_a_step_with_an_axis_of_its_own() -> None:
    said = words_of(calibration.draw(CALIBRATION, "en", "wide"))
    assert [one for one in said if one.endswith("%")] == ["0%", "25%", "50%"] * 4
    assert "Chance of interest" in said


def test_learning_says_by_how_much_each_version_differs() -> None:
    said = words_of(learning.draw(LEARNING, "zh", "narrow"))
    assert said == ["学了 120 份名单", "学了 1,560 份名单", "−0.004", "+0.034", "← 更差", "更好 →", "一样"]


def test_colours_are_those_of_the_pages() -> None:
    style = resources.files("api.pages").joinpath("static", "tongtu.css").read_text("utf-8")
    day, night = (dict(re.findall(r"--(\w+): (#\w+);", part)) for part in re.findall(r":root \{(.*?)\}", style, re.S)[:2])
    names = ("INK", "MUTED", "LINE", "HAIR", "GROUND", "RIVER")
    assert {getattr(canvas, name): DARK[getattr(canvas, name)] for name in names} == {
        day[name.lower()].replace("#fff", "#ffffff"): night[name.lower()] for name in names
    }


def test_markup_in_words_stays_words() -> None:
    sheet = Canvas("narrow", 40, "en")
    layers = [bars([{"x": 0, "x2": 9, "y": 0, "y2": 9}]), texts([{"x": 0, "y": 20, "text": "<script>alert(1)</script> & 'x'"}])]
    content = sheet.render(layers, "<b>t</b>", "</desc><script/>")
    root = ElementTree.fromstring(content)
    assert [root[0].text, root[1].text] == ["<b>t</b>", "</desc><script/>"]
    assert words_of(content) == ["<script>alert(1)</script> & 'x'"]
    assert list(root.iter(f"{SVG}script")) == []
