"""Which occupation a posting is for: names and everyday titles found in its title, by whole words and by character n-grams.

1. The title is cut at its signs into parts; what boards add (急聘, 五险一金, 双休, amounts) is dropped. Lines of the text that name
   the post (岗位名称：, 职能类别：) are late parts.
2. A name that stands in a part counts by how much of the part it covers, and more at the end, where Chinese puts the head. Every
   name counts by the cosine of its TF-IDF character 1-3-grams with the part's. A target has the score of its best name.
3. To this comes the share of the part's n-grams that any names of the target hold.
4. Parts after the first count less. Likely targets whose work the text speaks of (揉泥、拉坯) are raised. A softmax follows.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matching.protocols import Float32
from matching.records import PostingKind
from models.demands.likeness import Likeness, Recognition
from models.demands.names import Names, names

LEAST_SCORE: Final = 0.34
"""Below this score of its best name a title is not recognised: its demands are not guessed."""

_SIGNS: Final = re.compile(r"[^0-9a-z+#.一-鿿㐀-䶿\ufffd]+|(?<![a-z])(?<!c\+)\+|\.(?!net)")
_NOISE: Final = re.compile(
    r"公益性岗位?|公益岗位?|公益性|定向岗位?|助残岗位?|残疾人专岗|见习岗位?|急聘|急招|诚聘|高薪|招人|招工(?!专员)|招聘(?!专员|助理|主管|经理|[师岗]|顾问|文员)|招募|直招|直聘|五险(?:一?金)?|六险(?:[一二]?金)?"
    r"|单双休|双休|单休|周末休?|包吃包?住|包食宿|包住宿?|提供(?:食宿|住宿|吃住)|有住宿|免费住宿|[一二三四五六日]休[一二三]?|无责|底薪|提成"
    r"|(?:缴纳|购买|交|有|买)?社保(?![专主助经代业员岗顾客])|外包岗位?|[校社秋春]招(?![专主助经员岗])|管理?培训?生|储备干部|储备(?![经人店])"
    r"|奖金|(?:高温|交通|通讯|住房|出差|夜班|节日|全勤|餐费)?(?:补贴|补助|津贴)|房补|餐补|话补|车补|带薪(?:年假|培训)?|年假|年底双薪|月薪|年薪|税后|薪资|起薪|保底|待遇优?|福利(?:好|优|待遇)|朝[八九]晚[五六]"
    r"|长白班|不加班|无经验|零基础|可实习|应届生?|实习生|转正|有?经验(?:优先|者)?|不限|[男女]士?|附近|急|兼职|全职|临时工|小时工|日结|周结|急聘"
    r"|\d+(?:\.\d+)?[k千万元名人岁天月日]*(?:起|以上)?|[a-z]{1,3}\d{3,}"
)
_COMPANY: Final = re.compile("(?:公司|集团|事务所|合作社)$")
"""A title that is the name of an organisation says nothing of the work."""

_VAGUE: Final = re.compile(
    r"(?:(?:工作|办事)?人员|员工|职员|其他|经理|助理|主管|总监|项目|专员|管理|代表|顾问|技术员|工程师|人才|储备|干部|岗位?|工作|合伙人|负责人)+"
)
"""Words that any work can be called by: a part of nothing else is no title."""

_PLACE: Final = re.compile(
    r"(?:全国|北京|上海|天津|重庆|广州|深圳|武汉|杭州|南京|苏州|成都|西安|长沙|郑州|合肥|济南|青岛|宁波|无锡|佛山|东莞|厦门|福州|南昌|昆明|贵阳|南宁|沈阳|大连|哈尔滨"
    r"|长春|石家庄|太原|兰州|珠海|惠州|中山|光谷|汉口|武昌|汉阳|江岸|江汉|硚口|青山|洪山|东西湖|蔡甸|江夏|黄陂|新洲|汉南)[市区]?"
)
"""Places by which boards tell posts apart: a part that is nothing but one is no title."""

_ASIDE: Final = re.compile(r"[(\[【][^()\[\]【】]{1,16}[)\]】](?=[一-鿿])")
"""Something said in brackets inside a title: 英语(小学)老师 is an 英语老师."""

_NAMED: Final = re.compile(
    r"(?:职能类别|职位类别|岗位名称|职位名称|招聘岗位|招聘职位|岗位:|职位:)[:]? ?([一-鿿a-z]{2,12})"
    r"|(?:诚聘|急招|急聘|现招|招聘)([一-鿿]{2,8}?)(?:若干|数名|\d{1,3}[名人]|[一二两三四五六七八九十]{1,3}[名人])"
)
_NAMING: Final = re.compile("职能类别|职位类别|岗位名称|职位名称|招聘岗位|招聘职位|岗位:|职位:|诚聘|急招|急聘|现招|招聘")
"""What `_NAMED` begins with, each branch by a plain character, which is found many times as fast."""
_TEACHES: Final = re.compile(r"(?:老师|教师|讲师|教员|助教)$")
_TEACHING: Final = ("2-08", "4-07-03", "4-10-01", "4-13-04", "4-14-05")
"""Classes of those who teach, bring up or train."""
_PRACTISES: Final = 0.6
"""A title that ends in teacher counts so much for those who practise what is taught: an 绘画老师 is no painter."""

_TELLING: Final = 4
_TITLE: Final = 120
_DUTIES: Final = 1_500
_PARTS: Final = 6
_LONGEST: Final = 12
_ALIKE: Final = 0.15
_LATER: Final = 0.6
_COVERS: Final = 0.6
_AT_END: Final = 0.12
_NAME: Final = 0.55
_IN_REACH: Final = 0.3
_SPOKEN: Final = 0.05
_MOST_SPOKEN: Final = 2
_ITS_KIND: Final = 0.1
_OTHER_KIND: Final = 0.3
_REMEMBERED: Final = 8_192
_MOST_TEXTS: Final = 512
_LOOKED_AT: Final = 4
"""For each target that is kept so many take part in the softmax."""
_TEMPERATURE: Final = 0.1
"""So that a probability is about how often it is right on names that were held out."""


def recognise(titles: Sequence[str], texts: Sequence[str], kinds: Sequence[PostingKind | None], keep: int = 8) -> list[Recognition]:
    """One recognition a posting, at most `keep` targets each; none where nothing in the title is known well enough.

    Titles and texts as `words.readable` makes them. A variant that is advertised only for some kinds needs one of them, where the
    kind of the posting is known.
    """
    table = names()
    parts_of = {title: tuple(_parts(title, table)) for title in set(titles)}
    cut = [(*parts_of[title], *_named(text[:_DUTIES])) for title, text in zip(titles, texts, strict=True)]
    alike = _likenesses(cut, keep, table)
    return [
        _recognised(alike[parts], text[:_DUTIES], kind, keep, table) for parts, text, kind in zip(cut, texts, kinds, strict=True)
    ]


def _likenesses(titles: Sequence[tuple[str, ...]], keep: int, table: Names) -> dict[tuple[str, ...], Likeness]:
    """By the parts of a title what it resembles; the same titles come again and again, so they are remembered."""
    found = {parts: known for parts in titles if (known := table.likenesses.get((parts, keep))) is not None}
    fresh = [parts for parts in dict.fromkeys(titles) if parts not in found]
    scores = iter(_scores([part for parts in fresh for part in parts], table))
    made = {parts: _likeness(_joined([next(scores) for _ in parts]), keep, table) for parts in fresh}
    if len(table.likenesses) >= _REMEMBERED:
        table.likenesses.clear()
    table.likenesses.update(((parts, keep), likeness) for parts, likeness in made.items())
    return found | made


def _likeness(scores: dict[int, float], keep: int, table: Names) -> Likeness:
    """Of targets that neither a text nor a kind can raise only so many are kept as are looked at in the end."""
    least = max(scores.values(), default=0.0) - _IN_REACH
    reach = tuple(target for target, score in scores.items() if score >= least)
    fixed = sorted((-score, target) for target, score in scores.items() if score < least and not table.targets[target].kinds)
    beyond = {target for _, target in fixed[_LOOKED_AT * keep :]}
    return Likeness({target: score for target, score in scores.items() if target not in beyond}, reach)


def _recognised(alike: Likeness, text: str, kind: PostingKind | None, keep: int, table: Names) -> Recognition:
    """Of one title with different texts only what they speak of differs, so that few recognitions have to be made."""
    spoken = tuple([_times_spoken(table.stems[target], text) for target in alike.reach]) if text else None
    found = alike.recognised.get((spoken, kind))
    if found is None:
        scores = _of_kind(_raised(alike, spoken), kind, table)
        if len(alike.recognised) >= _MOST_TEXTS:
            alike.recognised.clear()
        found = alike.recognised[spoken, kind] = _recognition(scores, keep)
    return found


def _parts(title: str, table: Names) -> Iterator[str]:
    head = title[:_TITLE]
    aside = _ASIDE.findall(head)
    joined = " ".join([_ASIDE.sub("", head), *aside]) if aside else head
    parts = (part for part in _SIGNS.split(_NOISE.sub(" ", joined)) if len(part) > 1 and not _vague(part, table))
    yield from (part for part, _ in zip(parts, range(_PARTS), strict=False))


def _vague(part: str, table: Names) -> bool:
    if _PLACE.fullmatch(part) is not None or _COMPANY.search(part) is not None:
        return True
    return _VAGUE.fullmatch(part) is not None and not (len(part) >= _TELLING and part in table.means)


def _named(text: str) -> Iterator[str]:
    if _NAMING.search(text) is None:
        return
    for match, _ in zip(_NAMED.finditer(text), range(2), strict=False):
        yield match[1] or match[2]


def _scores(parts: Sequence[str], table: Names) -> list[dict[int, float]]:
    """One mapping of target to score a part, to be read only. The same titles come again and again, so they are remembered."""
    found = {part: scores for part in parts if (scores := table.scores.get(part)) is not None}
    fresh = [part for part in dict.fromkeys(parts) if part not in found]
    if fresh:
        made = dict(zip(fresh, _score(fresh, table), strict=True))
        if len(table.scores) >= _REMEMBERED:
            table.scores.clear()
        table.scores.update(made)
        found |= made
    return [found[part] for part in parts]


def _score(parts: Sequence[str], table: Names) -> list[dict[int, float]]:
    weighted = table.weighted(parts)
    cosines = (weighted @ table.by_gram).tocsr()
    weighted.data **= 2
    shares: Float32 = (weighted @ table.held).toarray()
    begins = cosines.indptr.tolist()
    return [
        _part_scores(part, cosines.indices[begin:end], cosines.data[begin:end], share, table)
        for part, begin, end, share in zip(parts, begins, begins[1:], shares, strict=False)
    ]


def _part_scores(part: str, near: NDArray[np.int32], cosines: Float32, shares: Float32, table: Names) -> dict[int, float]:
    best: dict[int, float] = {}
    alike = cosines >= _ALIKE
    for target, cosine in zip(table.target_of[near[alike]].tolist(), cosines[alike].tolist(), strict=True):
        if cosine > best.get(target, 0.0):
            best[target] = cosine
    length = len(part)
    for begin in range(length - 1):
        for end in range(min(length, begin + _LONGEST), begin + 1, -1):
            target = table.means.get(part[begin:end])
            if target is not None:
                covers = _COVERS + (1 - _COVERS) * (end - begin) / length + (_AT_END if end == length else 0.0)
                best[target] = max(min(1.0, covers), best.get(target, 0.0))
                break
    if part not in table.means and _TEACHES.search(part) is not None:
        for target in best:
            if not table.targets[target].code.startswith(_TEACHING):
                best[target] *= _PRACTISES
    held = shares[list(best)].tolist()
    return {target: _NAME * score + (1 - _NAME) * share for (target, score), share in zip(best.items(), held, strict=True)}


def _joined(parts: Sequence[dict[int, float]]) -> dict[int, float]:
    """The best score of each target over the parts, later parts counting less; parts that resemble no name are passed over."""
    joined: dict[int, float] = {}
    for place, scores in enumerate(part for part in parts if max(part.values(), default=0.0) >= LEAST_SCORE):
        factor = 1.0 if place == 0 else _LATER + (1 - _LATER) / (1 + place)
        for target, score in scores.items():
            if factor * score > joined.get(target, 0.0):
                joined[target] = factor * score
    return joined


def _times_spoken(stems: Sequence[str], text: str) -> int:
    """How many of the stems the text speaks of; more than enough are not counted."""
    spoken = 0
    for stem in stems:
        if stem in text:
            spoken += 1
            if spoken == _MOST_SPOKEN:
                break
    return spoken


def _raised(alike: Likeness, spoken: tuple[int, ...] | None) -> dict[int, float]:
    """The scores, those of likely targets raised by what the text says is done."""
    scores = dict(alike.scores)
    for target, times in zip(alike.reach, spoken or (), strict=False):
        scores[target] = min(1.0, scores[target] + _SPOKEN * times)
    return scores


def _of_kind(scores: dict[int, float], kind: PostingKind | None, table: Names) -> dict[int, float]:
    if kind is None:
        return scores
    for target, score in scores.items():
        only = table.targets[target].kinds
        if only:
            scores[target] = min(1.0, score + _ITS_KIND) if kind in only else score * _OTHER_KIND
    return scores


def _recognition(scores: dict[int, float], keep: int) -> Recognition:
    best = max(scores.values(), default=0.0)
    if best < LEAST_SCORE:
        return Recognition(score=max(0.0, best))
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[: _LOOKED_AT * keep]
    weights = np.exp((np.array([score for _, score in ordered]) - best) / _TEMPERATURE)
    weights /= weights.sum()
    return Recognition(tuple(target for target, _ in ordered[:keep]), tuple(weights[:keep].tolist()), best)
