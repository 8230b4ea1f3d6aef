"""Codes and foreign words of a column, and the importer's words that they stand for, where the file itself tells."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from data.importers.certificate import plain_number
from data.importers.column_profiles import Profile
from data.importers.terms import read_education

FOREIGN_WORDS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("postings", "shift"): {
        **dict.fromkeys(("长白班", "常白班", "正常班", "行政班", "日班"), "白班"),
        **dict.fromkeys(("两班倒", "三班倒", "两班制", "三班制", "轮班", "是"), "倒班"),
        **dict.fromkeys(("中班", "小夜班"), "晚班"),
    },
    ("postings", "status"): {
        **dict.fromkeys(("在招", "正在招聘", "有效", "发布中", "上架"), "招聘中"),
        **dict.fromkeys(("停招", "停止招聘", "招聘结束", "已结束", "已过期", "下架", "无效"), "已关闭"),
        "招满": "已招满",
    },
    ("postings", "pay_unit"): {
        "月结": "月",
        "按月": "月",
        "日结": "天",
        "按天": "天",
        "时结": "小时",
        "按小时": "小时",
        "按件": "件",
    },
    ("postings", "contract"): {"劳务合同": "劳务协议", "灵活就业": "灵活用工", "固定期限劳动合同": "劳动合同"},
    ("postings", "remote"): {"居家": "是", "远程": "是", "线上": "是", "到岗": "否", "现场": "否", "坐班": "否"},
    ("candidates", "sex"): {"m": "男", "f": "女", "M": "男", "F": "女", "Male": "男", "Female": "女"},
    ("candidates", "rural"): {
        **dict.fromkeys(("农业", "农业户口", "农村", "农村户口", "乡村"), "是"),
        **dict.fromkeys(("非农业", "非农", "非农业户口", "城镇", "城镇户口", "城市", "居民"), "否"),
    },
    ("candidates", "category"): {f"{name}残疾人": name for name in ("视力", "听力", "言语", "肢体", "智力", "精神", "多重")},
    ("candidates", "remote"): {
        **dict.fromkeys(("居家", "仅居家", "只能居家"), "只考虑居家"),
        **dict.fromkeys(("是", "均可", "都可以", "愿意", "能接受"), "可以"),
        **dict.fromkeys(("否", "不愿意", "不能接受", "到岗"), "不考虑"),
    },
    ("candidates", "registered_unemployed"): {"失业": "是", "在业": "否", "就业": "否"},
}
"""(kind, field) -> words of other systems and what they are called here. A person checks them before anything is imported."""

_MOST_CODES: Final = 9
_CODE: Final = re.compile(r"\d{1,2}|[A-Za-z]")
_STATED: Final = re.compile(
    r"(博士|硕士|研究生|本科|大专|专科|高中|中专|初中)(?:研究生)?(?:学历)?(?:\(?含\)?)?(?:及|或|、)?(?:其?以上|学历|毕业)"
)
_LADDER: Final = ("不限", "高中", "大专", "本科", "硕士", "博士")
_CLEAR_CODES: Final = 2
# Bounds between the usual figures of an hour, a day, a month and a year, in yuan.
_UNITS: Final = ((80.0, "小时"), (900.0, "天"), (60_000.0, "月"), (float("inf"), "年"))


def foreign_words(kind: str, field: str, profile: Profile) -> dict[str, str]:
    """The words of the column that other systems use for ours."""
    known = FOREIGN_WORDS.get((kind, field), {})
    return {text: known[text] for text in sorted(profile.counts) if text in known}


def is_coded(profile: Profile) -> bool:
    """Whether the column holds a handful of short codes."""
    return 1 <= len(profile.counts) <= _MOST_CODES and all(_CODE.fullmatch(text) for text in profile.counts)


def unit_of(figure: float) -> str:
    """The unit of pay that a usual figure is in: 小时 under 80 yuan, 天 under 900, 月 under 60,000, else 年."""
    return next(unit for most, unit in _UNITS if figure < most)


def unit_codes(profile: Profile, amounts: Profile) -> dict[str, str]:
    """Code -> unit of pay, by the median figure of the rows with each code; empty where all codes come to the same unit."""
    if not is_coded(profile):
        return {}
    found: dict[str, str] = {}
    for code in sorted(profile.counts):
        figures = sorted(
            figure for text, figure in zip(profile.texts, amounts.numbers, strict=True) if text == code and figure is not None
        )
        if figures:
            found[code] = unit_of(figures[len(figures) // 2])
    return found if len(set(found.values())) == len(found) > 1 else {}


def education_codes(profile: Profile, prose: Sequence[Profile]) -> dict[str, str]:
    """Code -> education, by what the texts of the rows with each code ask.

    Codes are taken for the rungs of a ladder, from some start on: the start is the one that most texts agree with. Three texts in
    five must agree, and of two codes most texts.
    """
    if not is_coded(profile) or not all(text.isdigit() for text in profile.counts):
        return {}
    said: dict[str, Counter[str]] = {code: Counter() for code in profile.counts}
    for column in prose:
        for code, words in zip(profile.texts, column.texts, strict=True):
            found = _STATED.search(words) if code in said else None
            if found is not None:
                said[code][_rung(found[1])] += 1
    whole = sum(counts.total() for counts in said.values())
    best: tuple[int, int, dict[str, str]] = 0, 0, {}
    for start in range(-_MOST_CODES, len(_LADDER)):
        codes = {code: _LADDER[int(code) + start] for code in sorted(said) if 0 <= int(code) + start < len(_LADDER)}
        agreeing = sum(said[code][rung] for code, rung in codes.items())
        clear = sum(said[code][rung] * 2 > said[code].total() for code, rung in codes.items())
        best = max(best, (agreeing, clear, codes), key=lambda one: one[:2])
    return best[2] if best[0] * 5 >= whole * 3 and best[1] >= _CLEAR_CODES else {}


def _rung(words: str) -> str:
    level = read_education(words)
    by_level = {read_education(name): name for name in _LADDER}
    return by_level.get(level, "高中" if words in ("中专", "初中") else "本科")


def sex_codes(profile: Profile, documents: Sequence[Profile]) -> dict[str, str]:
    """1 -> 男 and 2 -> 女 (GB/T 2261.1) where the document numbers of the rows do not say otherwise."""
    if not set(profile.counts) <= {"1", "2"} or not profile.counts:
        return {}
    for column in documents:
        pairs = [
            (text, plain_number(number)) for text, number in zip(profile.texts, column.texts, strict=True) if text in ("1", "2")
        ]
        odd = [(text, int(number[16]) % 2) for text, number in pairs if len(number) >= 18 and number[16].isdigit()]
        if odd and sum((text == "1") == bool(parity) for text, parity in odd) < 0.8 * len(odd):
            return {}
    return {code: word for code, word in (("1", "男"), ("2", "女")) if code in profile.counts}
