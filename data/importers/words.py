"""Words that mean nothing, yes or no in the cells of any sheet."""

from typing import Final

NOTHING: Final = frozenset({"", "-", "--", "—", "/", "无", "暂无", "不详", "未填", "n/a", "na", "null", "nan"})
NOT_TOLD: Final = NOTHING | {"未知", "none"}
"""What says nothing about a person; of a posting 未知 (nobody knows) and none (no toilet) are answers."""

YES_WORDS: Final = frozenset(
    {"是", "有", "1", "true", "yes", "y", "√", "✓", "对", "已", "已认定", "已登记", "可以", "能"}
)  # fmt: skip
NO_WORDS: Final = frozenset(
    {"否", "无", "0", "false", "no", "n", "×", "x", "没有", "不是", "未", "未认定", "未登记", "不", "不能"}
)  # fmt: skip
