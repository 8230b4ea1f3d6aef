"""Invented rows of a fair, and a small document with every kind of block."""

from datetime import UTC, date, datetime, timedelta

from api.paper.blocks import (
    Bar,
    Blanks,
    Card,
    Code,
    Column,
    Facts,
    Figures,
    Heading,
    NewPage,
    Paper,
    Prose,
    Stamp,
    Step,
    Steps,
    table_of,
)
from api.paper.timetable import Fair, Meeting
from matching.knowledge.catalogue import Text

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
STAMP = Stamp("0.2.0", "r_20270318T013000000000Z_0123456789ab", NOW, NOW + timedelta(minutes=5))
FAIR = Fair("春季专场", Text(zh="春季专场　2027年3月20日", en="春季专场, 20 March 2027"), "洪山体育馆", date(2027, 3, 20))
NINE = datetime(2027, 3, 20, 1, 0, tzinfo=UTC)
"""Nine o'clock in Wuhan."""
INTERPRETER = Text(zh="手语翻译", en="sign-language interpreter")


def same(words: str) -> Text:
    return Text(zh=words, en=words)


def meeting(person: int, booth: str, slot: int, **changes: object) -> Meeting:
    """Ten minutes of person `person` at a booth; slot 0 begins at nine."""
    starts = NINE + timedelta(minutes=10 * slot)
    values: dict[str, object] = {
        "key": f"i_{person}_{booth}",
        "starts": starts,
        "ends": starts + timedelta(minutes=10),
        "booth": booth,
        "place": "A 区",
        "employer": "江城文印社",
        "job": "文字录入员",
        "code": f"A{person:03}",
        "alias": f"K7QP-{person:04}",
        "name": f"林{person}",
        "named": False,
        "resources": (),
    }
    return Meeting(**(values | changes))  # type: ignore[arg-type]


def whole_paper() -> Paper:
    """A document with every kind of block."""
    table = table_of(
        Text(zh="名单", en="list"),
        (Column(Text(zh="岗位", en="job"), 3), Column(Text(zh="人数", en="people"), 1, number=True)),
        (("文员", 3), ("保安", 1_200)),
    )
    step = Step("desk", Text(zh="服务台", en="a desk"), Text(zh="登记", en="Sign up"), Text(zh="说说您会什么。", en="Tell us."))
    return Paper(
        kind="sample",
        title=Text(zh="样例文件", en="Sample"),
        over=FAIR.line,
        on=FAIR.on,
        facts=((Text(zh="单位", en="Employer"), "江城文印社"),),
        blocks=(
            Prose(Text(zh="开头的话。", en="To begin with."), "lead"),
            Heading(Text(zh="第一部分", en="Part one")),
            Figures(((1_234, Text(zh="人", en="people")),)),
            Bar(
                ((Text(zh="能", en="can"), 2), (Text(zh="不能", en="cannot"), 1)),
                Text(zh="两份能，一份不能", en="two can, one cannot"),
            ),
            Heading(Text(zh="细节", en="Details"), 2),
            Card("林静", (Text(zh="可胜任", en="can do it"),), "1", "fits", "K7QP", box=True, write_in=(same("结果"),)),
            Card("周二", (same("要问一"), same("要问二")), "2", "review", ticks=True),
            table,
            NewPage(),
            Steps((step,)),
            Code("A001", Text(zh="签到码 A001", en="code A001")),
            Facts(((same("电话"), "027"),)),
            Blanks((same("意见"), "")),
        ),
        tables=(table,),
        stamp=STAMP,
        names=(Text(zh="样例", en="sample"), "某某公司"),
        handling=Text(zh="可以公开。", en="For everybody."),
    )
