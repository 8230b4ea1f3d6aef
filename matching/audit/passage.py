"""How far each person of an event came, from the rules to a job that is still held."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from matching.audit.groups import Bool
from matching.knowledge.catalogue import Text
from matching.records.outcome import Step


class Stage(StrEnum):
    """The stages in order. `available`: could be given an interview, `allotted`: was given one; both only where a timetable was
    made. `retained`: still there after three months.
    """

    ELIGIBLE = "eligible"
    SHORTLISTED = "shortlisted"
    AVAILABLE = "available"
    ALLOTTED = "allotted"
    INTERVIEWED = "interviewed"
    OFFERED = "offered"
    HIRED = "hired"
    RETAINED = "retained"


STAGES: Mapping[Stage, Text] = {
    Stage.ELIGIBLE: Text(zh="有可做的岗位", en="can do a post"),
    Stage.SHORTLISTED: Text(zh="进入名单", en="on a list"),
    Stage.AVAILABLE: Text(zh="可以安排面试", en="could be given an interview"),
    Stage.ALLOTTED: Text(zh="排上面试", en="given an interview"),
    Stage.INTERVIEWED: Text(zh="面试", en="interviewed"),
    Stage.OFFERED: Text(zh="获录用意向", en="offered"),
    Stage.HIRED: Text(zh="入职", en="hired"),
    Stage.RETAINED: Text(zh="满三个月在岗", en="still there after 3 months"),
}


RECORDED_BY: Mapping[Stage, frozenset[Step]] = {
    Stage.RETAINED: frozenset({Step.RETAINED_3, Step.RETAINED_6}),
    Stage.HIRED: frozenset({Step.HIRED, Step.LEFT, Step.RETAINED_1}),
    Stage.OFFERED: frozenset({Step.OFFERED}),
    Stage.INTERVIEWED: frozenset({Step.INTERVIEWED}),
}
"""The steps that a stage is recorded by, the last stage first; it is also reached by whoever reached a later one."""

BY_TIMETABLE = frozenset({Stage.AVAILABLE, Stage.ALLOTTED})
"""The stages of an allocation: without a saved timetable nobody could have recorded them."""


@dataclass(frozen=True, eq=False)
class Passage:
    """n people of an event. `reached[stage]` (n,); a stage that nobody recorded is absent. `eligible` and `shortlisted` are there.

    `review_only` (n,): no post fits, but some wait for an answer. `opted_out` (n,): placed by a draw, at their own wish.
    Raises ValueError when the parts do not fit together.
    """

    reached: Mapping[Stage, Bool]
    review_only: Bool
    opted_out: Bool

    def __post_init__(self) -> None:
        people = self.review_only.shape
        for stage, reached in self.reached.items():
            if reached.shape != people:
                raise ValueError(f"{stage} has shape {reached.shape}; {people[0]} people need one each")
        if not {Stage.ELIGIBLE, Stage.SHORTLISTED} <= set(self.reached):
            raise ValueError("who is eligible and who is on a list is not told; an audit begins with these")

    def __len__(self) -> int:
        return len(self.review_only)

    @property
    def recorded(self) -> tuple[Stage, ...]:
        return tuple(stage for stage in Stage if stage in self.reached)

    @cached_property
    def through(self) -> Mapping[Stage, Bool]:
        """(n,) by stage: who came to it through every recorded stage before. A walk-in who was on no list is not among them."""
        found: dict[Stage, Bool] = {}
        so_far = np.ones(len(self), np.bool_)
        for stage in self.recorded:
            so_far = found[stage] = so_far & self.reached[stage]
        return found

    def another_way(self, stage: Stage) -> int:
        """How many came to the stage without one before it, such as walk-ins."""
        return int((self.reached[stage] & ~self.through[stage]).sum())
