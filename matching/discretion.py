"""Which words may stand where others read them: on an employer's list, in a calendar, on a wall.

A phrase that tells of health, of a disability, of an access route, of sex or age, or that identifies somebody, is left out whole
rather than cut: what remains of it would still tell.
"""

import re
from functools import lru_cache
from typing import Final

from matching.knowledge import CATALOGUE
from matching.texts import normalise, redact

_MORE: Final = re.compile(
    r"""
    病(?!虫|害)|症|疾|癌|瘤|肾|透析|化疗|尘肺|[矽硅]肺|卒中|白化(?![妆学工])
    |聋|盲|瞎|瘸|拄|残|工伤|[听视智言语肢精身]障|助听|耳蜗|读屏|唇读|读唇|拐棍|假[手腿脚]|矫形
    |特奥|听奥|启[智聪音]|启明学校|培智|辅读|(?<!模)特教|特殊(?:教育|学校)|唐氏|唐宝
    |(?<![光色质频能族品])谱系(?![统列图])|定向行走|(?<![人出进入门窗])口画(?![像面册材具布框])|(?<!不)足画(?![像面])
    |工疗|农疗|庇护工|辅助性就业|阳光家园|温馨家园
    |disab|deaf|blind|impair|disease|illness|disorder|syndrome|therapy|diagnos|paralympi|special[ -]olympi|wheel[ -]?chair
    |prosthe|hearing[ -]?aid|cochlear|lip[ -]?read|braille|guide[ -]?dog|white[ -]cane|crutch|autis|asperger|palsy|plegi[ac]|albin
    |special[ -](?:education|needs|schools?\b)|voiceover(?![ -]?(?:record|art|act|work|script|narrat))
    |(?<![a-z])(?:asd|adhd|[abc]sl|cdpf|nvda|jaws|talk[ -]?back)(?![a-z])
    """,
    re.VERBOSE,
)
_PLAIN: Final = re.compile(
    r"""
    (?<![致伤身病肢])残(?:次|料|值|损|渣|留|液|片|余|保金)|盲(?:样|盒|板|孔|区|测|审|打|选|目|埋)|双盲|扫盲
    |(?<!享受)(?<!领取)(?<!认定)工伤保险(?!待遇|金|赔)
    |(?:window|roller|venetian)[ ]blinds?|double[ -]blind|blind[ ]box(?:es)?
    """,
    re.VERBOSE,
)
"""Ordinary words of work that hold a telling one: scrap parts, sealed samples, touch typing, the insurance of a payroll."""

_APART: Final = re.compile(r"(?<=[一-鿿])[\s·・.]+(?=[一-鿿])")
_SPACE: Final = re.compile(r"\s+")
_CLAUSE: Final = re.compile(r"[，。；！？、,;!?\n\r]+")
_SHORTEST: Final = 2


@lru_cache(maxsize=16_384)
def is_discreet(phrase: str) -> bool:
    """Whether a phrase says nothing of health, disability, access routes, sex, age, and nothing that identifies a person."""
    plain = _PLAIN.sub("物", _SPACE.sub(" ", normalise(phrase)).strip())
    return redact(plain) == plain and not _MORE.search(_APART.sub("", plain))


@lru_cache(maxsize=4_096)
def names_no_arrangement(phrase: str) -> bool:
    """Whether a phrase holds the name of no arrangement of the catalogue, in either language."""
    plain = normalise(phrase)
    return not any(name in plain for name in _arrangements())


def discreet_part(text: str) -> str:
    """The clauses of a text that are discreet and name no arrangement, joined again; empty where none is."""
    clauses = (clause.strip() for clause in _CLAUSE.split(text))
    return "，".join(clause for clause in clauses if clause and is_discreet(clause) and names_no_arrangement(clause))


@lru_cache(maxsize=1)
def _arrangements() -> frozenset[str]:
    names = {normalise(name) for row in CATALOGUE.accommodations for name in (row.zh, row.en)}
    return frozenset(name for name in names if len(name) >= _SHORTEST)
