"""Figures in a posting: weights that are lifted, hours a day, and times of day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER: Final = r"(?:\d{1,3}(?:\.\d)?|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"

_WEIGHT: Final = re.compile(
    rf"(?:(?:{_NUMBER})\s?(?:kg|公斤|千克|斤)?\s?[-至到]\s?)?(?P<amount>{_NUMBER})\s?(?P<unit>kg|公斤|千克|市?斤)(?!半|计|装)"
)
_LIFTED: Final = re.compile(r"搬|抬|扛|提(?!成|供|升)|负重|单件|[每一](?:件|袋|筐|箱|桶)|重量|重物|货物|包裹|物品|左右|以内")
_BODY: Final = re.compile(r"体重|身高|减重|减肥|斤以?[上下]体|日产|月产|产量|销量|采购|出栏|[每一]斤|元/|元一|亩")
_LIGHTEST: Final = ((4.5, 1), (11.0, 2), (23.0, 3))

_HOURS: Final = re.compile(
    r"(?:每[天日班]|一[天日班]|日均?|工作(?:时间)?:?|上[午班]:?|每[天日]工作|兼职|实行|班)[^,。;!?\n\d]{0,8}?"
    rf"(?P<a>{_NUMBER})个?(?P<half>半)?个?小时(?!内|响应|营业|待命)"
    rf"|(?P<b>{_NUMBER})个?小时(?:工作?制|白班|/[天日班]|一[天班]|每[天日班]|工作日)"
)
_HOUR: Final = r"\d{1,2}|[一二两三四五六七八九]?十[一二]?|[一二两三四五六七八九]"
_MINUTES: Final = r"[:点](?:半|[0-5]\d)?|点"
_PART: Final = "早上?|上午|中午|下午|晚上?|夜里|凌晨"
_CLOCK: Final = re.compile(
    rf"(?P<p1>{_PART}|白班|朝)?(?P<h1>{_HOUR})(?P<m1>{_MINUTES})?分?\s?(?:-|到|至|~)\s?"
    rf"(?P<p2>{_PART}|次日|第二天)*(?P<h2>{_HOUR})(?P<m2>{_MINUTES})"
)
_FLOOR: Final = re.compile(
    rf"(?:(?<=[,。;:、\n(])|(?:在|位于|地点|门店|车间|厂里|店面|工坊|办公室)):? ?(?P<floor>{_NUMBER}|[首底])[楼层]"
    r"(?=[,。;、)\n]|门面|商铺|平房|车间|展厅|办公|工位|有电梯|$)"
)
_TWICE: Final = re.compile(r"[两二2]个?(?:时段|班次|时间段)各")
_A_TIME: Final = re.compile(r"\d:\d|[\d一二两三四五六七八九十]点")
_SHORT_CLOCK: Final = re.compile(r"[早朝](?P<h1>七|八|九|十|[6-9]|10)(?:点半?)?晚(?P<h2>五|六|七|八|九|十|[4-9]|10)(?P<half>点半)?")
_BREAK: Final = re.compile(rf"(?:中午|午|中间)[^,。;!?\n]{{0,3}}休息?(?P<rest>{_NUMBER})个?小时")
_REST: Final = re.compile("中午|午休|休息|就餐|用餐")
_NOON: Final = 11.0
_LUNCH: Final = 3.0
"""Times from noon on that are called a rest and are no longer than this are the break, not the work."""
_MEAL: Final = 1.0
_LONG_DAY: Final = 6.0
_NEXT_TO: Final = 6
_REACH: Final = 40
"""No figure is so long: a text is searched only where the sign is that every one of its kind holds."""
_OVERNIGHT: Final = 2.0
_LATE: Final = 22.5
_DAWN: Final = 5.5
_MIDNIGHT: Final = 24.5
_EVENING: Final = 19.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at `start:end` of a readable text; `value` in kilograms or hours."""

    value: float
    start: int
    end: int


def number(text: str) -> float:
    """The value of digits or of Chinese numerals up to 99: "25", "7.5", "两", "十二", "二十"."""
    if text[0].isdigit():
        return float(text)
    tens, ten, ones = text.partition("十")
    if not ten:
        return float(_DIGITS[text])
    return 10.0 * (_DIGITS[tens] if tens else 1) + (_DIGITS[ones] if ones else 0)


def lifted_weights(text: str) -> Iterator[Figure]:
    """Weights in kilograms that the text says are carried; amounts of goods, body weights and prices by weight are none."""
    if "斤" not in text and "kg" not in text and "千克" not in text:
        return
    for match in _WEIGHT.finditer(text):
        around = text[max(0, match.start() - 12) : match.end() + 8]
        if _LIFTED.search(around) is None or _BODY.search(around) is not None:
            continue
        unit = 0.5 if match["unit"] in ("斤", "市斤") else 1.0
        yield Figure(number(match["amount"]) * unit, match.start(), match.end())


def lifting_level(kilograms: float) -> int:
    """The level of `lifting` whose anchor holds the weight: up to 4.5, 11 and 23 kg, and above."""
    return next((level for most, level in _LIGHTEST if kilograms <= most), 4)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift from `begins` to `ends` on the clock (after midnight beyond 24), at `start:end` of a readable text."""

    begins: float
    ends: float
    rest: float
    start: int
    end: int

    @property
    def hours(self) -> float:
        """Hours of work: less the stated break, else less an hour in a long day."""
        length = self.ends - self.begins
        return length - (self.rest or (_MEAL if length > _LONG_DAY else 0.0))

    @property
    def night_level(self) -> int:
        """The level of `night_shift`: overnight 4, until late or before dawn 2, into the evening 1."""
        small_hours = max(0.0, min(self.ends, 29.0) - max(self.begins, 24.0)) + max(0.0, min(self.ends, 5.0) - self.begins)
        if small_hours >= _OVERNIGHT:
            return 4
        if self.ends >= _LATE or self.begins < _DAWN:
            return 2
        return 1 if self.ends >= _EVENING else 0


def shift_times(text: str) -> Shift | None:
    """The first shift that the text gives by its times: "早八晚六", "上午10点到晚上8点", "8:30-17:30"."""
    short = _SHORT_CLOCK.search(text) if "晚" in text else None
    if short is not None:
        ends = number(short["h2"]) + 12 + (0.5 if short["half"] else 0.0)
        return Shift(number(short["h1"]), ends, 0.0, short.start(), short.end())
    spans = _spans(text) if (":" in text or "点" in text) and _A_TIME.search(text) else iter(())
    first = next(spans, None)
    if first is None:
        return None
    second = next(spans, None)
    # "9:00-12:00，13:30-18:00" is one shift with a break between.
    if second is not None and second.start - first.end <= _NEXT_TO and second.begins >= first.ends:
        rest = second.begins - first.ends
        return Shift(first.begins, second.ends, rest, first.start, second.end)
    return first


def _spans(text: str) -> Iterator[Shift]:
    for match in _CLOCK.finditer(text):
        if match["p1"] is None and match["m1"] is None:
            continue
        begins, ends = _time(match["p1"], match["h1"], match["m1"]), _time(match["p2"], match["h2"], match["m2"])
        if max(begins, ends) > _MIDNIGHT:
            continue
        if match["p1"] is not None and match["p2"] is None and begins >= 12 and ends < 12 and ends + 12 > begins:
            ends += 12
        if ends <= begins:
            ends += 24
        if begins >= _NOON and ends - begins <= _LUNCH and _REST.search(text, max(0, match.start() - 4), match.end() + 4):
            continue
        rest = _BREAK.search(text, match.end(), match.end() + 24)
        shift = Shift(begins, ends, number(rest["rest"]) if rest is not None else 0.0, match.start(), match.end())
        if 1 <= shift.hours <= 16:
            yield shift


def hours_a_day(text: str) -> Figure | None:
    """Hours of work a day as stated: "每天4小时", "8小时工作制"."""
    first = text.find("小时")
    if first < 0:
        return None
    for match in _HOURS.finditer(text, max(0, first - _REACH), text.rfind("小时") + _REACH):
        hours = number(match["a"] or match["b"]) + (0.5 if match["half"] else 0.0)
        hours *= 2 if _TWICE.search(match[0]) else 1
        if 0.5 <= hours <= 24:
            return Figure(hours, match.start(), match.end())
    return None


def floor(text: str) -> Figure | None:
    """The floor that the workplace is on: "展厅在二楼", "一楼门面". Floors that are cleaned or climbed are none."""
    named = [at for sign in "楼层" if (at := text.find(sign)) >= 0]
    match = _FLOOR.search(text, max(0, min(named) - _REACH)) if named else None
    if match is None:
        return None
    said = match["floor"]
    return Figure(1.0 if said in "首底" else number(said), match.start("floor"), match.end())


def hours_level(hours: float) -> int:
    """The level of `hours_per_day` that holds the hours: up to 2, 4 and 6, and above."""
    return next((level for most, level in ((2.0, 1), (4.0, 2), (6.0, 3)) if hours <= most), 4)


def _time(part: str | None, hour: str, minutes: str | None) -> float:
    value = number(hour)
    if minutes is not None and len(minutes) > 1:
        value += 0.5 if minutes.endswith("半") else int(minutes[1:]) / 60
    if part is not None and part[0] in "下晚夜" and value <= 12:
        # 晚上十二点 is midnight, and 下午十二点 nobody says.
        value += 12
    return value
