"""Everything that is stored about a person, on paper, for that person to keep."""

from datetime import date
from typing import Final

from api.paper.blocks import Paper, Stamp
from api.paper.outline import Section, outline_paper
from api.paper.words import NAME, NUMBER, day_text
from api.schemas.person_records import PersonRecordView, RecordRowView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="存着的我的资料", en="What is stored about me")
_OF_DAY: Final = Text(zh="截至 {day}", en="As of {day}")
_NOTHING: Final = Text(zh="没有这类记录。", en="Nothing of this kind is stored.")
_FEW: Final = 12
"""Lines of a section in plain words; the whole stands in the version that is not."""
_MORE: Final = Text(zh="另外还有 {n} 条，见全文版。", en="And {n} more, in the full version.")


def record_paper(view: PersonRecordView, on: date, stamp: Stamp, plain: bool = False) -> Paper:
    """The record as a document for the person; each section says so where it is empty."""
    return outline_paper(
        title=TITLE,
        over=_OF_DAY.format(day=day_text(on)),
        about=view.name,
        facts=((NAME, view.name), (NUMBER, view.candidate)),
        sections=tuple(_section(one.title, one.rows) for one in view.sections),
        stamp=stamp,
        on=on,
        plain=plain,
        kind="record",
    )


def _section(title: Text, rows: tuple[RecordRowView, ...]) -> Section:
    lines = tuple(Text(zh=f"{row.name.zh}：{row.value.zh}", en=f"{row.name.en}: {row.value.en}") for row in rows)
    more = (_MORE.format(n=len(lines) - _FEW),) if len(lines) > _FEW else ()
    return Section(title, lines or (_NOTHING,), (), (*lines[:_FEW], *more) or (_NOTHING,))
