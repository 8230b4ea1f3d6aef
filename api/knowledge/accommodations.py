"""The section of the accommodations: what each does, when it works, and how several combine."""

from collections.abc import Iterator
from typing import Final

from api.knowledge.tables import lines, plain_table, same, signable_table, yes_no
from api.schemas.knowledge import KnowledgeSection, KnowledgeTable
from matching.knowledge import CATALOGUE, Accommodation
from matching.knowledge.catalogue import ACCESS_SKILLS, FACTS, SWAP_TASK, Text
from matching.verdicts.effect_text import COSTS, PROVIDERS, condition_texts, effect_text
from matching.verdicts.ways import TWO_LOWERS
from matching.verdicts.wording import FACT_TEXTS, SKILL_TEXTS, join

_SIGNALS: Final = CATALOGUE.dimension(TWO_LOWERS).text
_TEXT: Final = (
    Text(
        zh="安排有五种作用：提高能力（到某一级为止）、降低要求（到某一级为止）、把要求减到某一级、换一种方式完成（只管到某一级）、"
        "去掉台阶与楼梯中入口或楼层带来的部分。没有一种作用会让结果变差；能力更高、辅具更多，只会更好。",
        en="An arrangement does one of five things: it raises an ability (up to a level), lowers a demand (down to a level), cuts "
        "a demand to a level, offers another way (up to a level), or takes away the part of the stairs that comes from the "
        "entrance or the floor. None ever makes a result worse, and more ability or more aids never do.",
    ),
    Text(
        zh="条件一律与评估的能力相比，不与被别的安排提高后的能力相比；与岗位要求相比时，用推导之后、任何安排之前的要求。"
        "岗位没有列出的事实当作不成立；标明“单位可以改变”的，可以请单位改变。",
        en="Conditions are compared with the assessed abilities, never with one that another arrangement raised, and with the "
        "demand after derivation and before any arrangement. A fact that is not listed does not hold; where it says that the "
        "employer can change it, the employer may be asked.",
    ),
    Text(
        zh="同一项上最多两个安排合用，只有三种：一个提高能力与一个降低要求；在「{signals}」上两个降低要求；"
        "分别去掉入口和楼层两个部分。换一种方式、把要求减到某一级，都不与别的合用；几个提高能力的不累加。",
        en="At most two arrangements work together on one dimension, in three ways only: one that raises with one that lowers; two "
        "that lower, on “{signals}” alone; and two that take away different parts of the stairs. Another way, or a demand cut to a "
        "level, combines with nothing; raises do not add up.",
    ).format(signals=_SIGNALS),
    Text(
        zh="算数的安排：岗位已有的和单位承诺的，减去单位拒绝的，加上本人自备的辅具，减去本人不要的。"
        "“可以考虑”的只作为建议提出。坡道、电梯、无障碍卫生间已经有的，算作建筑的事实，不再列出。",
        en="What counts: what is in place and what the employer promised, less what the employer refused, plus the person's own "
        "aids, less what the person does not want. What is merely possible is offered as a suggestion. A ramp, lift or accessible "
        "toilet in place is a fact of the building and is not listed.",
    ),
    Text(
        zh="列出的是最少的一组安排；一样多时，先取承诺最少的，再取已有最少的（先用自备的），再取费用最低的，最后按本表次序。"
        "由谁提供只是说明：本人自备的，不论通常由谁提供，都可以用。",
        en="The smallest set of arrangements is listed; among equals the one with the fewest promises, then the fewest in place "
        "(own aids first), then the lowest cost, then the order of this table. Who provides it is information: an aid the person "
        "owns counts, whoever usually provides it.",
    ),
)
_COLUMNS: Final = (
    Text(zh="安排", en="Arrangement"),
    Text(zh="作用", en="What it does"),
    Text(zh="条件", en="When it works"),
    Text(zh="由谁提供", en="Provided by"),
    Text(zh="费用", en="Cost"),
    Text(zh="说明", en="Note"),
)
_SWAPS: Final = Text(
    zh="把标为次要的任务调换给别人；一次可以调换全部次要的差距，只列一次",
    en="gives tasks marked as minor to somebody else: all minor gaps at once, and listed once",
)


def accommodations() -> KnowledgeSection:
    """The accommodations, and the facts and skills that open them."""
    return KnowledgeSection(
        name="accommodations",
        title=Text(zh="合理便利与辅具", en="Arrangements and aids"),
        text=_TEXT,
        tables=(
            signable_table(
                "accommodations",
                Text(zh="合理便利与辅具", en="Arrangements and aids"),
                "matching/knowledge/accommodations.yaml",
                _COLUMNS,
                CATALOGUE.accommodations,
                lambda row: row.name,
                _cells,
            ),
            _facts(),
            _skills(),
        ),
    )


def _cells(row: Accommodation) -> Iterator[Text]:
    yield row.text
    yield _SWAPS if row.name == SWAP_TASK else lines(map(effect_text, row.effects))
    yield lines(condition_texts(row))
    yield join(PROVIDERS[provider] for provider in row.provider)
    yield COSTS[row.cost]
    yield Text(zh=row.note_zh, en=row.note) if row.note else same("–")


def _facts() -> KnowledgeTable:
    rows = []
    for fact in FACTS:
        opened = [row for row in CATALOGUE.accommodations if row.needs_fact == fact]
        can_change = any(row.fact_can_change for row in opened)
        rows.append((fact, (FACT_TEXTS[fact], join(row.text for row in opened), yes_no(can_change))))
    return plain_table(
        "facts",
        Text(zh="打开安排的岗位事实", en="Facts of the job that open an arrangement"),
        (
            Text(zh="事实", en="Fact"),
            Text(zh="打开的安排", en="What it opens"),
            Text(zh="单位可以改变", en="The employer can change it"),
        ),
        rows,
    )


def _skills() -> KnowledgeTable:
    opened = {
        skill: [row.text for row in CATALOGUE.accommodations if any(effect.skill == skill for effect in row.effects)]
        for skill in ACCESS_SKILLS
    }
    return plain_table(
        "skills",
        Text(zh="打开安排的本领", en="Skills that open an arrangement"),
        (Text(zh="本领", en="Skill"), Text(zh="打开的安排", en="What it opens")),
        [(skill, (SKILL_TEXTS[skill], join(texts))) for skill, texts in opened.items()],
    )
