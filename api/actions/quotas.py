"""The employer's counter: what the quota asks and the levy costs, from counts that the employer hands in. Nothing is stored."""

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, Final, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.actions.errors import BadInput
from api.actions.wrong_values import faults_of
from api.schemas.quota import QuotaStepView, QuotaView
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.quota import CountingClass, Levy, OrganisationKind, Workforce, WorkforceError, levy_of
from matching.quota.rates import HUBEI

MOST_EMPLOYERS: Final = 10_000
_MOST_BYTES: Final = 10_000_000
_WRONG: Final = Text(zh="{where}：{what}", en="{where}: {what}")
_REGION: Final = Text(
    zh="地区“{region}”不能用：请写省的六位代码，末四位是 0，如 420000，且当天有有效的规定",
    en="region {region} cannot be used: write six digits ending in 0000, such as 420000, with rules in force on the day",
)
_NO_LIST: Final = Text(
    zh="{file}：应是单位的列表，每个单位写 name、staff、months；YAML 或 CSV。",
    en="{file}: expected a list of employers, each with name, staff and months; YAML or CSV.",
)
_TOO_MANY: Final = Text(zh="{file}：最多 {most} 个单位。", en="{file}: at most {most} employers.")


class WorkforceInput(BaseModel):
    """An employer as it counts itself: staff on average, months of work by counting class, wages of the year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(default="-", max_length=200)
    staff: float = Field(allow_inf_nan=False)
    months: dict[CountingClass, int] = Field(default_factory=dict)
    wage: float | None = Field(default=None, allow_inf_nan=False)
    local_wage: float | None = Field(default=None, allow_inf_nan=False)
    kind: OrganisationKind = "enterprise"


def quota_view(app: Application, asked: WorkforceInput, on: date | None = None, region: str = HUBEI) -> QuotaView:
    """The quota and levy of one employer as of a day (today without one). Raises BadInput on what no year or province can hold."""
    day = on or app.today
    try:
        workforce = Workforce(asked.staff, asked.months, asked.wage, asked.local_wage, asked.kind)
        return _view(asked.name, day, levy_of(workforce, day, region))
    except WorkforceError as fault:
        raise BadInput(_said(asked.name, fault.text)) from None
    except ValueError as fault:
        raise BadInput(_said(asked.name, Text(zh=_REGION.format(region=region).zh, en=str(fault)))) from None


def read_employers(path: Path) -> tuple[WorkforceInput, ...]:
    """The employers of a YAML or CSV file; a CSV has a column a counting class. Raises BadInput, naming the place."""
    text = path.read_bytes()[: _MOST_BYTES + 1].decode("utf-8-sig", errors="replace")
    try:
        rows: Any = list(_csv_rows(text)) if path.suffix.lower() == ".csv" else yaml.safe_load(text)
    except yaml.YAMLError:
        rows = None
    if isinstance(rows, Mapping):
        rows = [rows]
    if not isinstance(rows, list):
        raise BadInput(_NO_LIST.format(file=path.name))
    if len(rows) > MOST_EMPLOYERS or len(text) > _MOST_BYTES:
        raise BadInput(_TOO_MANY.format(file=path.name, most=MOST_EMPLOYERS))
    return tuple(_employer(path.name, number, row) for number, row in enumerate(rows, start=1))


def _said(name: str, what: Text) -> Text:
    """With the name of the employer where it has one."""
    if name == "-":
        return Text(zh=f"{what.zh}。", en=f"{what.en}.")
    return _WRONG.format(where=name, what=what)


def _csv_rows(text: str) -> Iterable[dict[str, object]]:
    classes = {one.value for one in CountingClass}
    for row in csv.DictReader(StringIO(text)):
        cells = {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str) and cell.strip()}
        months = {name: cell for name, cell in cells.items() if name in classes}
        yield {name: cell for name, cell in cells.items() if name not in classes} | {"months": months}


def _employer(file: str, number: int, row: object) -> WorkforceInput:
    try:
        return WorkforceInput.model_validate(row)
    except ValidationError as fault:
        raise BadInput(_WRONG.format(where=f"{file}: {number}", what=faults_of(fault))) from None


def _view(name: str, on: date, levy: Levy) -> QuotaView:
    return QuotaView(
        name=name,
        on=on,
        required=round(float(levy.required), 4),
        counted=round(float(levy.counted), 4),
        shortfall=round(float(levy.shortfall), 4),
        placements=levy.placements,
        fewest=levy.fewest,
        full=None if levy.full is None else str(levy.full),
        due=None if levy.due is None else str(levy.due),
        exempt=levy.exempt,
        to_confirm=levy.to_confirm,
        steps=tuple(
            QuotaStepView(name=one.name, text=one.text, sources=one.sources, to_confirm=one.to_confirm) for one in levy.steps
        ),
    )


KINDS: Final[tuple[str, ...]] = get_args(OrganisationKind)
