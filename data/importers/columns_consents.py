"""The columns of a list of consents: who agreed to what, to whom, explained how, on which day."""

from typing import Final, Literal

from data.importers.columns import Column, column
from data.importers.columns_people import PERSON_COLUMNS

ScopeWord = Literal["listing", "identity"]
ExplainedWord = Literal["read", "easy_text", "signed", "read_aloud"]

EVERYBODY: Final = "全部"
EVERYBODY_WORDS: Final = frozenset({EVERYBODY, "全部单位", "所有单位", "所有", "都同意", "全部同意", "all"})
"""What stands for all employers of the event under 同意的单位."""
SCOPES: Final[dict[str, ScopeWord]] = {"列入名单": "listing", "告知身份": "identity"}
SCOPE_WORDS: Final[dict[str, ScopeWord]] = {
    **SCOPES,
    **dict.fromkeys(("名单", "推荐", "listing"), "listing"),
    **dict.fromkeys(("身份", "告知姓名", "告知身份和联系方式", "identity"), "identity"),
}
EXPLAINED: Final[dict[str, ExplainedWord]] = {
    "自己看过": "read",
    "易读版": "easy_text",
    "手语": "signed",
    "读给本人听": "read_aloud",
}
EXPLAINED_WORDS: Final[dict[str, ExplainedWord]] = {
    **EXPLAINED,
    **dict.fromkeys(("自己看", "阅读", "本人阅读", "read"), "read"),
    **dict.fromkeys(("易读", "简明版", "easy_text"), "easy_text"),
    **dict.fromkeys(("手语讲解", "手语翻译", "signed"), "signed"),
    **dict.fromkeys(("朗读", "口头说明", "读给他听", "read_aloud"), "read_aloud"),
}

CONSENT_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("活动", "event", "活动名称或编号；列入名单时必填", "name or id of the event; required to be listed", "春季专场",
           aliases="活动名称 活动编号 招聘会"),
    column("同意内容", "scope", "列入名单（不告诉姓名）或告知身份；留空即列入名单",
           "to be listed (without a name) or to be named; empty means to be listed", "列入名单",
           aliases="同意范围 同意事项", choices=tuple(SCOPES)),
    column("同意的单位", "employers", "单位名称，几个用顿号分开；参加活动的单位都同意就写“全部”；必填",
           "names of employers, several parted by 、; 全部 for all at the event; required", EVERYBODY,
           aliases="单位 单位名称 用人单位"),
    column("不同意的单位", "but", "写了“全部”时，其中不同意的单位", "with 全部: those that are not agreed to", "",
           aliases="除外单位 不愿意的单位"),
    column("讲解方式", "explained", "怎样向本人讲清楚的；必填", "how it was explained to the person; required", "易读版",
           aliases="说明方式 告知方式", choices=tuple(EXPLAINED)),
    column("同意日期", "given_on", "必填；本人同意那一天", "required: the day on which the person agreed", "2027-03-01",
           aliases="日期 签字日期 签署日期"),
    column("到期日", "ends_on", "可留空", "may be empty", "", aliases="有效期至 截止日期"),
    column("监护人", "guardian", "未成年人或有监护人的，写明哪位监护人同意",
           "of a minor, or where there is a guardian: which guardian agrees", "", aliases="监护人姓名 法定监护人"),
    column("文字版本", "wording", "可留空，即那天有效的一版", "may be empty: the version in force that day", "",
           aliases="版本 告知书版本"),
)  # fmt: skip
"""All columns of the template of consents, in its order."""
