"""Fifty values of people that must never be found where people's values do not belong, and every way they could be written."""

import base64
import html
import json
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from tests.api.records.sending import certificate

NAMES: Final = ("欧阳明月", "司徒青禾", "上官问渠", "诸葛晚舟", "皇甫知秋", "尉迟听雨", "公孙望舒", "慕容采薇")
PHONES: Final = tuple(f"1391777{number}04" for number in range(31, 39))
CERTIFICATES: Final = tuple(certificate(700 + number) for number in range(8))
STREETS: Final = tuple(f"梧桐弄{number}7号{number}单元" for number in range(1, 9))
WISHES: Final = tuple(f"盼着做第{number}类绣片活计" for number in "一二三四五六七八")
GUARDIAN: Final = "夏侯守拙"
NOTE: Final = "上门时母亲在场，左手石膏未拆"
APPEAL: Final = "我的听力在左耳丢了助听器之后才差的"
PASSWORD: Final = "Kumquat-Lantern-42"
SEARCHED: Final = "端木寻踪"
TYPED: Final = "每天下午三点要去透析"
MAIL: Final = "mingyue.ouyang@example.org"
AGENT: Final = "Ming-Yue-Ouyang-Phone"
DAY_NOTE: Final = "在门口晕了一下，坐了会儿"
REASON: Final = "她说家里老人住院走不开"
PLANTED: Final = (
    *NAMES,
    *PHONES,
    *CERTIFICATES,
    *STREETS,
    *WISHES,
    GUARDIAN,
    NOTE,
    APPEAL,
    PASSWORD,
    SEARCHED,
    TYPED,
    MAIL,
    AGENT,
    DAY_NOTE,
    REASON,
)


@dataclass(frozen=True)
class Found:
    """A planted value where it does not belong."""

    place: str
    value: str
    written: str


def found_in(places: dict[str, bytes]) -> list[Found]:
    """Every planted value that is in some place, in any of its spellings."""
    return [
        Found(place, value, way)
        for place, content in places.items()
        for value in PLANTED
        for way, spelling in spellings(value).items()
        if spelling in content or spelling.lower() in content.lower()
    ]


def spellings(value: str) -> dict[str, bytes]:
    """How a value could stand in a file: as it is, and as programs write it."""
    ways = {
        "utf-8": value.encode(),
        "gb18030": value.encode("gb18030"),
        "utf-16": value.encode("utf-16-le"),
        "percent": quote(value, safe="").encode(),
        "json": json.dumps(value)[1:-1].encode(),
        "repr of bytes": repr(value.encode())[2:-1].encode(),
        "hex": value.encode().hex().encode(),
        "entities": "".join(f"&#{ord(sign)};" for sign in value).encode(),
        "html": html.escape(value).encode(),
    }
    for shift in range(3):
        # Base64 reads three bytes at a time: behind other text a value begins in any of three places. Its ends mix with neighbours.
        encoded = base64.b64encode(b"\0" * shift + value.encode())
        ways[f"base64 {shift}"] = encoded[(0, 2, 3)[shift] : len(encoded) // 4 * 4 - 4]
    return ways
