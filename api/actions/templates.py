"""Empty sheets to fill in."""

from pathlib import Path
from typing import Final

from api.actions.errors import BadInput
from api.actions.plan_files import plan_template
from matching.knowledge.catalogue import Text

KINDS = (
    "candidates",
    "postings",
    "courses",
    "trainings",
    "outcomes",
    "services",
    "placements",
    "graduates",
    "consents",
    "certification",
    "assessment",
    "day",
    "plan",
)
"""The kinds of sheets that are imported, a person's form, the day's paper records, and the plan of an event."""
_YAML: Final = (".yaml", ".yml")
_NOT_YAML: Final = Text(zh="{name}：活动安排写成 .yaml 文件", en="{name}: the plan of an event is a .yaml file")


def write_blank(kind: str, path: Path) -> None:
    """Write an empty template, or the ability-assessment form. Raises BadInput for a kind that is none, or a file that exists."""
    from api.actions.day_files import DAY_COLUMNS, DAY_SHEET
    from data.importers import ImportRefused, write_assessment_form, write_template
    from data.importers.templates import write_sheet

    if kind not in KINDS:
        raise BadInput(
            Text(zh="没有“{kind}”这种表；可用：{known}", en="There is no template “{kind}”; known: {known}").format(
                kind=kind, known=", ".join(KINDS)
            )
        )
    if path.exists():
        raise BadInput(
            Text(
                zh="{name} 已存在，没有覆盖；请换个名字。", en="{name} exists and was not overwritten; choose another name."
            ).format(name=path.name)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if kind == "plan":
            if path.suffix.lower() not in _YAML:
                raise BadInput(_NOT_YAML.format(name=path.name))
            path.write_text(plan_template(), "utf-8")
        elif kind == "day":
            write_sheet(DAY_SHEET, DAY_COLUMNS, path)
        elif kind == "assessment":
            write_assessment_form(path)
        else:
            write_template(kind, path)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault
