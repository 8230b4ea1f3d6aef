"""Which arrangement of the catalogue somebody means who types its name, in either language."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from api.actions.errors import BadInput
from data.importers.words import folded
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.verdicts.wording import join

_NONE = Text(
    zh="没有这项便利安排：{said}；名称见 tongtu template 的“可用名称”页，中文、英文都可以。",
    en="There is no such arrangement: {said}. Its name may be in either language; tongtu template lists them all.",
)
_NEAR = Text(
    zh="没有这项便利安排：{said}；相近的有：{near}。",
    en="There is no such arrangement: {said}. Near it: {near}.",
)
_MOST_NEAR = 3
_LIKENESS = 0.5
"""From this likeness on (0 to 1, `difflib`) two names are near: 坡到 and 坡道, not 飞毯 and 照明."""


def arrangement_meant(typed: str) -> str:
    """The name of the one arrangement that is called so, in the catalogue's own words, Chinese or English.

    Raises BadInput for none, with those that are called nearly so.
    """
    found = _names().get(folded(typed))
    if found is not None:
        return found
    raise BadInput(_refusal(typed))


def check_arrangement(name: str) -> None:
    """Raises BadInput unless this is the name of an arrangement as the records use it."""
    if name not in CATALOGUE.order:
        raise BadInput(_refusal(name))


def _refusal(typed: str) -> Text:
    words = folded(typed)
    within = [word for word in _names() if words and (words in word or word in words)]
    close = get_close_matches(words, list(_names()), n=_MOST_NEAR, cutoff=_LIKENESS)
    near = list(dict.fromkeys(_names()[word] for word in (*within, *close)))[:_MOST_NEAR]
    if not near:
        return _NONE.format(said=typed)
    return _NEAR.format(said=typed, near=join(CATALOGUE.accommodation(name).text for name in near))


@cache
def _names() -> Mapping[str, str]:
    """What an arrangement may be called, folded, to its name: the catalogue's word, both texts, and a text without its brackets."""
    found: dict[str, str] = {}
    for one in CATALOGUE.accommodations:
        for word in (one.name, one.name.replace("_", " "), one.zh, one.en):
            found.setdefault(folded(word), one.name)
    for one in CATALOGUE.accommodations:
        found.setdefault(folded(one.zh).partition("(")[0], one.name)
    return found
