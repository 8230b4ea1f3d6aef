"""An audit in three sentences, and what it does not say. It reports counts; it never certifies."""

from collections.abc import Iterable, Iterator
from typing import Final

from matching.audit.attribution import PARTS, Gap, Part
from matching.audit.groups import TITLES, Attribute, Groups
from matching.audit.passage import BY_TIMETABLE, STAGES, Stage
from matching.audit.report import Audit
from matching.audit.table import JUDGED, Rate
from matching.knowledge.catalogue import Text

FOUR_FIFTHS: Final = 0.8
"""The impact ratio under which New York's Local Law 144 and the rule of the EEOC look closer (29 CFR 1607.4 D)."""

MEASURED: Final = Text(
    zh="这份报告只数人：每一组有多少人走到哪一步、与别组相差多少、差距出在哪一环。它没有量：岗位的要求该不该有、能力评估准不准、"
    "没来登记的人、每个人自己的意愿；它不判定谁受到了怎样的对待，也不是合格证明。",
    en="This report counts people: how many of each group came to which step, how far groups are apart, and at which step a gap "
    "arises. It did not measure whether a demand is needed, whether an assessment is right, who never registered, or what each "
    "person wants; it decides nothing about how anybody was treated, and it is no certificate.",
)
INPUTS: Final = Text(
    zh="残疾类别、等级、性别和年龄都不是排序（版本 {version}）的输入；年龄和性别只进入法定规则（如退休年龄）。"
    "读取分组已记入访问日志。",
    en="Category, grade, sex and age are no inputs of the ranker (version {version}); age and sex enter rules of law only, such as "
    "retirement. That groups were read is recorded as an access.",
)
ALLOCATION: Final = Text(zh="没有保存时间表，名额分配未单独计算", en="no timetable was saved, so the allocation is not told apart")
"""Without a timetable, who was given a meeting is part of coming to an interview."""
TOO_FEW: Final = Text(zh=f"不到 {JUDGED} 人，太少，不作判断", en=f"under {JUDGED} people: too few to judge")
CUT: Final = Text(zh="有可做的岗位，但各名单上都排在后面", en="can do a post, but others stand above on every list")

_CAME: Final = Text(
    zh="{people} 人中，{eligible} 人（{eligible_share}）有可做的岗位，{listed} 人（{listed_share}）进入了名单",
    en="Of {people} people {eligible} ({eligible_share}) can do a post and {listed} ({listed_share}) are on a list",
)
_WAIT: Final = Text(
    zh="，{review} 人（{share}）只有待了解的岗位",
    en="; for {review} ({share}) every post that may fit waits for an answer",
)
_LATER: Final = Text(zh="，{steps}", en="; {steps}")
_STEP: Final = Text(zh="{stage} {count} 人", en="{count} {stage}")
_MISSING: Final = Text(zh="；没有记录：{stages}", en="; not recorded: {stages}")
_WIDEST: Final = Text(
    zh="与其他人差距最大的一组是{group}（{title}），在“{stage}”这一步：{share}，其他人 {rest}，是其他人的 {ratio} 倍"
    "（95% 区间 {low}–{high}），偶然不足以解释。{others}",
    en="The group furthest behind everybody else is {group} ({title}), at “{stage}”: {share} against {rest}, {ratio} times as "
    "often (95% interval {low} to {high}), more than chance explains. {others}",
)
_UNDER: Final = Text(
    zh="进入名单这一步，{judged} 组中有 {under} 组的影响比低于 0.8。",
    en="On lists, {under} of {judged} groups have an impact ratio under 0.8.",
)
_NONE: Final = Text(
    zh="没有一组落后到偶然解释不了；人少时差距本来就看不清，这不等于没有差距。{others}",
    en="No group is further behind than chance explains; with few people a gap cannot be seen, which does not mean that there is "
    "none. {others}",
)
_WHERE: Final = Text(
    zh="{group}在“{stage}”上落后的 {whole} 个百分点里：{parts}。",
    en="Of the {whole} points by which {group} fall behind at “{stage}”: {parts}.",
)
_WITHOUT: Final = Text(zh="{parts}；{allocation}", en="{parts}; {allocation}")
_PART: Final = Text(zh="{part} {points}", en="{part} {points}")
_UNKNOWN: Final = Text(
    zh="差距出在哪一环这次算不出：规则允许的名单已无法重算；请重新匹配。",
    en="At which step gaps arise cannot be told: what the rules allowed cannot be worked out again; match the event anew.",
)
_NO_GAP: Final = Text(
    zh="没有可以拆分的差距；各组的数字在下面的表里。",
    en="There is no gap to take apart; the figures of each group are in the tables below.",
)


def percent(share: float) -> str:
    """A share as people read it: 52.2%."""
    return f"{100 * share:.1f}%"


def ratio_text(ratio: float) -> str:
    """An impact ratio with two decimals, or as many as it takes that one under four fifths does not read as four fifths."""
    for places in range(2, 6):
        text = f"{ratio:.{places}f}"
        if (float(text) < FOUR_FIFTHS) == (ratio < FOUR_FIFTHS):
            return text
    return str(ratio)


def points(share: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return f"{100 * share:+.1f}"


def headline(audit: Audit, groups: Groups) -> tuple[Text, Text, Text]:
    """How far people came, which group is furthest behind, and where that arises: one sentence each, more or less."""
    widest = _widest(audit)
    if widest is None:
        return _came(audit), _NONE.format(others=_under(audit)), _NO_GAP
    attribute, code, stage, rate = widest
    group = groups.names[attribute][code]
    return _came(audit), _behind(audit, attribute, group, stage, rate), _where(audit, attribute, code, group, stage)


def is_allotted(audit: Audit) -> bool:
    """Whether a timetable was made of the lists, so that the allocation is told apart."""
    return any(one.stage is Stage.ALLOTTED for one in audit.totals)


def unrecorded(recorded: Iterable[Stage]) -> tuple[Stage, ...]:
    """The stages that nobody recorded; those of a timetable aside, which are told in words of their own where there is none."""
    there = set(recorded)
    return tuple(stage for stage in Stage if stage not in there | BY_TIMETABLE)


def gap_parts(gap: Gap) -> tuple[tuple[Part, float], ...]:
    """The parts in the order of the steps."""
    return tuple((part, gap.parts[part]) for part in Part if part in gap.parts)


def _came(audit: Audit) -> Text:
    totals = {one.stage: one for one in audit.totals}
    eligible, listed = totals[Stage.ELIGIBLE], totals[Stage.SHORTLISTED]
    said = _CAME.format(
        people=audit.people,
        eligible=eligible.count,
        eligible_share=percent(eligible.share),
        listed=listed.count,
        listed_share=percent(listed.share),
    )
    if audit.review_only is not None:
        said = _joined(said, _WAIT.format(review=audit.review_only, share=percent(audit.review_only / audit.people)))
    later = [_STEP.format(stage=STAGES[stage], count=totals[stage].count) for stage in list(Stage)[2:] if stage in totals]
    missing = [STAGES[stage] for stage in unrecorded(totals)]
    if later:
        said = _joined(said, _LATER.format(steps=_list(later)))
    if missing:
        said = _joined(said, _MISSING.format(stages=_list(missing)))
    return _joined(said, Text(zh="。", en="."))


def _widest(audit: Audit) -> tuple[Attribute, int, Stage, Rate] | None:
    """The group that is furthest behind everybody else beyond chance, at whatever step, of those judged beside another group."""
    judged = (one for one in _rates(audit) if one[3].to_best is not None)
    found = [one for one in judged if one[3].beyond and one[3].to_rest is not None and one[3].to_rest < 1]
    return min(found, key=lambda one: (one[3].to_rest or 0.0, one[0], one[1]), default=None)


def _rates(audit: Audit) -> Iterator[tuple[Attribute, int, Stage, Rate]]:
    for table in audit.tables:
        for row in table.rows:
            for one in row.stages:
                if one.start is not None:
                    yield table.attributes[0], row.codes[0], one.stage, one.start


def _behind(audit: Audit, attribute: Attribute, group: Text, stage: Stage, rate: Rate) -> Text:
    total = next(one for one in audit.totals if one.stage is stage)
    rest = (total.count - rate.count) / (audit.people - rate.of)
    return _WIDEST.format(
        group=group,
        title=TITLES[attribute],
        stage=STAGES[stage],
        share=percent(rate.share),
        rest=percent(rest),
        ratio=f"{rate.to_rest or 0.0:.2f}",
        low=f"{rate.to_rest_low or 0.0:.2f}",
        high="∞" if rate.to_rest_high is None else f"{rate.to_rest_high:.2f}",
        others=_under(audit),
    )


def _under(audit: Audit) -> Text:
    ratios = [rate.to_best for _, _, stage, rate in _rates(audit) if stage is Stage.SHORTLISTED and rate.to_best is not None]
    return _UNDER.format(judged=len(ratios), under=sum(ratio < FOUR_FIFTHS for ratio in ratios))


def _where(audit: Audit, attribute: Attribute, code: int, group: Text, stage: Stage) -> Text:
    if audit.by_lot is None:
        return _UNKNOWN
    sighting = audit.sighting(attribute, code)
    gaps = () if sighting is None else sighting.gaps
    gap = next((one for one in gaps if one.stage is stage), gaps[0] if gaps else None)
    if gap is None:
        return _NO_GAP
    parts = _list([_PART.format(part=PARTS[part], points=points(value)) for part, value in gap_parts(gap)])
    if not is_allotted(audit):
        parts = _WITHOUT.format(parts=parts, allocation=ALLOCATION)
    return _WHERE.format(group=group, stage=STAGES[gap.stage], whole=f"{100 * gap.whole:.1f}", parts=parts)


def _list(texts: list[Text]) -> Text:
    return Text(zh="、".join(one.zh for one in texts), en=", ".join(one.en for one in texts))


def _joined(*texts: Text) -> Text:
    return Text(zh="".join(one.zh for one in texts), en="".join(one.en for one in texts))
