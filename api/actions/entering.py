"""What all entry and edit by form shares: faults beside fields, and two people who edit one record."""

from collections.abc import Mapping
from typing import Final

from api.actions.errors import BadInput, Conflict
from api.wiring import Application
from data.importers import Fault
from matching.knowledge.catalogue import Text

Cells = Mapping[str, str]
_WRONG: Final = Text(zh="有几项要改，没有保存。", en="Something has to be corrected; nothing was saved.")
_LOOK: Final = Text(zh="请看一下标出的几项，再保存一次。", en="Look at what is marked, then save once more.")
_MEANWHILE: Final = Text(
    zh="您打开后，别人改过这份资料。两边的内容都在下面：没有冲突的已经合在一起，冲突的请选定后再保存。",
    en="Somebody changed this since you opened it. Both versions are below: what does not clash is put together; where it does, "
    "choose and save again.",
)
_THERE: Final = Text(
    zh="已经有这份资料，没有重复建立；请打开后修改。", en="This is stored already and was not entered twice; open it and change it."
)
_MARK: Final = 8


class EntryRefused(BadInput):
    """Nothing was saved: `faults` have to be corrected, `warnings` looked at and confirmed; both by field."""

    def __init__(self, faults: Mapping[str, Text], warnings: Mapping[str, Text]) -> None:
        super().__init__(_WRONG if faults else _LOOK)
        self.faults = dict(faults)
        self.warnings = dict(warnings)


class ChangedMeanwhile(Conflict):
    """Nothing was saved: somebody was faster. `cells` are both versions put together, `theirs` what is stored now where both
    changed a field, and `was` the marks of what is stored now."""

    def __init__(self, cells: Cells, theirs: Cells, was: str) -> None:
        super().__init__(_MEANWHILE)
        self.cells = dict(cells)
        self.theirs = dict(theirs)
        self.was = was


class AlreadyThere(Conflict):
    """What was to be entered is stored already, under `id`."""

    def __init__(self, known: str) -> None:
        super().__init__(_THERE)
        self.id = known


def marks(app: Application, cells: Cells, fields: tuple[str, ...]) -> str:
    """Eight characters a field that change with its cell and tell nothing of it; what a form sends back as `was`."""
    return "".join(_mark(app, field, cells) for field in fields)


def put_together(app: Application, fields: tuple[str, ...], now: Cells, typed: Cells, was: str) -> dict[str, str]:
    """The cells to save. Raises ChangedMeanwhile when what is stored now is not what the form was opened on."""
    before = {field: was[at * _MARK : (at + 1) * _MARK] for at, field in enumerate(fields)}
    cells = {field: typed.get(field, now.get(field, "")) for field in fields}
    foreign = {field for field in fields if _mark(app, field, now) != before[field]}
    if not foreign:
        return cells
    own = {field for field in fields if _mark(app, field, cells) != before[field]}
    merged = {field: now.get(field, "") if field in foreign - own else cells[field] for field in fields}
    theirs = {field: now.get(field, "") for field in sorted(foreign & own) if cells[field] != now.get(field, "")}
    raise ChangedMeanwhile(merged, theirs, marks(app, now, fields))


def by_field(
    faults: tuple[Fault, ...] | list[Fault], fields: Mapping[str, str], at_last: str
) -> tuple[dict[str, Text], dict[str, Text]]:
    """(faults, warnings) by field, from faults that name columns; those of no field of the form stand at `at_last`."""
    wrong: dict[str, Text] = {}
    warned: dict[str, Text] = {}
    for fault in faults:
        told = wrong if fault.severity == "rejected" else warned
        name = fields.get(fault.column or "", at_last)
        told.setdefault(name, Text(zh=f"{fault.problem.zh}；{fault.advice.zh}", en=f"{fault.problem.en}; {fault.advice.en}"))
    return wrong, warned


def refuse(faults: Mapping[str, Text], warnings: Mapping[str, Text], accepted: bool) -> None:
    """Raises EntryRefused for faults, and for warnings that nobody has accepted yet."""
    if faults or (warnings and not accepted):
        raise EntryRefused(faults, warnings)


def _mark(app: Application, field: str, cells: Cells) -> str:
    text = " ".join(cells.get(field, "").split())
    return app.identify(f"form:{field}:{text}")[:_MARK]
