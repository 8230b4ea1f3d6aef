"""The pay of a posting, from one row."""

from datetime import date, datetime
from typing import Final

from data.importers.columns_postings import PAY_UNITS
from data.importers.pay import read_pay
from data.importers.posting_row import PostingRow
from matching.knowledge.catalogue import Text
from matching.records import Pay, PayUnit


def read_pay_cells(row: PostingRow) -> Pay:
    """The pay from its cell, else from the two cells of its bounds; one that is not understood is kept as text."""
    unit_text = row.line("pay_unit")
    unit = row.choice("pay_unit", _PAY_UNITS) if unit_text else PayUnit.MONTH
    if isinstance(row.cells.get("pay"), date | datetime):
        row.keep(
            "pay",
            Text(zh="薪资被表格软件改成了日期", en="the spreadsheet turned the pay into a date"),
            Text(zh="把该列设为“文本”格式后重新填写", en="format the column as text and fill it in again"),
        )
        return Pay()
    text = row.line("pay")
    if not text:
        return _bounds(row, unit)
    if text.startswith("-") and text[1:2].isdigit():
        row.reject("pay", *_NEGATIVE)
        return Pay()
    found = read_pay(text, unit)
    if found is not None:
        return found
    row.keep("pay", *_NOT_READ)
    return Pay(text=text)


def _bounds(row: PostingRow, unit: PayUnit | None) -> Pay:
    low_text, high_text = row.line("pay_min"), row.line("pay_max")
    if not low_text and not high_text:
        return Pay()
    for field, text in (("pay_min", low_text), ("pay_max", high_text)):
        if text.startswith("-") and text[1:2].isdigit():
            row.reject(field, *_NEGATIVE)
            return Pay()
    low, high = row.figure("pay_min", 0, 10_000_000, "元"), row.figure("pay_max", 0, 10_000_000, "元")
    text = low_text if low_text == high_text else f"{low_text}-{high_text}"
    if not low and not high:
        return Pay(text=text)
    if low and high and low > high:
        row.keep("pay_min", *_NOT_READ)
        return Pay(text=text)
    return Pay(minimum=low or None, maximum=high or None, unit=unit, text=text)


_PAY_UNITS: Final = {
    **PAY_UNITS,
    **{f"元/{name}": unit for name, unit in PAY_UNITS.items()},
    **{unit.value: unit for unit in PayUnit},
    "日": PayUnit.DAY,
    "时": PayUnit.HOUR,
    "月薪": PayUnit.MONTH,
    "日薪": PayUnit.DAY,
    "时薪": PayUnit.HOUR,
    "年薪": PayUnit.YEAR,
    "计件": PayUnit.PIECE,
}
_NEGATIVE: Final = (
    Text(zh="薪资是负数", en="the pay is negative"),
    Text(zh="改正数值，面议请写“面议”", en="correct it; write 面议 for open pay"),
)
_NOT_READ: Final = (
    Text(zh="看不懂这个薪资，按文字保留", en="this pay is not understood; kept as text"),
    Text(zh="写成“4500-6000元/月”的样子", en="write it like 4500-6000元/月"),
)
