"""Words of any sheet: what means nothing, yes or no, and the names that the records use themselves."""

import unicodedata
from collections.abc import Iterable
from typing import Final, TypeVar

_Name = TypeVar("_Name", bound=str)

NOTHING: Final = frozenset({"", "-", "--", "—", "/", "无", "暂无", "不详", "未填", "n/a", "na", "null", "nan"})
NOT_TOLD: Final = NOTHING | {"未知", "none"}
"""What says nothing about a person; of a posting 未知 (nobody knows) and none (no toilet) are answers."""
MAY_BE_NAMES: Final = frozenset({"null", "na", "nan", "none"})
"""Of these the words that people are called by: in a field for a name they are the name."""
NAME_FIELDS: Final = frozenset({"name", "guardian"})

YES_WORDS: Final = frozenset(
    {"是", "有", "1", "true", "yes", "y", "√", "✓", "对", "已", "已认定", "已登记", "可以", "能"}
)  # fmt: skip
NO_WORDS: Final = frozenset(
    {"否", "无", "0", "false", "no", "n", "×", "x", "没有", "不是", "未", "未认定", "未登记", "不", "不能"}
)  # fmt: skip


def folded(name: str) -> str:
    """A name as it is compared with another: NFKC, small letters, no white space."""
    return "".join(unicodedata.normalize("NFKC", name).lower().split())


def own_names(names: Iterable[_Name]) -> dict[str, _Name]:
    """The names of the records as words of a sheet, beside the words people use."""
    return {name: name for name in names}
