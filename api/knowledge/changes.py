"""The section of the changes that open posts and are no arrangement: who can make each, and at what cost."""

from collections.abc import Iterator, Mapping
from typing import Final

from api.knowledge.tables import signable_table, yes_no
from api.schemas.knowledge import KnowledgeSection
from matching.knowledge.catalogue import Text
from matching.unlock.change import CHANGE_ROWS, ChangeKind, ChangeRow
from matching.verdicts.effect_text import COSTS, PROVIDERS
from matching.verdicts.wording import join

_TEXT: Final = (
    Text(
        zh="“打开岗位”的分析除了安排和辅具，也看这些改变。费用是由谁来做、对谁而言的高低；“最多”表示改变之后才知道能打开多少。",
        en="The analysis of what would open posts looks at these changes beside the arrangements and aids. The cost is that of "
        "whoever makes the change; “at most”: how much it opens is known only afterwards.",
    ),
)
_KINDS: Final[Mapping[ChangeKind, Text]] = {
    ChangeKind.ACCOMMODATION: Text(zh="安排", en="arrangement"),
    ChangeKind.FACT: Text(zh="岗位事实", en="fact of the job"),
    ChangeKind.AID: Text(zh="辅具", en="aid"),
    ChangeKind.COURSE: Text(zh="课程", en="course"),
    ChangeKind.LICENCE: Text(zh="证照", en="licence"),
    ChangeKind.TRAVEL_TRAINING: Text(zh="通勤训练", en="travel training"),
    ChangeKind.STATUS: Text(zh="身份认定", en="status"),
    ChangeKind.ANSWER: Text(zh="问题的回答", en="answer to a question"),
}


def changes() -> KnowledgeSection:
    """One table, in the order of its file."""
    title = Text(zh="其他能打开岗位的改变", en="Other changes that open posts")
    return KnowledgeSection(
        name="changes",
        title=title,
        text=_TEXT,
        tables=(
            signable_table(
                "changes",
                title,
                "matching/knowledge/changes.yaml",
                (
                    Text(zh="改变", en="Change"),
                    Text(zh="种类", en="Kind"),
                    Text(zh="由谁来做", en="Made by"),
                    Text(zh="费用", en="Cost"),
                    Text(zh="最多", en="At most"),
                ),
                CHANGE_ROWS,
                lambda row: f"{row.kind.value}.{row.name}",
                _cells,
            ),
        ),
    )


def _cells(row: ChangeRow) -> Iterator[Text]:
    yield row.text
    yield _KINDS[row.kind]
    yield join(PROVIDERS[provider] for provider in row.provider)
    yield COSTS[row.cost]
    yield yes_no(row.at_most)
