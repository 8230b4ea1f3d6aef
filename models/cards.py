"""The card of a ranker for people: every figure of its manifest, first in Chinese and then in English, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from matching.features.table import FEATURES
from matching.knowledge.catalogue import Text
from models.card_words import ORDER, WORDS

Language = Literal["zh", "en"]


def ranker_card(manifest: Mapping[str, Any]) -> str:
    """The card as Markdown, from the manifest alone. A key without words of its own is shown as it is."""
    return "\n".join([*_card(manifest, "zh"), "", "---", "", *_card(manifest, "en"), ""])


def _card(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    yield f"# {_say(_TITLE, language)} `{manifest['version']}`"
    yield ""
    yield f"## {_say(_PURPOSE_TITLE, language)}"
    yield _say(_PURPOSE, language)
    yield ""
    yield f"## {_word('gate', language)}"
    yield from _gate(manifest.get("gate"), language)
    for key in sorted(manifest.keys() - {"gate"}, key=_place):
        if isinstance(manifest[key], Mapping):
            yield ""
            yield f"## {_word(key, language)}"
            yield from _rows(manifest[key], language) if manifest[key] else ("–",)
    yield ""
    yield f"## {_say(_REST, language)}"
    yield from _rows({key: value for key, value in manifest.items() if not isinstance(value, Mapping)}, language)
    yield ""
    yield f"## {_say(_LIMITS_TITLE, language)}"
    yield _say(_LIMITS, language)


def _gate(gate: Mapping[str, Any] | None, language: Language) -> Iterator[str]:
    if not gate:
        yield _say(_NOT_JUDGED, language)
        return
    yield _say(_PASSED if gate["passed"] else _NOT_PASSED, language).format(**gate)
    for check in gate["checks"]:
        yield ""
        yield f"### {_word(check['name'], language)}: {_value(check['passed'], language)}"
        yield check["text"][language]
        yield ""
        yield from _rows(check["figures"], language)


def _rows(values: Mapping[str, Any], language: Language) -> Iterator[str]:
    """A table of two columns, one line a figure; a list of equal rows as a table of its own below."""
    leaves = list(_leaves(values, (), language))
    plain = [(name, value) for name, value in leaves if not _is_table(value)]
    if plain:
        yield "| | |"
        yield "|---|---|"
        yield from (f"| {name} | {_value(value, language)} |" for name, value in plain)
    for name, table in leaves:
        if _is_table(table):
            heads = list(dict.fromkeys(key for row in table for key in row))
            yield ""
            yield f"{name}:"
            yield ""
            yield "| " + " | ".join(_word(head, language) for head in heads) + " |"
            yield "|---" * len(heads) + "|"
            yield from ("| " + " | ".join(_value(row.get(head), language) for head in heads) + " |" for row in table)


def _leaves(values: Mapping[str, Any], path: tuple[str, ...], language: Language) -> Iterator[tuple[str, Any]]:
    for key in sorted(values, key=_place):
        here = (*path, _word(key, language))
        if isinstance(values[key], Mapping):
            yield from _leaves(values[key], here, language)
        else:
            yield " / ".join(here), values[key]


def _is_table(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _value(value: Any, language: Language) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _say(_YES if value else _NO, language)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(_value(one, language) for one in value) or "–"
    if isinstance(value, Mapping):
        return "; ".join(f"{_word(key, language)} {_value(one, language)}" for key, one in value.items()) or "–"
    return _cell(str(value))


def _cell(text: str) -> str:
    """The text so that it cannot break a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def _say(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en


def _word(key: str, language: Language) -> str:
    """The words for a key; a feature by its name and meaning, anything else by its name."""
    if key in _MEANINGS:
        return f"`{key}` {_say(_MEANINGS[key], language)}"
    return _say(WORDS[key], language) if key in WORDS else f"`{_cell(key)}`"


def _place(key: str) -> tuple[int, str]:
    """Known keys in the order of their words, all others after them by name."""
    return (ORDER.get(key, len(ORDER)), key)


_MEANINGS: Final = {feature.name: feature.meaning for feature in FEATURES}
_TITLE: Final = Text(zh="排序模型", en="Ranker")
_PURPOSE_TITLE: Final = Text(zh="用途", en="Purpose")
_PURPOSE: Final = Text(
    zh="在规则已经允许的人当中排先后。它从不决定谁可以做什么：任何分数都不能推翻规则。"
    "它看不到能力等级、残疾类别与等级、性别、年龄和健康状况。",
    en="Orders those whom the rules already allow. It never decides who may do what: no score can outvote a rule. "
    "It sees no ability level, category, grade, sex, age or health.",
)
_LIMITS_TITLE: Final = Text(zh="局限", en="Limits")
_LIMITS: Final = Text(
    zh="它学到的是过去名单上的结果，包括当时的偏见；只有被看到的人才有结果。模拟数据上的数字不说明在真实的人身上的效果。"
    "通过检验只说明上面的数值在这些名单上成立，不说明它是公平的。",
    en="It has learned the outcomes of past lists, with their bias; only those who were shown have outcomes. Figures on simulated "
    "data say nothing about real people. Passing the gate says that the figures above held on these lists, not that it is fair.",
)
_REST: Final = Text(zh="其他", en="Further")
_NOT_JUDGED: Final = Text(zh="尚未检验，不能投入使用。", en="Not judged yet; it may not serve.")
_PASSED: Final = Text(
    zh="通过。比较对象是当时在用的 {incumbent}（种子 {seed}，挑战者 {challenger}）。",
    en="Passed, against {incumbent}, which was in use then (seed {seed}, challenger {challenger}).",
)
_NOT_PASSED: Final = Text(
    zh="没有通过。比较对象是当时在用的 {incumbent}（种子 {seed}，挑战者 {challenger}）。",
    en="Not passed, against {incumbent}, which was in use then (seed {seed}, challenger {challenger}).",
)
_YES: Final = Text(zh="是", en="yes")
_NO: Final = Text(zh="否", en="no")
