"""The plan of an event from a YAML file that an organizer wrote."""

from importlib import resources
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from api.actions.errors import BadInput
from api.actions.naming import employer_meant
from api.actions.wrong_values import faults_of
from api.schemas.fairs import EventPlan
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_NO_YAML: Final = Text(zh="{file} 不是能读的 YAML 文件（第 {line} 行）。", en="{file} is no readable YAML file (line {line}).")
_WRONG: Final = Text(zh="{file} 里的活动安排有误：{faults}", en="The plan in {file} cannot be used: {faults}")
_NO_EMPLOYER: Final = Text(zh="{file}：展位 {booth}：{why}", en="{file}: booth {booth}: {why}")
_SHOWN: Final = 5


class _Words(yaml.SafeLoader):
    """YAML in which `on`, `off`, `yes` and `no` are words: a plan has a field `on`, which older YAML would read as true."""


_Words.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def plan_of(app: Application, viewer: Viewer, path: Path) -> EventPlan:
    """The plan of a file; booths may name their employer as people do. Raises BadInput with what is wrong, and at which booth."""
    plan = read_plan(path)
    if plan.hall is None:
        return plan
    booths = []
    for booth in plan.hall.booths:
        try:
            employer = None if booth.employer is None else employer_meant(app, viewer, booth.employer)
        except BadInput as fault:
            raise BadInput(_NO_EMPLOYER.format(file=path.name, booth=booth.number, why=fault.detail)) from None
        booths.append(booth.model_copy(update={"employer": employer}))
    return plan.model_copy(update={"hall": plan.hall.model_copy(update={"booths": tuple(booths)})})


def plan_template() -> str:
    """An example of a plan with every field explained, to be changed."""
    return resources.files("api").joinpath("plan_example.yaml").read_text("utf-8")


def read_plan(path: Path) -> EventPlan:
    """A plan, checked. Raises BadInput with the places that are wrong and why."""
    try:
        values = yaml.load(path.read_text("utf-8-sig"), _Words)
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise BadInput(_NO_YAML.format(file=path.name, line="?" if mark is None else mark.line + 1)) from None
    try:
        return EventPlan.model_validate(values)
    except ValidationError as fault:
        raise BadInput(_WRONG.format(file=path.name, faults=faults_of(fault, EventPlan, _SHOWN))) from None
