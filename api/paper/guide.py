"""The guide sheet that everybody gets: what happens one after another (服务流程), and how to say something (反馈渠道)."""

from collections.abc import Sequence
from typing import Final

from api.paper.blocks import Blanks, Block, Column, Facts, Heading, NewPage, Paper, Prose, Stamp, Step, Steps, table_of
from api.paper.words import OPEN, event_line
from api.schemas import EventView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="服务指南", en="Service guide")
_LEAD: Final = Text(
    zh="从登记到上班，一共六步。每一步都有人陪着您。全程不收费。",
    en="Six steps from signing up to work. Somebody is with you at each of them. It costs you nothing.",
)
_PLAIN_LEAD: Final = Text(zh="一共六步。有人帮您。不要钱。", en="There are six steps. Someone helps you. It is free.")
_FLOW: Final = Text(zh="服务流程", en="How it works")
_VOICE: Final = Text(zh="反馈渠道", en="Tell us")
_RIGHTS: Final = Text(zh="您可以", en="You may")
_CONTACT: Final = Text(zh="怎么找到我们", en="How to reach us")

_STEPS: Final[tuple[tuple[str, Text, Text, Text, Text], ...]] = (
    (
        "desk",
        Text(zh="一个人在服务台前，工作人员坐在桌后", en="A person at a desk with somebody behind it"),
        Text(zh="登记", en="Sign up"),
        Text(
            zh="告诉我们您会什么、想做什么、住在哪里。可以写、可以说、可以打手语，也可以请家人或辅导员一起来。",
            en="Tell us what you can do and want, and where you live: in writing, by voice, in sign language, alone or not.",
        ),
        Text(zh="告诉我们：您会什么，想做什么。", en="Tell us what you can do and what you want."),
    ),
    (
        "checklist",
        Text(zh="一张清单，几项打了勾", en="A list with some items ticked"),
        Text(zh="看看能做什么", en="See what you can do"),
        Text(
            zh="评估员和您一起看：工作中的事情，哪些能做，用什么办法能做。没有评估过的，不会当作不能。",
            en="We look with you at what jobs ask: what you can do, and how. What nobody looked at never counts against you.",
        ),
        Text(zh="和评估员一起看：您能做什么，怎么做更方便。", en="See with us what you can do, and in which way."),
    ),
    (
        "match",
        Text(zh="两块拼图正在合拢", en="Two pieces of a puzzle coming together"),
        Text(zh="找合适的岗位", en="Find jobs that fit"),
        Text(
            zh="电脑按岗位的要求和您的意愿排出名单，工作人员看过才算数。残疾类别和等级不参与排序。为什么有、为什么没有，都可以问。",
            en="A computer lists jobs by what they ask and what you wish; a person looks at it before it counts. "
            "Category and grade play no part. You may always ask why, or why not.",
        ),
        Text(zh="我们找合适的工作。您可以问“为什么”。", en="We look for jobs that fit. You can ask why."),
    ),
    (
        "consent",
        Text(zh="一只手在纸上签字", en="A hand signs a sheet of paper"),
        Text(zh="您同意，才让单位看到", en="You decide what an employer sees"),
        Text(
            zh="先问您：愿不愿意让这家单位看到。单位先看到的是编号，不是姓名。同意了也可以收回。",
            en="We ask whether this employer may see you. It first sees a number, not your name. You can take a yes back.",
        ),
        Text(zh="您说“可以”，单位才看到您。说了也能改。", en="An employer sees you only if you say yes. You can change your mind."),
    ),
    (
        "interview",
        Text(zh="两个人隔着桌子说话", en="Two people talk across a table"),
        Text(zh="面试", en="The interview"),
        Text(
            zh="到了先在签到台签到，有人带您去展位。需要手语翻译、引导、安静的房间或多一点时间，请提前告诉我们。",
            en="Check in; somebody shows you the way. An interpreter, a guide, a quiet room, more time: tell us beforehand.",
        ),
        Text(zh="先签到。有人带您去。需要帮忙，就说。", en="Check in. We show you the way. Ask for help."),
    ),
    (
        "calendar",
        Text(zh="日历上的三个日子打了勾", en="A calendar with three days ticked"),
        Text(zh="上班以后", en="After you start"),
        Text(
            zh="第 1、3、6 个月，我们会联系您：工作怎么样，单位答应的事做到没有。没有找到工作的，我们接着找。",
            en="We ask after 1, 3 and 6 months: how is work, and did the employer keep its word? No job yet? We keep looking.",
        ),
        Text(zh="上班后，我们还会打电话问您好不好。", en="When you work, we call and ask how you are."),
    ),
)
_VOICES: Final[tuple[tuple[str, Text, Text, Text, Text], ...]] = (
    (
        "speak",
        Text(zh="一个说话的气泡", en="A speech bubble"),
        Text(zh="当场说", en="Say it here"),
        Text(zh="到服务台，或找任何一位戴工作证的人。", en="At the desk, or to anybody with a staff badge."),
        Text(zh="找戴工作证的人说。", en="Talk to anybody with a badge."),
    ),
    (
        "phone",
        Text(zh="一部电话，旁边是短信", en="A telephone and a text message"),
        Text(zh="打电话、发短信", en="Call or send a text"),
        Text(zh="不方便说话，就发短信或微信，我们用文字回。", en="If speaking is not for you, write: we answer in writing."),
        Text(zh="打电话或发短信。", en="Call or text us."),
    ),
    (
        "letter",
        Text(zh="一封信投进信箱", en="A letter goes into a box"),
        Text(zh="写下来", en="Write it down"),
        Text(zh="意见箱在出口。不写名字也可以。", en="The box is at the exit. You need not give your name."),
        Text(zh="写下来，放进意见箱。不用写名字。", en="Write it. Put it into the box. No name needed."),
    ),
)
_MAY: Final = (
    Text(zh="看我们记了您什么，不对就改", en="see what we keep about you, and have it put right"),
    Text(zh="问名单是怎么来的，请人重新看一遍", en="ask how a list came about, and have a person look again"),
    Text(zh="收回同意，或请我们删掉您的资料", en="take your consent back, or have your data erased"),
    Text(zh="不用电脑排序，这不影响您得到服务", en="say no to ordering by computer; you are served all the same"),
)
_ANSWER: Final = Text(zh="您的意见", en="What you want to say")
_WRITE_IN: Final = (
    Text(zh="服务台位置", en="Where the desk is"),
    Text(zh="电话", en="Telephone"),
    Text(zh="短信或微信", en="Text message or WeChat"),
    Text(zh="地址", en="Address"),
)
_COLUMNS: Final = (
    Column(Text(zh="第几步", en="step"), 1, 8, number=True),
    Column(Text(zh="做什么", en="what"), 2, 20),
    Column(Text(zh="说明", en="explanation"), 5, 80),
)


def guide_paper(event: EventView, stamp: Stamp, contacts: Sequence[tuple[str, str]] = (), plain: bool = False) -> Paper:
    """The guide of an event. `contacts` are (what, where) of the office; without them the sheet has lines to write on."""
    steps = _steps(_STEPS, plain)
    blocks: list[Block] = [Prose(_PLAIN_LEAD if plain else _LEAD, "lead"), Heading(_FLOW), Steps(steps), NewPage(), Heading(_VOICE)]
    blocks += [Steps(_steps(_VOICES, plain), numbered=False), Heading(_CONTACT, 2)]
    blocks.append(Facts(tuple(contacts)) if contacts else Blanks(_WRITE_IN))
    if not plain:
        blocks.append(Heading(_RIGHTS, 2))
        blocks += [Prose(Text(zh=f"· {one.zh}；", en=f"· {one.en};")) for one in _MAY[:-1]]
        blocks.append(Prose(Text(zh=f"· {_MAY[-1].zh}。", en=f"· {_MAY[-1].en}.")))
    blocks += [Heading(_ANSWER, 2), Blanks(("", "") if plain else ("", "", ""))]
    rows = [(number, step.title, step.text) for number, step in enumerate(steps, start=1)]
    return Paper(
        kind="guide",
        title=TITLE,
        over=event_line(event),
        on=event.on,
        facts=(),
        blocks=tuple(blocks),
        tables=(table_of(_FLOW, _COLUMNS, rows),),
        stamp=stamp,
        names=(TITLE,),
        handling=OPEN,
        size="reading",
    )


def _steps(rows: tuple[tuple[str, Text, Text, Text, Text], ...], plain: bool) -> tuple[Step, ...]:
    return tuple(Step(picture, alt, title, easy if plain else text) for picture, alt, title, text, easy in rows)
