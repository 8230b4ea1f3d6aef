"""The section of the rules beyond ability: what each says, what it rests on, what it asks, and what would open it."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.knowledge.basis import BASIS, basis
from api.knowledge.tables import lines, same, signable_table, yes_no
from api.schemas.knowledge import KnowledgeSection
from matching.constraints.finding import Addressee
from matching.constraints.rows import CONDITION_ROWS, LICENCE_ROWS, RULE_ROWS, Action, Conditions, LicenceRow, RuleRow, Values
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.policy import FACTS
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="这些规则管能力以外的事：年龄、证照、岗位自己的条件、路程、工时、工资、本人的意愿。没有一条看能力、残疾类别或等级。"
        "花括号里的词在使用时换成当时的数字。",
        en="These rules are about what is not ability: age, licences, the posting's own conditions, the way, hours, wage, the "
        "person's own wishes. None of them sees an ability, a category or a grade. Words in braces are replaced by the figures of "
        "the day.",
    ),
    Text(
        zh="“不明时”：先提问，还是不理会。“不满足时”：不合适，还是由人了解。出处待确认的规则，用到时照样标明。",
        en="“If unknown”: the rule asks first, or lets it pass. “If not met”: the rule blocks, or a person must look. A rule whose "
        "source is to be confirmed says so wherever it is used.",
    ),
)
_UNKNOWN: Final = {"review": Text(zh="先提问", en="asks first"), "allow": Text(zh="不理会", en="lets it pass")}
_UNMET: Final = {"block": Text(zh="不合适", en="blocks"), "review": Text(zh="由人了解", en="a person must look")}
_WAGE_FLOORS: Final = {
    "always": Text(zh="总是适用", en="always"),
    "labour_contract": Text(zh="有劳动合同才适用", en="only with a labour contract"),
    "never": Text(zh="不适用", en="never"),
}
_ADDRESSEES: Final[Mapping[Addressee, Text]] = {
    Addressee.EMPLOYER: Text(zh="用人单位", en="the employer"),
    Addressee.ASSESSOR: Text(zh="评估人员", en="the assessor"),
    Addressee.CANDIDATE: Text(zh="求职者", en="the candidate"),
    Addressee.COUNSELOR: Text(zh="辅导员", en="the counselor"),
}
_SHIFTS: Final = {
    "day": Text(zh="白班", en="day"),
    "evening": Text(zh="晚班", en="evening"),
    "rotating": Text(zh="倒班", en="rotating"),
    "night": Text(zh="夜班", en="night"),
}
_FACTS: Final = {row.name: row.text for row in FACTS}


def rules() -> KnowledgeSection:
    """The rules in the order in which they are tried, what each kind of posting asks, and the licences."""
    return KnowledgeSection(
        name="rules",
        title=Text(zh="能力以外的规则", en="Rules beyond ability"),
        text=_TEXT,
        tables=(
            signable_table(
                "rules",
                Text(zh="规则", en="Rules"),
                "matching/knowledge/rules.yaml",
                (
                    Text(zh="规则", en="Rule"),
                    Text(zh="内容", en="What it says"),
                    Text(zh="依据的数字", en="Figures it rests on"),
                    Text(zh="不明时", en="If unknown"),
                    Text(zh="不满足时", en="If not met"),
                    Text(zh="提的问题", en="What it asks"),
                    Text(zh="怎样打开", en="What would open it"),
                    BASIS,
                ),
                sorted(RULE_ROWS, key=lambda row: row.order),
                lambda row: row.name,
                _rule,
            ),
            signable_table(
                "eligibility",
                Text(zh="各类岗位的条件", en="What each kind of posting asks"),
                "matching/knowledge/eligibility.yaml",
                (
                    Text(zh="岗位种类", en="Kind"),
                    Text(zh="适用的规则", en="Rules that apply"),
                    Text(zh="证照", en="Licences"),
                    Text(zh="最低工资", en="Minimum wage"),
                    BASIS,
                ),
                CONDITION_ROWS,
                lambda row: row.kind.value,
                _conditions,
            ),
            signable_table(
                "licences",
                Text(zh="证照", en="Licences"),
                "matching/knowledge/licences.yaml",
                (
                    Text(zh="证照", en="Licence"),
                    Text(zh="法律要求", en="Asked by law"),
                    Text(zh="怎样取得", en="How to get it"),
                    Text(zh="说明", en="Note"),
                    BASIS,
                ),
                LICENCE_ROWS,
                lambda row: row.name,
                _licence,
            ),
        ),
    )


def _rule(row: RuleRow) -> Iterator[Text]:
    yield row.title
    yield lines([row.text, *_values(row.values)])
    yield lines(_FACTS[name] for name in row.facts)
    yield _UNKNOWN[row.unknown]
    yield _UNMET[row.unmet]
    yield lines(ask.text for ask in row.questions.values())
    yield lines(map(_action, row.until.values()))
    yield basis(row.source, row.mark)


def _values(values: Values) -> Iterator[Text]:
    if values.least:
        yield Text(zh="从 {level} 级起", en="from level {level}").format(level=values.least)
    if values.steps:
        yield Text(zh="1 至 4 级对应每天 {hours} 小时", en="levels 1 to 4 stand for {hours} hours a day").format(
            hours=join(same(f"{hours:g}") for hours in values.steps)
        )
    if values.shift:
        named = [
            Text(zh="{shift} {level}", en="{shift} {level}").format(shift=_SHIFTS.get(name, same(name)), level=level)
            for name, level in values.shift.items()
        ]
        yield Text(zh="班次的等级：{levels}", en="levels of the shifts: {levels}").format(levels=join(named))
    if values.words:
        yield Text(zh="名称里的词：{words}", en="words of the title: {words}").format(words=join(map(same, values.words)))


def _action(row: Action) -> Text:
    """ "ACTION (by whom): step; step"."""
    text = Text(zh="{action}（{by}）", en="{action} ({by})").format(action=row.action, by=row.by)
    if not row.steps:
        return text
    steps = Text(zh="；".join(step.zh for step in row.steps), en="; ".join(step.en for step in row.steps))
    return Text(zh="{text}：{steps}", en="{text}: {steps}").format(text=text, steps=steps)


def _conditions(row: Conditions) -> Iterator[Text]:
    titles = {rule.name: rule.title for rule in RULE_ROWS}
    licences = {licence.name: licence.text for licence in LICENCE_ROWS}
    yield KINDS[row.kind].text
    yield lines(titles[name] for name in row.asks)
    yield lines(licences[name] for name in row.licences)
    yield _WAGE_FLOORS[row.wage_floor]
    yield basis(row.source, row.mark)


def _licence(row: LicenceRow) -> Iterator[Text]:
    yield row.text
    yield yes_no(row.by_law)
    yield lines(row.steps)
    yield lines(_licence_notes(row))
    yield basis(row.source, row.mark)


def _licence_notes(row: LicenceRow) -> Iterator[Text]:
    if row.words:
        yield Text(zh="也写作：{words}", en="also written: {words}").format(words=join(map(same, row.words)))
    if row.classes:
        yield Text(zh="准驾车型：{classes}", en="classes: {classes}").format(classes=join(map(same, row.classes)))
    if row.covers:
        covered = join(licence.text for licence in LICENCE_ROWS if licence.name in row.covers)
        yield Text(zh="同时覆盖：{licences}", en="covers too: {licences}").format(licences=covered)
    if row.driving is not None:
        yield Text(zh="驾驶要求 {level} 级起需要", en="needed from level {level} of driving").format(level=row.driving)
    if row.instead is not None:
        yield Text(zh="没有它也可以做：{kind}", en="open without it: {kind}").format(kind=KINDS[row.instead].text)
