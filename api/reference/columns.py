"""Every column of every file that is imported, from the tables that templates and importers read."""

from collections.abc import Iterator
from typing import Final

from api.languages import Language, say
from api.reference.markdown import head, page, table
from matching.knowledge.catalogue import Text

_TITLE: Final = Text(zh="导入文件的列", en="Columns of the files that are imported")
_LEAD: Final = Text(
    zh="`tongtu template 种类 文件.xlsx` 写出空白表，列名如下。列的次序不限；另有别名的列，用别名也认得。文件可以是 xlsx、xls、"
    "ods、csv（UTF-8 或 GB18030）、tsv、jsonl。别家的格式另写一个映射文件，见 [CONTRIBUTING.md](../CONTRIBUTING.md)。",
    en="`tongtu template KIND FILE.xlsx` writes an empty sheet with these headers. Their order is free, and other names of a "
    "column are known too. A file may be xlsx, xls, ods, csv (UTF-8 or GB18030), tsv or jsonl. For a foreign layout write a "
    "mapping, see [CONTRIBUTING.md](../CONTRIBUTING.md).",
)
_HEADERS: Final = (
    Text(zh="列名", en="header"),
    Text(zh="字段", en="field"),
    Text(zh="说明", en="meaning"),
    Text(zh="例子", en="example"),
    Text(zh="可填的词", en="allowed words"),
)


def columns_page(language: Language) -> str:
    """The page of all columns in one language; headers, examples and allowed words are as they stand in a file."""
    return page(_lines(language))


def _lines(language: Language) -> Iterator[str]:
    from data.importers.templates import sheet_columns, sheet_kinds, sheet_title

    yield from head(_TITLE, _LEAD, language)
    for kind in sheet_kinds():
        title = say(sheet_title(kind), language)
        yield from ("", f"## {title[:1].upper()}{title[1:]}: `{kind}`", "")
        rows = (
            (one.header, f"`{one.field}`", say(one.meaning, language), one.example, "、".join(one.choices))
            for one in sheet_columns(kind)
        )
        yield from table((say(one, language) for one in _HEADERS), rows)
