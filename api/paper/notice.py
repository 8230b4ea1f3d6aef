"""The public notice (公示): which body owes what and whether it did. It names no person and no number of people."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from api.paper.blocks import Column, Paper, Prose, Stamp, table_of
from api.paper.words import EMPLOYER, OPEN, day_text
from api.schemas.quota import NoticeView
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text

TITLE: Final = Text(
    zh="机关事业单位安排残疾人就业公示", en="Public notice: employment of persons with disabilities in public bodies"
)
_LEAD: Final = Text(
    zh="应安排残疾人就业并已填报的机关、事业单位共 {n} 个，截至 {day}。",
    en="{n} government bodies and public institutions that have the duty to employ and reported, as of {day}.",
)
_COLUMNS: Final = (
    Column(Text(zh="区", en="district"), 2, 12),
    Column(EMPLOYER, 6, 40),
    Column(Text(zh="统一社会信用代码", en="social credit code"), 4, 24),
    Column(Text(zh="情况", en="how it stands"), 6, 44),
)


def notice_paper(rows: Sequence[NoticeView], on: date, stamp: Stamp) -> Paper:
    """The notice as a document."""
    table = table_of(TITLE, _COLUMNS, [(_district(one.district), one.name, one.code or "", one.text) for one in rows], heads=2)
    return Paper(
        kind="notice",
        title=TITLE,
        over="",
        on=on,
        facts=(),
        blocks=(Prose(_LEAD.format(n=len(rows), day=day_text(on)), "lead"), table),
        tables=(table,),
        stamp=stamp,
        names=(TITLE,),
        handling=OPEN,
    )


def _district(code: str | None) -> Text | str:
    area = None if code is None else DISTRICTS.get(code)
    return code or "" if area is None else area.text
