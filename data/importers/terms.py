"""The terms of a job in the words of job boards: education, experience, headcount, age, hours, benefits, licences, contacts."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from data.importers.compatible import compatible
from matching.constraints.licence import known_licence
from matching.records import AgeClause, Education, Hours

Shift = Literal["day", "evening", "night", "rotating"]


@lru_cache(maxsize=32_768)
def plain(text: str) -> str:
    """NFKC, lower case, no white space."""
    return "".join(compatible(text).split()).lower()


# --- education, experience, headcount, age ---------------------------------------------------------------------------------------

_NO_EDUCATION: Final = re.compile(
    r"(?:学历|文化)?(?:程度)?(?:要求)?(?:不限|无要求|无限制|没有要求|均可|无)(?:学历)?|初中(?:及)?以下|未上学|文盲|无学历"
)
_EDUCATION: Final = (
    (Education.DOCTOR, re.compile(r"博士|doctor|phd")),
    (Education.MASTER, re.compile(r"硕士|研究生|mba|emba|master")),
    (Education.BACHELOR, re.compile(r"本科|学士|大学(?!专科)|bachelor")),
    (Education.COLLEGE, re.compile(r"大专|专科|高职|college")),
    (Education.SENIOR, re.compile(r"高中|中专|中技|职高|技校|中职|senior")),
    (Education.JUNIOR, re.compile(r"初中|junior")),
    (Education.PRIMARY, re.compile(r"小学|primary")),
)


@lru_cache(maxsize=4_096)
def read_education(text: str) -> Education | None:
    """The lowest education the words accept (大专或本科 -> COLLEGE); NONE where none is asked; None: not understood."""
    words = plain(text)
    if _NO_EDUCATION.fullmatch(words) or words == "none":
        return Education.NONE
    found = [level for level, pattern in _EDUCATION if pattern.search(words)]
    return min(found, key=lambda level: level.rank) if found else None


_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "半": 0.5}
_NO_EXPERIENCE: Final = re.compile(
    r"(?:工作)?(?:经验|年限)?(?:要求)?(?:不限|无要求|无|均可)(?:工作)?(?:经验)?(?:要求)?|应届(?:毕业)?生?|在校生?"
)
_YEARS: Final = re.compile(
    r"(?:工作|相关|具有|具备)*(?:经验|年限)?(?:满|至少|不少于)?(\d+(?:\.\d+)?|[一二两三四五六七八九十半])(?:[-~至到—](\d+(?:\.\d+)?|[一二三四五六七八九十]))?(?:个)?"
    r"(年|月)(以上|及以上|以下|及以下|以内|内)?(?:的|相关|同等|同类|同行业)*(?:工作)?(?:经验|经历)?(?:以上|及以上)?"
)


@lru_cache(maxsize=4_096)
def read_experience(text: str) -> float | None:
    """The least experience in years that the words ask (3-4年 -> 3, 1年以下 and 不限 -> 0); None: not understood."""
    words = plain(text)
    if _NO_EXPERIENCE.fullmatch(words):
        return 0.0
    found = _YEARS.fullmatch(words)
    if found is None:
        return float(words) if re.fullmatch(r"\d{1,2}(?:\.\d)?", words) and float(words) <= 70 else None
    if found[2] is None and found[4] in ("以下", "及以下", "以内", "内"):
        return 0.0
    years = _number(found[1]) / (12 if found[3] == "月" else 1)
    return round(years, 2) if years <= 70 else None


def _number(word: str) -> float:
    return float(_DIGITS[word]) if word in _DIGITS else float(word)


_HEADCOUNT: Final = re.compile(r"(?:招聘?)?(\d{1,6}|[一二两三四五六七八九十])(?:[-~至到—]\d+)?(?:人|名|位|个)?(?:以上|左右)?")
SEVERAL: Final = re.compile(r"(?:招聘?)?(?:若干|多|不限|数)(?:人|名)?|0(?:人|名)?")


@lru_cache(maxsize=4_096)
def read_headcount(text: str) -> int | None:
    """People wanted, of a range the lower bound; None for 若干 (see `SEVERAL`) and for what is not understood."""
    found = _HEADCOUNT.fullmatch(plain(text))
    count = None if found is None else int(_number(found[1]))
    return count if count is not None and 1 <= count <= 100_000 else None


_CHINESE: Final = r"[一二两三四五六七八九]?十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_FLOOR: Final = re.compile(rf"第?(?P<below>地下|负|-|b)?第?(?P<floor>\d{{1,3}}(?:\.0)?|{_CHINESE})(?:楼|层|f|/f)?")
_STEPS: Final = re.compile(rf"(?P<steps>\d{{1,3}}(?:\.0)?|{_CHINESE})(?:级|阶|个|步)?(?:台阶)?")
_NO_STEPS: Final = frozenset({"没有", "无台阶", "没有台阶", "无障碍", "平地"})


@lru_cache(maxsize=4_096)
def read_floor(text: str) -> int | None:
    """The floor, -5 to 200 (三楼 -> 3, 3F -> 3, 负一楼 and B1 -> -1); None: not understood."""
    found = _FLOOR.fullmatch(plain(text))
    if found is None:
        return None
    floor = _count(found["floor"]) * (1 if found["below"] is None else -1)
    return floor if -5 <= floor <= 200 else None


@lru_cache(maxsize=4_096)
def read_steps(text: str) -> int | None:
    """Steps at an entrance, 0 to 200 (3级, 两级台阶, 没有 -> 0); None: not understood."""
    words = plain(text)
    found = _STEPS.fullmatch(words)
    steps = 0 if words in _NO_STEPS else None if found is None else _count(found["steps"])
    return steps if steps is not None and steps <= 200 else None


def _count(word: str) -> int:
    """三 -> 3, 十二 -> 12, 二十 -> 20; digits as they are."""
    if word[0].isdigit():
        return int(float(word))
    tens, ten, ones = word.rpartition("十")
    return int((_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0))


_AGE: Final = (
    re.compile(r"(?:年龄)?(?:要求|限|在|为|:)*(?<!\d)(1[4-9]|[2-7]\d)(?:周?岁)?[-~至到—](1[4-9]|[2-7]\d)周?岁(?:之?间|以内|以下)?"),
    re.compile(r"年龄(?:要求|限|在|为|:)*(1[4-9]|[2-7]\d)(?:周?岁)?[-~至到—](1[4-9]|[2-7]\d)(?:周?岁)?(?:之?间|以内|以下)?(?!\d)"),
)
_AGE_MOST: Final = (
    re.compile(r"(?:年龄)?(?:要求|限|在|为|:)*(?:不超过|小于|低于)(1[4-9]|[2-7]\d)周?岁?(?!\d)"),
    re.compile(r"(?:年龄)?(?:要求|限|在|为|:)*(?<![\d-])(1[4-9]|[2-7]\d)周?岁(?:\(含\))?(?:以下|及以下|以内|之内)"),
    re.compile(r"年龄(?:要求|限|在|为|:)*(1[4-9]|[2-7]\d)(?:周?岁)?(?:以下|及以下|以内|之内)"),
)
_AGE_LEAST: Final = (
    re.compile(r"(?:年龄)?(?:要求|限|在|为|:)*(?:年?满|不低于|不小于)(1[4-9]|[2-7]\d)周?岁(?:以上|及以上)?"),
    re.compile(r"(?:年龄)?(?:要求|限|在|为|:)*(?<!\d)(1[4-9]|[2-7]\d)周?岁(?:\(含\))?(?:以上|及以上)"),
    re.compile(r"年龄(?:要求|限|在|为|:)*(1[4-9]|[2-7]\d)(?:周?岁)?(?:以上|及以上)"),
)
_AGE_CELL: Final = re.compile(r"(1[4-9]|[2-7]\d)(?:周?岁)?[-~至到—](1[4-9]|[2-7]\d)(?:周?岁)?")


def find_age(text: str) -> AgeClause | None:
    """The first age clause in running text, its words kept; None where there is none (ages of children or pupils are none)."""
    if "岁" not in text and "年龄" not in text:
        return None
    words = plain(text)
    for pattern in _AGE:
        found = pattern.search(words)
        if found is not None and int(found[1]) <= int(found[2]):
            return AgeClause(minimum=int(found[1]), maximum=int(found[2]), text=found[0])
    most = next((found for pattern in _AGE_MOST if (found := pattern.search(words))), None)
    least = next((found for pattern in _AGE_LEAST if (found := pattern.search(words))), None)
    if most is None and least is None:
        return None
    quoted = "；".join(found[0] for found in (least, most) if found is not None)
    low, high = (None if least is None else int(least[1])), (None if most is None else int(most[1]))
    return None if low is not None and high is not None and low > high else AgeClause(minimum=low, maximum=high, text=quoted)


def read_age(text: str) -> AgeClause:
    """The age clause of a cell of its own; what is not understood keeps its words without bounds."""
    cell = _AGE_CELL.fullmatch(plain(text))
    if cell is not None and int(cell[1]) <= int(cell[2]):
        return AgeClause(minimum=int(cell[1]), maximum=int(cell[2]), text=text.strip())
    found = find_age(text)
    return AgeClause(text=text.strip()) if found is None else found.model_copy(update={"text": text.strip()})


# --- hours -----------------------------------------------------------------------------------------------------------------------

_CLOCK: Final = r"(\d{1,2}|[一二三四五六七八九十]{1,2})"
_NINE_TO_FIVE: Final = re.compile(rf"(?:早|朝){_CLOCK}(?::30|点半|半)?晚{_CLOCK}(?::30|点半|半)?")
_SPAN: Final = re.compile(r"(?<!\d)(\d{1,2})[:点](\d{2})?分?[-~至到—]+(?:次日)?(\d{1,2})[:点](\d{2})?")
_PER_DAY: Final = (
    re.compile(r"(?:每|一)[天日](?:工作|上班|实际工作|工作时间|工时)?:?(?:不超过)?(\d{1,2}(?:\.5)?)(?:个)?小时"),
    re.compile(r"(?<!\d)(\d{1,2}(?:\.5)?)(?:个)?小时(?:工作制|制|/天|每天|双休|单休|长白班)"),
    re.compile(r"(?:工作时间|工时|上班时间|日工作):?(?:为|共)?(\d{1,2}(?:\.5)?)(?:个)?小时"),
)
_HOURS_CELL: Final = re.compile(r"(\d{1,2}(?:\.\d)?)(?:个)?(?:小时|h)?")
_WEEK: Final = (
    (5.5, re.compile(r"大小[周休]|单双休|单双周")),
    (6.0, re.compile(r"单休|做六休一|上六休一|周休一[天日]|月休四天|月休4天|一周六天|周日休息")),
    (
        5.0,
        re.compile(
            r"双休|做五休二|上五休二|周休二|周休两|周末休息|一周五天|周一(?:至|到|-)周五|五天工作制|5天工作制|五天八小时|5天8小时|7(?:\.5)?小时五天"
        ),
    ),
    (3.5, re.compile(r"做一休一|上一休一|上二休二|做二休二|上24休24")),
    (7.0, re.compile(r"无休息日|一周七天|做七休零")),
)
_NO_SHIFT: Final = re.compile(
    r"(?:无需?|不需?|不用|没有|免|拒绝)(?:要)?(?:上|倒|值|熬)?(?:夜班?|晚班|倒班|三班|轮班|大夜)|不倒班|不轮班|不值夜"
)
_SHIFTS: Final[tuple[tuple[Shift, re.Pattern[str]], ...]] = (
    ("rotating", re.compile(r"倒班|轮班|两班倒|三班倒|两班制|三班制|轮休排班|早中晚|早晚班|翻班|四班")),
    ("night", re.compile(r"夜班|大夜|夜间值守|通宵")),
    ("evening", re.compile(r"晚班|中班|小夜")),
    ("day", re.compile(r"白班|行政班|常日班|长日班|正常班|日班|早班")),
)


@lru_cache(maxsize=16_384)
def read_hours(text: str) -> Hours:
    """Working time from words such as 朝九晚六 双休, 8小时, 夜班, 9:00-18:00; `text` holds what was read, empty if nothing was.

    Words that contradict each other (双休 beside 大小周) leave the days open. Clock times count from first to last; where that is
    nine hours or more one hour is taken off for the meal, or what 午休 says.
    """
    words = plain(text)
    cell = _HOURS_CELL.fullmatch(words)
    if cell is not None and 1 <= float(cell[1]) <= 24:
        return Hours(per_day=float(cell[1]), text=text.strip())
    per_day, quoted = _per_day(words), ""
    days: float | None = None
    shift: Shift | None = None
    weeks, days_said = words, []
    for count, pattern in _WEEK:
        if pattern.search(weeks):
            days_said.append(count)
            weeks = pattern.sub("", weeks)
    if len(days_said) == 1:
        days = days_said[0]
    rest = _NO_SHIFT.sub("", words)
    named = [name for name, pattern in _SHIFTS if pattern.search(rest)]
    if len(named) > 1:
        shift = "rotating"
    elif named:
        shift = named[0]
    elif rest != words:
        shift = "day"
    if (per_day, days, shift) != (None, None, None):
        quoted = text.strip() if len(text) <= 40 else ""
    return Hours(per_day=per_day, days_per_week=days, shift=shift, text=quoted)


def _per_day(words: str) -> float | None:
    for pattern in _PER_DAY:
        found = pattern.search(words)
        if found is not None and 1 <= float(found[1]) <= 16:
            return float(found[1])
    span: float | None = None
    clock = _NINE_TO_FIVE.search(words)
    if clock is not None:
        span = _hour(clock[2]) + 12 - _hour(clock[1])
    else:
        times = _SPAN.search(words)
        if times is not None and int(times[1]) <= 24 and int(times[3]) <= 24:
            span = (int(times[3]) + int(times[4] or 0) / 60 - int(times[1]) - int(times[2] or 0) / 60) % 24
    if span is None or not 4 <= span <= 14:
        return None
    pause = re.search(r"(?:午休|休息|中午休息)(\d(?:\.5)?)(?:个)?小时", words)
    return round(span - (float(pause[1]) if pause else 1.0 if span >= 9 else 0.0), 2)


def _hour(word: str) -> float:
    if word.isdigit():
        return float(word)
    return sum(float(_DIGITS[c]) for c in word)


def find_hours(text: str) -> Hours:
    """Working time in running text. Only words that are about nothing else are read; the clauses are kept in `text`."""
    starts = [found.start() for found in _ABOUT_HOURS.finditer(text)]
    if not starts:
        return NO_HOURS
    clauses = [clause for clause in dict.fromkeys(_clause(text, start) for start in starts) if len(clause) <= 60]
    found = read_hours("，".join(clauses))
    if says_nothing(found):
        return NO_HOURS
    return made_hours(found.per_day, found.days_per_week, found.shift, "；".join(part.strip() for part in clauses)[:200])


def says_nothing(hours: Hours) -> bool:
    """Whether these are no hours at all."""
    return hours.per_day is None and hours.days_per_week is None and hours.shift is None and not hours.text


@lru_cache(maxsize=16_384)
def made_hours(per_day: float | None, days: float | None, shift: Shift | None, text: str) -> Hours:
    """The one shared record of these values."""
    return Hours(per_day=per_day, days_per_week=days, shift=shift, text=text)


def _clause(text: str, at: int) -> str:
    """The clause that holds position `at`, of what stands before it at most 80 characters."""
    begin, earliest = at, max(0, at - 80)
    while begin > earliest and text[begin - 1] not in _PARTING:
        begin -= 1
    after = _CLAUSE.search(text, at)
    return text[begin : len(text) if after is None else after.start()]


NO_HOURS: Final = Hours()
"""What `find_hours` gives, this very one, where a text says nothing of hours."""
_PARTING: Final = frozenset("\n。;；!！,，、+|【】()（）/")
_CLAUSE: Final = re.compile(f"[{re.escape(''.join(sorted(_PARTING)))}]")
_ABOUT_HOURS: Final = re.compile(
    r"双休|单休|做[五六一二]休|大小[周休]|夜班|倒班|轮班|白班|行政班|晚班|日班|早[七八九十789]|朝[七八九十789]|小时(?:工作)?制|每[天日](?:工作|上班)"
    r"|上班时间|工作时间"
)
"""Each branch begins with one plain character, so that a text is passed over by its characters alone."""


# --- lists of words --------------------------------------------------------------------------------------------------------------

_LIST: Final = re.compile(r"[、,，;；|\n\r\t“”\"]+")
_WELFARE: Final = re.compile(
    r".{0,8}(?:险[一二两]金|[三四五六七]险|公积金|社保|保险|补贴|补助|津贴|奖金?|年终奖.*|绩效.*|提成.*|福利|年假|休假|寒暑假|节?假日|产假|婚假|病假|旅游|团建.*|体检"
    r"|双薪|期权|股票.*|激励|班车|住宿|宿舍|包[吃住食].*|包三餐|食堂|工作餐|免费.*餐|餐补|工作午餐|下午茶|零食|培训|晋升.*|出国机会|礼金|工龄工资|不加班|弹性工作.*|房补|车补|话补|年底分红|氛围好|空调)"
)
_NO_BENEFIT: Final = frozenset({"商业保险", "保险", "奖", "培训", "直播带货培训", "社保"}) - {"社保", "商业保险"}


@lru_cache(maxsize=65_536)
def is_welfare(word: str) -> bool:
    """Whether a tag of a job board is a benefit (五险一金, 餐补) and no task or skill."""
    return word not in _NO_BENEFIT and len(word) <= 14 and _WELFARE.fullmatch(word) is not None


def split_list(text: str, spaces: bool = False) -> tuple[str, ...]:
    """The words of a list cell, each once, in order; 无 is none. With `spaces`, blanks part words too."""
    parts = re.split(r"[、,，;；|\s“”\"]+", text) if spaces else _LIST.split(text)
    return tuple(dict.fromkeys(part for raw in parts if (part := raw.strip()) and part not in ("无", "暂无", "/", "-")))


def compound_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words that hold a separator of lists themselves, longest first."""
    return tuple(sorted((word for word in words if _LIST.search(word)), key=lambda word: (-len(word), word)))


def split_known(text: str, compounds: Iterable[str]) -> tuple[str, ...]:
    """A list that may hold `compounds` (大字、高对比), see `compound_words`: they are taken whole, the rest is split."""
    found: list[tuple[int, str]] = []
    rest = text
    for word in compounds:
        if word in rest:
            found.append((rest.index(word), word))
            rest = rest.replace(word, "、" * len(word))
    for part in split_list(rest):
        found.append((rest.index(part), part))
    return tuple(dict.fromkeys(word for _, word in sorted(found)))


_LICENCES: Final[Mapping[str, str]] = {
    r"(?:盲人)?医疗按摩(?:人员)?(?:从业|从事医疗按摩)?资格证书?": "medical_massage",
    r"保健按摩(?:师)?(?:资格)?证书?": "health_massage",
    r"健康证明?": "health_certificate",
    r"(?:大型?)?[货客]车(?:驾驶证|驾照|驾驶执照)|[ab][123]?(?:驾照|驾驶证|照)": "lorry",
    r"(?<!摩托车)(?<!叉车)(?:机动车)?(?:驾驶证|驾照|驾驶执照)|c[1256]?(?:驾照|驾驶证|照)": "car",
    r"摩托车(?:驾驶证|驾照|驾驶执照)": "motorcycle",
    r"电工(?:操作|上岗)?证书?": "electrician",
    r"叉车(?:操作|驾驶)?(?:证书?|驾照)": "forklift",
    r"保安员?证书?": "security_guard",
    r"教师资格证书?": "teacher",
    r"会计(?:从业)?(?:资格)?证书?": "accountant",
    r"厨师证书?": "cook",
    r"护士(?:执业)?(?:资格)?证书?": "nurse",
}
_LICENCE: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for pattern, name in _LICENCES.items()))
_LICENCE_HINT: Final = re.compile(r"健康证|驾照|驾驶|1照|2照|3照|4照|5照|6照|电工|叉车|保安|教师资格|会计|厨师|护士|按摩")
_ASKED: Final = re.compile(r"(?:必须|须|需要?|应|要求)?(?:持有|具有|具备|拥有|持|有|提供)[^,，。;；、]{0,10}$")


_WILLING: Final = (
    r"(?:可以?|能够?|愿意?|同意|协助|入职后|上岗后|到岗后|录用后)[^,，。;；、]{0,4}(?:办理|办证|办到|申办|补办|考取|取得)"
)
_OFFERED: Final = re.compile(rf"{_WILLING}[^,，。;；、]{{0,6}}$")
_LATER: Final = re.compile(rf"[(,，、 ]{{0,2}}[^。;；]{{0,4}}{_WILLING}")
"""A licence that may be obtained after the application is no hard demand: 有健康证或可办理健康证, 健康证（入职后办理）."""


def read_licence(word: str) -> str | None:
    """The record's name of a licence by the words of a sheet (健康证 -> health_certificate); None for other words.

    The words of licences.yaml go first; what no row lists may still be one by its pattern (保健按摩师资格证书).
    """
    known = known_licence(word)
    if known is not None:
        return known
    found = _LICENCE.fullmatch(plain(word).removeprefix("持").removeprefix("有"))
    return None if found is None else found.lastgroup


def find_licences(text: str) -> tuple[str, ...]:
    """Licences that running text demands (需持健康证上岗); 优先 in the clause makes it a wish, which is none."""
    if _LICENCE_HINT.search(text) is None:
        return ()
    names: list[str] = []
    for clause in re.split(r"[\n。;；!！]+", compatible(text).lower()):
        if "优先" in clause or "者佳" in clause or "更佳" in clause:
            continue
        for found in _LICENCE.finditer(clause):
            if _OFFERED.search(clause[: found.start()]) or _LATER.match(clause[found.end() :]):
                continue
            if _ASKED.search(clause[: found.start()]) and found.lastgroup is not None:
                names.append(found.lastgroup)
    return tuple(dict.fromkeys(names))


# --- contacts --------------------------------------------------------------------------------------------------------------------

MASK: Final = "[联系方式]"
NUMBER_MASK: Final = "[证件号码]"
# The number of a citizen, or of a certificate; a social credit code that is all digits starts with 9.
_DOCUMENT: Final = re.compile(
    r"(?<![0-9A-Za-z])(?!9)\d{6}[\s-]?\d{8}[\s-]?\d{3}[\dXxＸｘ](?:[\s-]?\d\d(?:[Bb]\d)?)?(?![0-9A-Za-z])"
)
_MOBILE: Final = re.compile(r"(?<![0-9A-Za-z])(?:\+?86-?)?1[3-9]\d{9}(?![0-9A-Za-z])")
_CONTACT: Final = re.compile(
    r"""
    (?:(?:联系|咨询|报名|招聘|客服|投递|简历|hr|人事|面试|接收)?(?:人|电话|手机|热线|方式|邮箱|微信|tel|mail|e-mail|email)[号码]?\s*[:：]?\s*)?
    (?:
      [A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
      |(?<![\d.])(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)
      |(?<![\d.])\(?0\d{2,3}\)?[\s-]?[2-9]\d{6,7}(?:[-转]\d{1,5})?(?!\d)
      |(?<![\d.])400[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)
    )
    |(?:微信号?|wechat|weixin|vx|\bv信|qq号?|扣扣|企鹅号?)(?:同号|搜索|添加|联系|号)*\s*[:：]\s*[A-Za-z0-9_-]{5,20}
    |(?:微信号?|wechat|weixin|vx|qq号?|扣扣)\s*[A-Za-z]?[A-Za-z0-9_-]*\d[A-Za-z0-9_-]{4,18}
    |联系人\s*[:：]\s*[一-鿿]{1,3}(?:老师|女士|先生|小姐|经理|总|主任)?(?=[\s,，。;；、]|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Masked:
    """A text without personal contacts and numbers of documents, and the contacts that were in it (never those numbers)."""

    text: str
    contacts: tuple[str, ...] = ()


def mask_contacts(text: str) -> Masked:
    """Take phones, e-mails, WeChat and QQ numbers and a named contact out of a text; `MASK` stands where they were.

    Numbers of citizens and of certificates are taken out too and kept nowhere; `NUMBER_MASK` stands where they were.
    """
    if not _may_hold(text):
        return Masked(text)
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        found.append(match[0].strip())
        return MASK

    masked = _CONTACT.sub(take, _DOCUMENT.sub(NUMBER_MASK, text))
    return Masked(masked, tuple(dict.fromkeys(found)))


def holds_document(text: str) -> bool:
    """Whether the number of a citizen or of a certificate stands in a text."""
    return _DOCUMENT.search(text) is not None


def unmasked(text: str) -> str:
    """A masked text without the masks."""
    return text.replace(MASK, "").replace(NUMBER_MASK, "").strip()


def mask_identifier(text: str) -> str:
    """An id or web address without a mobile or a number of a document that stands alone in it."""
    return _MOBILE.sub(MASK, _DOCUMENT.sub(NUMBER_MASK, text)) if _LONG_NUMBER.search(text) is not None else text


def _may_hold(text: str) -> bool:
    """A cheap look first: most texts hold no contact."""
    if _CONTACT_HINT.search(text) is not None:
        return True
    numbered = _LONG_NUMBER.search(text) is not None or _IN_GROUPS.search(text) is not None
    return numbered and _SEVEN_DIGITS.search(text) is not None


_CONTACT_HINT: Final = re.compile(
    "@|微信|联系人|扣扣|q[Qq]|Q[Qq]|v[Xx信]|V[Xx信]|w[Ee](?:[Cc][Hh][Aa][Tt]|[Ii][Xx][Ii][Nn])|W[Ee](?:[Cc][Hh][Aa][Tt]|[Ii][Xx][Ii][Nn])"
)
"""Each branch begins with one plain character, so that a text is passed over by its characters alone."""
_LONG_NUMBER: Final = re.compile(r"\d\d{6}")
_IN_GROUPS: Final = re.compile(r"1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|400[\s-]?\d{3,4}[\s-]?\d{3,4}|企鹅|ı|İ")
"""Beside a long number what a contact can begin with; amounts such as 2600-3600 are none."""
_SEVEN_DIGITS: Final = re.compile(r"\d[\s()转-]{0,2}(?:\d[\s()转-]{0,2}){5}\d")
