"""The plan of an event from a YAML file that an organizer wrote."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from api.actions.errors import BadInput
from api.schemas.fairs import EventPlan
from matching.knowledge.catalogue import Text

_NO_YAML: Final = Text(zh="{file} 不是能读的 YAML 文件（第 {line} 行）。", en="{file} is no readable YAML file (line {line}).")
_WRONG: Final = Text(zh="{file} 里的活动安排有误：{faults}", en="The plan in {file} cannot be used: {faults}")
_SHOWN: Final = 5


def read_plan(path: Path) -> EventPlan:
    """A plan, checked. Raises BadInput with the places that are wrong and why."""
    try:
        values = yaml.safe_load(path.read_text("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise BadInput(_NO_YAML.format(file=path.name, line="?" if mark is None else mark.line + 1)) from None
    try:
        return EventPlan.model_validate(values)
    except ValidationError as fault:
        faults = fault.errors(include_input=False, include_url=False)
        said = "; ".join(
            f"{'.'.join(map(str, one['loc'])) or '-'}: {str(one['msg']).removeprefix('Value error, ')}" for one in faults[:_SHOWN]
        )
        raise BadInput(_WRONG.format(file=path.name, faults=said)) from None
