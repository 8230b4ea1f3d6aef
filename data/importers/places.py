"""Places as postings write them: 武汉·洪山区, 武汉-东湖新技术产业开发区, 上海-浦东新区, 广东省深圳市南山区…, 远程办公."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Final

import yaml

from data.importers.compatible import compatible
from matching.geography import AREAS, Area
from matching.records import WUHAN, Place

_NOWHERE: Final = re.compile(r"(?:无|不限|不详|全国|全国各地|若干|待定|异地|省内|.{2,3}省内|就近(?:分配|安排)|可根据.*|[.。/-]*)")
_REMOTE: Final = re.compile(r"(?:可|支持|全职|兼职)?(?:远程|居家|在家|线上|云)(?:办公|工作|上班|就业)?|不限地点|家里|家中")
_PARTS: Final = re.compile(r"[、,;/\s|]+|\s+或|^或")
_BETWEEN: Final = re.compile(r"^(?:市(?!辖区|场|政|民|中|北|南|区)|[·•・.\-—–~()_]|盟|地区|州)*")


@dataclass(frozen=True)
class _Cities:
    """Names of cities, longest first in `pattern`; `provinces` matches a province at the start of an address."""

    names: frozenset[str]
    county: frozenset[str]
    pattern: re.Pattern[str]
    provinces: re.Pattern[str]


@lru_cache(maxsize=1)
def _cities() -> _Cities:
    text = resources.files("data.importers").joinpath("cities.yaml").read_text("utf-8")
    content = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    provinces = content["provinces"]
    names = {*content["municipalities"], *content["abroad_regions"]}
    county: set[str] = set()
    for row in provinces.values():
        names.update(row["cities"].split())
        county.update(row["county"].split())
    ordered = sorted(names | county, key=lambda name: (-len(name), name))
    heads = [f"{name}(?:{row['suffix']}|省|自治区)" for name, row in provinces.items()]
    short = sorted(set(provinces) - names, key=lambda name: (-len(name), name))
    either = "|".join((*heads, *short))
    province = re.compile(rf"中国\((?=[^)]+\)自由贸易)(?:(?:{either})\)自由贸易试验区)?|{either}")
    return _Cities(frozenset(names), frozenset(county - names), re.compile("|".join(ordered)), province)


@dataclass(frozen=True)
class Found:
    """A place, and `remote` True where the words say that the work is done at home."""

    place: Place
    remote: bool | None = None


@lru_cache(maxsize=65_536)
def read_place(text: str, address: str = "", city: str | None = None) -> Found:
    """The place in the words of a posting; what they do not say stays None, and the words are kept in `text` and `address`.

    1. A province at the start is passed over; then a city by name, or several, of which none is chosen.
    2. In Wuhan the district or zone that follows; a full name of a Wuhan district without a city means Wuhan.
    3. What `text` leaves open is read from `address`: the city if none is named, the district within that city. `city` is what the
       sheet says in a column of its own.
    """
    plain, street = _plain(text), _plain(address)
    remote = True if _REMOTE.fullmatch(plain) else None
    own = city_of(_plain(city or ""))
    named = city_of(plain)
    town = own if own is not None else named if named is not None else city_of(street)
    town = None if town == _SEVERAL else town
    area = _area(plain, town) if town in (None, WUHAN) else None
    if area is None and town in (None, WUHAN) and city_of(street) in (None, WUHAN):
        area = _area(street, town)
    if area is not None and town is None and named != _SEVERAL:
        town = WUHAN
    if area is None or town != WUHAN:
        return Found(Place(text=text.strip(), city=town, address=address.strip()), remote)
    words = f"{plain} {street}"
    zone = _named_zone(words, area) if area.zone is None else area.zone
    district = area.code if area.zone is None else _named_district(words, area)
    return Found(Place(text=text.strip(), city=WUHAN, district=district, zone=zone, address=address.strip()), remote)


def names_a_place(text: str) -> bool:
    """Whether the words name a place at all (无, 不限, 就近分配 name none)."""
    return _NOWHERE.fullmatch(_plain(text)) is None


_SEVERAL: Final = "*"
# Names that stand in other cities too (包头 has a 青山区): without a city they say nothing.
_ELSEWHERE: Final = re.compile(r"青山|经济技术开发区")


def _plain(text: str) -> str:
    plain = compatible(text).strip().lstrip("-·. ")
    return re.sub(r"^(?:上班|工作|公司|办公)?(?:地址|地点)\s*:\s*", "", plain)


@lru_cache(maxsize=65_536)
def city_of(plain: str) -> str | None:
    """The city at the start of the words, `_SEVERAL` where parts name different ones, None where they name none."""
    cities = _cities()
    found: list[str] = []
    for part in _PARTS.split(plain):
        province = cities.provinces.match(part)
        rest = part if province is None else part[province.end() :].lstrip("-·市")
        city = cities.pattern.match(rest)
        if city is None or not _is_city(rest, city, province is not None):
            continue
        if city[0] not in found:
            found.append(city[0])
    return None if not found else found[0] if len(found) == 1 else _SEVERAL


def _is_city(rest: str, city: re.Match[str], in_province: bool) -> bool:
    """朝阳区, 南昌社区, 长安镇 and 北京路 are no cities."""
    tail = rest[city.end() :]
    if tail.startswith(
        ("区", "县", "镇", "乡", "街", "路", "大道", "社区", "村", "中路", "东路", "西路", "南路", "北路", "大厦", "广场")
    ):
        return False
    return in_province or city[0] not in _cities().county or not tail or tail[0] in "市-·,( "


def _area(plain: str, town: str | None) -> Area | None:
    """The district or zone: its name right behind the city, else a full name anywhere; without a city only a full name.

    Parts that name different districts leave it open.
    """
    found: list[Area] = []
    for part in _PARTS.split(plain):
        province = _cities().provinces.match(part)
        rest = part if province is None else part[province.end() :]
        if rest.startswith(WUHAN):
            area = _at_start(_BETWEEN.sub("", rest[len(WUHAN) :])) or _at_start(rest)
        else:
            area = _at_start(rest, full=town is None and len(rest) > 3)
        if area is not None and area not in found:
            found.append(area)
    if len({area.code for area in found if area.code is not None}) > 1:
        return None
    if town is None:
        return found[0] if found and not _ELSEWHERE.match(plain) else None
    return found[0] if found else _first_full_name(plain)


def _at_start(words: str, full: bool = False) -> Area | None:
    return next((area for name, area in _NAMES if words.startswith(name) and _whole(name, words, full)), None)


def _named_zone(words: str, district: Area) -> str | None:
    """The zone named beside a district that it sits on; 光谷 in 光谷大道 is a street and no zone."""
    for name, area in _NAMES:
        if area.zone is not None and district.code in area.districts:
            at = words.find(name)
            if at >= 0 and _whole(name, words[at:], False):
                return area.zone
    return None


def _whole(name: str, words: str, full: bool) -> bool:
    """武昌 in 武昌大道 or 汉阳造 is not the district; alone, or before a separator, it is."""
    if name.endswith(("区", "城", "谷")) and len(name) > 2:
        return True
    tail = words[len(name) :]
    return not full and (not tail or not ("一" <= tail[0] <= "鿿"))


def _first_full_name(plain: str) -> Area | None:
    positions = [(plain.find(name), -len(name), area) for name, area in _NAMES if name.endswith("区") and name in plain]
    return min(positions, key=lambda found: found[:2])[2] if positions else None


def _named_district(words: str, zone: Area) -> str | None:
    """The district code beside a zone's name, if the words give one that the zone sits on."""
    for area in AREAS:
        if area.code in zone.districts and any(name in words for name in area.names if name.endswith("区")):
            return area.code
    return None


def district_or_zone(place: Place) -> bool:
    """Whether the place is known below the city."""
    return place.district is not None or place.zone is not None


_NAMES: Final = tuple(sorted(((name, area) for area in AREAS for name in area.names), key=lambda pair: -len(pair[0])))
