"""One row of a sheet of people, read cell by cell: each reading returns a value or None and notes what was wrong."""

import math
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Final, TypeVar

from data.importers.columns_candidates import ABILITY
from data.importers.dates import DateFault, read_date
from data.importers.faults import HIDDEN, Fault, Severity
from data.importers.sheets import ERRORS, Cell
from data.importers.terms import mask_contacts, unmasked
from data.importers.words import MAY_BE_NAMES, NO_WORDS, NOT_TOLD, YES_WORDS
from matching.knowledge.catalogue import Text

Note = Callable[[str, Text, Text], None]
"""Takes field, problem and advice: `PeopleRow.reject`, `warn` or `keep`."""
_Choice = TypeVar("_Choice")

PROSE: Final = frozenset({"experience", "wish_text"})
"""Fields in a person's own words."""

OPEN_FIELDS: Final = frozenset(
    {"source", "credential_kind", "education", "experience_years", "pay_min", "minutes_max", "hours_max", "kinds", "districts",
     "remote", "profiling", "assessment_source", "assessment_date", "assessment_confidence", "zero_employment", "poverty_watch",
     "rural", "employment_aid_recognised", "registered_unemployed", "graduated_on", "credential_valid_until"}
)  # fmt: skip
"""Fields whose wrong values a report may show; every other one is about who the person is or what they can do."""

_UNASSESSED: Final = NOT_TOLD | {"未评估", "未评", "不清楚", "not assessed"}
# The most parts that one name may fall into at its own separators.
_PARTS: Final = 4
_LIST: Final = re.compile(r"[、，,；;|\n]+(?![^（(]*[）)])")
_NUMBER: Final = re.compile(
    r"([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)\s*(?:元|块|分钟|小时|年|岁|级|分)?(?:/月|每月)?"
)
_SCIENTIFIC: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
# A spreadsheet keeps 15 digits of a number; longer ones come back with zeros at the end.
_EXACT: Final = 10**15


def plain(text: str) -> str:
    """NFKC without white space at the ends and without zero-width characters."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").strip()


class PeopleRow:
    """The cells of one row by field, and the faults found while reading them."""

    def __init__(
        self,
        number: int,
        cells: Mapping[str, Cell],
        headers: Mapping[str, str],
        numbers: Mapping[str, int] | None = None,
        vital: Collection[str] | None = None,
    ) -> None:
        """`headers` are the sheet's own names of the fields; `numbers` the rows of those fields that stand in another row.

        A formula that failed keeps the row out, or only where it stands in a `vital` field; its cell is empty from then on.
        """
        self.number = number
        self._numbers = numbers or {}
        self.faults: list[Fault] = []
        self.unparsed: list[Fault] = []
        self._cells = dict(cells)
        self._headers = headers
        broken: set[str] = set()
        for field, cell in cells.items():
            if isinstance(cell, str) and cell.startswith("#") and cell.strip() in ERRORS:
                note = self.reject if vital is None or field in vital else self.warn
                note(
                    field,
                    say("单元格里是公式错误", "the cell holds a formula error"),
                    say("修好公式，或改填结果值", "repair the formula or put its result in as a value"),
                )
                self._cells[field] = None
                broken.add(field)
        self.broken: Final = frozenset(broken)
        """The fields of formulas that failed."""

    @property
    def rejected(self) -> bool:
        """Whether any fault so far keeps the row out."""
        return any(fault.severity == "rejected" for fault in self.faults)

    def reject(self, field: str, problem: Text, advice: Text) -> None:
        """Note a fault that keeps the row out."""
        self._note(field, problem, advice, "rejected")

    def warn(self, field: str, problem: Text, advice: Text) -> None:
        """Note a fault that leaves the row in."""
        self._note(field, problem, advice, "warning")

    def keep(self, field: str, problem: Text, advice: Text) -> None:
        """Note words that could not be read and that the caller keeps as text."""
        self.unparsed.append(self._fault(field, problem, advice, "warning"))

    def take_contacts(self, fields: Collection[str]) -> tuple[str, ...]:
        """Takes contacts and numbers of documents out of these cells, each with a warning, and returns the contacts."""
        taken: list[str] = []
        for field in fields:
            cell = self._cells.get(field)
            if cell is None or isinstance(cell, bool | date):
                continue
            told = cell if isinstance(cell, str) else self._shown(field)
            masked = mask_contacts(told)
            if masked.text == told:
                continue
            taken += masked.contacts
            self._cells[field] = masked.text if field in PROSE else unmasked(masked.text) or None
            self.warn(
                field,
                say("含联系方式或证件号码，已从这里移出", "holds a contact or the number of a document; taken out of here"),
                say(
                    "联系方式已放入联系说明；证件号码没有保留，请填入它自己的列",
                    "contacts are now in the contact note; a number is not kept: put it into its own column",
                ),
            )
        return tuple(taken)

    def cell(self, field: str) -> Cell:
        """The cell as it stands; None where the sheet has no such column."""
        return self._cells.get(field)

    def text(self, field: str) -> str:
        """The cell as stripped NFKC text; whole numbers without a decimal point, nothing for words that mean nothing."""
        if self._cells.get(field) is None:
            return ""
        shown = self._shown(field)
        return "" if shown.lower() in NOT_TOLD else shown

    def name(self, field: str) -> str:
        """The name of a person: `text`, but for somebody who is called Null, Na, Nan or None."""
        if self._cells.get(field) is None:
            return ""
        shown = self._shown(field)
        return "" if shown.lower() in NOT_TOLD - MAY_BE_NAMES else shown

    def told(self, field: str) -> str:
        """Free text as it was typed, line ends kept."""
        cell = self._cells.get(field)
        if not isinstance(cell, str):
            return self.text(field)
        return "" if plain(cell).lower() in NOT_TOLD else cell.replace("\r\n", "\n").replace("\x00", "").strip()

    def document(self, field: str) -> str:
        """The number of a document. A number cell, or one shown as 4.2E+19, has lost digits and keeps the row out."""
        cell = self._cells.get(field)
        numeric = isinstance(cell, int | float) and not isinstance(cell, bool) and bool(self._shown(field))
        text = self.text(field)
        if not numeric and not _SCIENTIFIC.fullmatch(text):
            return text
        self.reject(
            field,
            say("号码存成了数值，末尾的数字已丢失", "the number was stored as a numeric cell, its last digits are lost"),
            say("把该列设为“文本”格式后重新填写", "format the column as text and fill it in again"),
        )
        return ""

    def external(self, field: str) -> str:
        """An id of another system: text, or a whole number short enough to be exact."""
        cell = self._cells.get(field)
        if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= _EXACT:
            return self.document(field)
        return self.text(field)

    def flag(self, field: str) -> bool | None:
        """是 or 否; None where nothing was said. Other words are a warning and None."""
        cell = self._cells.get(field)
        if isinstance(cell, bool):
            return cell
        if cell is None:
            return None
        word = self._shown(field).lower()
        if word in YES_WORDS or word in NO_WORDS:
            return word in YES_WORDS
        if word and word not in NOT_TOLD:
            self.warn(
                field,
                say("看不懂是或否", "neither yes nor no"),
                say("填“是”或“否”，不知道请留空", "write 是 or 否, or leave it empty"),
            )
        return None

    def number_in(self, field: str, low: float, high: float, note: Note | None = None, outside: Note | None = None) -> float | None:
        """A number from `low` to `high`, units after it allowed; else None and `outside` (rejects), for words `note` (warns)."""
        text = self.text(field)
        if not text:
            return None
        found = _NUMBER.fullmatch(text)
        if found is None:
            (note or self.warn)(field, say("不是一个数", "not a number"), say("只填数字", "write digits only"))
            return None
        value = float(found[1].replace(",", ""))
        if low <= value <= high:
            return value
        (outside or self.reject)(
            field,
            say("超出范围 {low} 至 {high}", "outside {low} to {high}").format(low=f"{low:.10g}", high=f"{high:.10g}"),
            say("改正数值，不知道请留空", "correct the figure, or leave it empty"),
        )
        return None

    def day(self, field: str, reading: Callable[[object], date] = read_date, note: Note | None = None) -> date | None:
        """A date, or None and `note` (a warning) for anything that is not a whole one."""
        cell = self._cells.get(field)
        if cell is None or (isinstance(cell, str) and plain(cell).lower() in NOT_TOLD):
            return None
        try:
            return reading(cell)
        except DateFault:
            (note or self.warn)(
                field,
                say("不是完整的日期，未采用", "not a whole date; left out"),
                say("写成 1990-03-05 的样子", "write it like 1990-03-05"),
            )
            return None

    def choice(self, field: str, words: Mapping[str, _Choice], note: Note | None = None) -> _Choice | None:
        """The value that the cell's word stands for, or None and `note` (a rejection) where the word is unknown."""
        text = self.text(field)
        if not text:
            return None
        found = words.get(text, words.get(text.lower()))
        if found is None:
            (note or self.reject)(
                field,
                say("不是可选的词", "not one of the words for this column"),
                say("可填：{known}", "choose one of: {known}").format(known="、".join(list(words)[:12])),
            )
        return found

    def items(self, field: str) -> tuple[str, ...]:
        """The parts of a list cell (、，,；;| and line ends outside brackets), in order, each once."""
        text = self.text(field)
        return tuple(dict.fromkeys(part.strip() for part in _LIST.split(text) if part.strip())) if text else ()

    def choices(self, field: str, words: Mapping[str, _Choice], note: Note | None = None) -> tuple[_Choice, ...]:
        """The values of a list cell; a name may hold a separator itself (安静工位、降噪), so the longest name is tried first.

        An unknown part is left out and goes to `note` (a rejection).
        """
        parts = self.items(field)
        if not parts:
            return ()
        found: list[_Choice] = []
        start = 0
        while start < len(parts):
            ends = range(min(start + _PARTS, len(parts)), start, -1)
            joined = (("、".join(parts[start:end]), end) for end in ends)
            name, end = next(((name, end) for name, end in joined if name in words), (parts[start].lower(), start + 1))
            if name in words:
                found.append(words[name])
            else:
                (note or self.reject)(
                    field,
                    say("第 {n} 项不是认识的名称", "entry {n} is no known name").format(n=start + 1),
                    say("用模板“填写说明”页里的名称", "use the names on the explanation sheet of the template"),
                )
            start = end
        return tuple(dict.fromkeys(found))

    def is_level(self, field: str) -> bool:
        """Whether an ability cell says anything: False for an empty one and for words that mean "not assessed"."""
        return self._shown(field).lower() not in _UNASSESSED

    def _shown(self, field: str) -> str:
        cell = self._cells.get(field)
        if cell is None:
            return ""
        if isinstance(cell, str):
            return plain(cell).replace("\x00", "")
        if isinstance(cell, bool):
            return "是" if cell else "否"
        if isinstance(cell, float):
            if math.isnan(cell):
                return ""
            return str(int(cell)) if cell.is_integer() else repr(cell)
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        return str(cell)

    def _note(self, field: str, problem: Text, advice: Text, severity: Severity) -> None:
        self.faults.append(self._fault(field, problem, advice, severity))

    def _fault(self, field: str, problem: Text, advice: Text, severity: Severity) -> Fault:
        value = self._shown(field) or None
        if value is not None and not self._may_show(field, value):
            value = HIDDEN
        number = self._numbers.get(field, self.number)
        return Fault(number, self._headers.get(field), value, problem, advice, severity)

    def _may_show(self, field: str, value: str) -> bool:
        if field.startswith(ABILITY):
            return re.fullmatch(r"-?\d{1,3}(\.\d+)?", value) is not None
        return field in OPEN_FIELDS and len(value) <= 40 and re.search(r"\d{7}", value) is None


def say(zh: str, en: str) -> Text:
    """A text in both languages."""
    return Text(zh=zh, en=en)
