"""One row of a sheet of postings, read cell by cell: each reading returns a value or None and notes what was wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from functools import lru_cache
from typing import Final, Generic, TypeVar, cast

from data.importers.compatible import compatible
from data.importers.dates import DateFault, read_date
from data.importers.faults import HIDDEN, Fault, Severity
from data.importers.mapping import TEMPLATE, Plan
from data.importers.sheets import ERRORS, Cell, cell_text
from data.importers.terms import compound_words, split_known
from data.importers.words import NO_WORDS, NOTHING, YES_WORDS
from matching.knowledge.catalogue import Text

_Word = TypeVar("_Word")
_PERSONAL: Final = frozenset({"contact"})
_LONGEST_NOTHING: Final = 5
_REMEMBERED: Final = 10_000
_DIGITS: Final = re.compile(r"[\w.+-]+@[\w.-]+|\d[\d\s-]{5,}\d")
_NUMBER: Final = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_MONTH_DAY: Final = re.compile(r"(\d{1,2})(?:[-/.]|月)(\d{1,2})日?")
# A spreadsheet keeps 15 digits of a number; longer ones come back with zeros at the end.
_EXACT: Final = 10**15
_ROUNDED: Final = Text(
    zh="号码存成了数值，末尾的数字已丢失", en="the number was stored as a numeric cell, its last digits are lost"
)
_BROKEN: Final = (
    Text(zh="单元格里是公式错误或没有算出的公式", en="the cell holds a formula that failed or was never calculated"),
    Text(zh="修好公式，或改填结果值", en="repair the formula, or put its result in as a value"),
)
_AS_TEXT: Final = Text(zh="把该列设为“文本”格式后重新填写", en="format the column as text and fill it in again")


@lru_cache(maxsize=65_536)
def word(text: str) -> str:
    """NFKC without white space at the ends."""
    return compatible(text).strip()


@lru_cache(maxsize=65_536)
def one_line(text: str) -> str:
    return " ".join(word(text).split())


def _said(cell: str) -> str:
    text = cell.strip()
    if len(text) < _LONGEST_NOTHING and text.lower() in NOTHING:
        return ""
    return text.replace("\x00", "")


@lru_cache(maxsize=65_536)
def said_line(cell: str) -> str:
    return one_line(_said(cell))


class PostingRow:
    """The cells of one row by field, and the faults found while reading them."""

    def __init__(self, number: int, cells: dict[str, Cell], plan: Plan) -> None:
        self.number = number
        self.cells = cells
        self.faults: list[Fault] = []
        self.unparsed: list[Fault] = []
        self.rejected = False
        self.fed = plan.fed
        self.in_template = plan.mapping.name == TEMPLATE
        self._plan = plan
        broken = [field for field, cell in cells.items() if isinstance(cell, str) and cell[:1] == "#" and cell in ERRORS]
        for field in broken:
            self.reject(field, *_BROKEN)
            cells[field] = None
        self.broken: Final = frozenset(broken)
        """The fields of formulas that failed."""

    def reject(self, field: str, problem: Text, advice: Text) -> None:
        """Note a fault that keeps the row out."""
        self.rejected = True
        self.faults.append(self._fault(field, problem, advice, "rejected"))

    def warn(self, field: str, problem: Text, advice: Text) -> None:
        """Note a fault that leaves the row in."""
        self.faults.append(self._fault(field, problem, advice, "warning"))

    def keep(self, field: str, problem: Text, advice: Text) -> None:
        """Note words that could not be read and that are kept as text."""
        self.unparsed.append(self._fault(field, problem, advice, "warning"))

    def once(self, fields: tuple[str, ...], read: Callable[["PostingRow"], _Word]) -> _Word:
        """What `read` gives, which looks at these fields alone: the rows of a sheet say the same again and again.

        What goes with a fault is never remembered, so that each row has its own.
        """
        told = map(self.cells.get, fields)
        # Such that only equal cells are equal: 1 is neither True nor 1.0.
        key = tuple([cell if cell is None or isinstance(cell, str) else (type(cell), repr(cell)) for cell in told])
        known = self._plan.remembered.setdefault(fields, {})
        if not self.rejected and key in known:
            return cast(_Word, known[key])
        noted = len(self.faults) + len(self.unparsed)
        found = read(self)
        if not self.rejected and len(self.faults) + len(self.unparsed) == noted and len(known) < _REMEMBERED:
            known[key] = found
        return found

    def text(self, field: str) -> str:
        """The cell as its words, empty for words that mean nothing."""
        cell = self.cells.get(field)
        if cell is None:
            return ""
        return _said(cell) if isinstance(cell, str) else _said(cell_text(cell))

    def line(self, field: str) -> str:
        """`text` on one line, NFKC."""
        cell = self.cells.get(field)
        if cell is None:
            return ""
        return said_line(cell) if isinstance(cell, str) else one_line(self.text(field))

    def identifier(self, field: str) -> str:
        """A number of a document or another system: text, or a whole number short enough to be exact; else the row stays out."""
        cell = self.cells.get(field)
        text = self.line(field)
        rounded = isinstance(cell, float) and abs(cell) >= _EXACT
        if rounded or _SCIENTIFIC.fullmatch(text):
            self.reject(field, _ROUNDED, _AS_TEXT)
            return ""
        return text

    def choice(self, field: str, words: Mapping[str, _Word]) -> _Word | None:
        """What the cell's word stands for; an unknown word is kept as text, noted, and gives None."""
        text = self.line(field)
        if not text:
            return None
        found = words.get(text, words.get(text.lower()))
        if found is None:
            self.keep(
                field,
                Text(zh="不是可选的词，按文字保留", en="not one of the words for this column; kept as text"),
                Text(zh="可填：{known}", en="choose one of: {known}").format(known="、".join(list(words)[:18])),
            )
        return found

    def flag(self, field: str) -> bool | None:
        """是 or 否; None where nothing was said. Other words are a warning and None."""
        cell = self.cells.get(field)
        if cell is None or isinstance(cell, bool):
            return cell
        text = word(cell_text(cell)).lower()
        if text in YES_WORDS or text in NO_WORDS:
            return text in YES_WORDS
        if text and text not in ("未知", "不清楚", "不知道", "不详", "-", "/"):
            self.warn(
                field,
                Text(zh="看不懂是或否，按未知处理", en="neither yes nor no; taken as unknown"),
                Text(zh="填“是”或“否”，不知道请留空", en="write 是 or 否, or leave it empty"),
            )
        return None

    def figure(self, field: str, low: float, high: float, units: str = "") -> float | None:
        """A number from `low` to `high`, one of the `units` (a pattern) allowed after it. Anything else keeps the row out."""
        text = self.line(field)
        if not text:
            return None
        plain = re.sub(rf"\s*(?:{units})$", "", text) if units else text
        if _NUMBER.fullmatch(plain) is None:
            self.reject(
                field,
                Text(zh="不是一个数", en="not a number"),
                Text(zh="只填数字，不知道请留空", en="write digits only, or leave it empty"),
            )
            return None
        value = float(plain.replace(",", ""))
        if low <= value <= high:
            return value
        self.reject(
            field,
            Text(zh="超出范围 {low} 至 {high}", en="outside {low} to {high}").format(low=f"{low:.10g}", high=f"{high:.10g}"),
            Text(zh="改正数值，不知道请留空", en="correct the figure, or leave it empty"),
        )
        return None

    def whole(self, field: str, low: int, high: int, units: str = "") -> int | None:
        """A whole number from `low` to `high`, see `figure`."""
        value = self.figure(field, low, high, units)
        if value is None or value.is_integer():
            return None if value is None else int(value)
        self.reject(field, Text(zh="应为整数", en="must be a whole number"), Text(zh="改成整数", en="write a whole number"))
        return None

    def day(self, field: str) -> date | None:
        """A date; month and day alone take the year of the mapping. What is no whole date is kept as text and gives None."""
        cell = self.cells.get(field)
        text = self.line(field)
        if not text:
            return None
        year = self._plan.mapping.year
        short = _MONTH_DAY.fullmatch(text)
        try:
            if short is not None and year is not None:
                return read_date(f"{year}-{short[1]}-{short[2]}")
            return read_date(cell)
        except DateFault:
            self.keep(
                field,
                Text(zh="不是完整的日期", en="not a whole date"),
                Text(zh="写成 2026-03-05 的样子", en="write it like 2026-03-05"),
            )
            return None

    def names(self, field: str, vocabulary: "Vocabulary[_Word]") -> tuple[_Word, ...]:
        """What the names of a list cell stand for, each once; an unknown one keeps the row out."""
        text = self.line(field)
        if not text:
            return ()
        found, unknown = vocabulary.read(text)
        for name in unknown:
            self.reject(
                field,
                Text(zh="不认识的{what}：{name}", en="unknown {what}: {name}").format(
                    what=vocabulary.what, name=_DIGITS.sub(HIDDEN, name)[:40]
                ),
                Text(
                    zh="{near}用模板“填写说明”页里的名称", en="{near}use the names on the explanation sheet of the template"
                ).format(near=vocabulary.near(name)),
            )
        return found

    def _fault(self, field: str, problem: Text, advice: Text, severity: Severity) -> Fault:
        return Fault(self.number, self._plan.column(field), self._shown(field), problem, advice, severity)

    def _shown(self, field: str) -> str | None:
        cell = self.cells.get(field)
        if cell is None:
            return None
        if field in _PERSONAL:
            return HIDDEN
        text = cell.isoformat() if isinstance(cell, date | datetime) else " ".join(cell_text(cell).split())
        hidden = _DIGITS.sub(HIDDEN, text)
        return hidden if len(hidden) <= 40 else f"{hidden[:39]}…"


class Vocabulary(Generic[_Word]):
    """The names that a list cell may hold and what each stands for; `what` says what they are names of."""

    def __init__(self, words: Mapping[str, _Word], what: Text) -> None:
        self.what = what
        self._words = words
        self._compounds = compound_words(words)
        self._read: dict[str, tuple[tuple[_Word, ...], tuple[str, ...]]] = {}

    def read(self, text: str) -> tuple[tuple[_Word, ...], tuple[str, ...]]:
        """What the names of a list stand for, each once and in order, and the names nobody knows."""
        known = self._read.get(text)
        if known is None:
            names = split_known(text, self._compounds)
            found = tuple(dict.fromkeys(self._words[name] for name in names if name in self._words))
            known = found, tuple(name for name in names if name not in self._words)
            if len(self._read) < _REMEMBERED:
                self._read[text] = known
        return known

    def near(self, name: str) -> Text:
        """A question for the name that may be meant, empty where none is near."""
        near = get_close_matches(name, list(self._words), n=1, cutoff=0.5) or [one for one in self._words if one[:2] == name[:2]]
        return Text(zh=f"是不是“{near[0]}”？", en=f"did you mean {near[0]}? ") if near else Text(zh="", en="")
