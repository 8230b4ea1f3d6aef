"""The sentences of the gate, one a finding."""

from collections.abc import Mapping
from typing import Final

from matching.knowledge.catalogue import Text

STEPS: Final[Mapping[str, Text]] = {
    "interest": Text(zh="感兴趣的概率", en="chance of interest"),
    "offer": Text(zh="面试后获得录用意向的概率", en="chance of an offer after an interview"),
}
TOO_FEW_LISTS: Final = Text(
    zh="留出的名单太少：{lists} 份有结果的名单，来自 {of} {unit}；至少要 {least} 份、{least_units} {unit}",
    en="too little is held out: {lists} lists with an outcome from {of} {unit}; it takes {least} lists from {least_units} {unit}",
)
WINS: Final = Text(
    zh="在 {units} {unit_text}的 {lists} 份名单上，前 {depth} 名的 nDCG 为 {challenger}，在用的为 {incumbent}；"
    "差 {difference}，95% 区间 {low} 至 {high}",
    en="on {lists} lists of {units} {unit_text} nDCG@{depth} is {challenger} against {incumbent} of the model in use; "
    "difference {difference}, 95 % interval {low} to {high}",
)
NOT_BETTER: Final = Text(
    zh="没有证明更好：在 {units} {unit_text}的 {lists} 份名单上，前 {depth} 名的 nDCG 为 {challenger}，在用的为 {incumbent}；"
    "差的 95% 区间 {low} 至 {high}，下端没有大于 0",
    en="not shown to be better: on {lists} lists of {units} {unit_text} nDCG@{depth} is {challenger} against {incumbent} of the "
    "model in use; the 95 % interval of the difference, {low} to {high}, does not lie above 0",
)
TOO_FEW_ROWS: Final = Text(
    zh="“{what}”无法检验：只有 {rows} 条留出的记录，至少要 {least} 条",
    en="the {what} cannot be checked: {rows} held-out rows, it takes {least}",
)
CALIBRATED: Final = Text(
    zh="“{what}”在 {rows} 条记录上的校准误差为 {challenger}，不超过限度 {limit}",
    en="the {what} is off by {challenger} on average over {rows} rows, within the limit of {limit}",
)
NOT_CALIBRATED: Final = Text(
    zh="“{what}”不准：在 {rows} 条记录上的校准误差为 {challenger}，超过限度 {limit}",
    en="the {what} is not right: off by {challenger} on average over {rows} rows, above the limit of {limit}",
)
NO_GROUPS: Final = Text(
    zh="没有给出任何分组，无法看出哪一组人会受影响", en="no group was given, so nobody can say whom the change would hurt"
)
NO_GROUP_FELL: Final = Text(
    zh="{groups} 个不少于 {least} 人的组中，没有一组的影响比下降超过 {fall}",
    en="of {groups} groups of at least {least} people none falls by more than {fall} in impact ratio",
)
NOT_COMPARED: Final = Text(
    zh="；没有比较：{attributes}（没有一组达到 {least} 人，或没有别的人可比）",
    en="; not compared: {attributes} (no group of {least} people, or nobody to hold it against)",
)
NO_GROUP_LARGE: Final = Text(
    zh="没有可比较的组：没有一种分法有不少于 {least} 人的组，又有别的人可比",
    en="no groups could be compared: no attribute has a group of at least {least} people and others to hold it against",
)
GROUP_FELL: Final = Text(
    zh="{count} 个组的影响比下降超过 {tolerated}；最多的是“{attribute} / {group}”（{people} 人）："
    "由 {impact_ratio_before} 降到 {impact_ratio}"
    "（下降的 95% 区间 {fall_low} 至 {fall_high}）",
    en="groups that fall by more than {tolerated} in impact ratio: {count}, most of all {attribute} / {group} ({people} people): "
    "from {impact_ratio_before} to {impact_ratio} (95 % interval of the fall {fall_low} to {fall_high})",
)
