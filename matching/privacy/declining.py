"""Why an employer does not invite somebody: reasons about the job, from a short list, and what the person is told of each.

There is no free text and no reason of health: what is not on the list cannot be said, recorded or passed on.
"""

from collections.abc import Mapping
from typing import Final

from matching.knowledge.catalogue import Text

DECLINES: Final[Mapping[str, Text]] = {
    "skills": Text(zh="技能或经验还不够", en="skills or experience are not enough yet"),
    "papers": Text(zh="学历或证书不符", en="education or papers do not fit"),
    "hours": Text(zh="工作时间不合", en="working hours do not fit"),
    "pay": Text(zh="工资期望差得多", en="wage wishes are too far apart"),
    "distance": Text(zh="路程太远", en="the way to work is too long"),
    "other_person": Text(zh="另有人选", en="somebody else was chosen"),
    "posting_gone": Text(zh="岗位取消或已招满", en="the job was filled or cancelled"),
    "other": Text(zh="其他与岗位有关的原因", en="another reason that has to do with the job"),
}
"""Code of the outcome -> its words for the employer that chooses it."""

LEAVINGS: Final[Mapping[str, Text]] = {
    "pay": Text(zh="工资", en="pay"),
    "hours": Text(zh="工作时间", en="working hours"),
    "content": Text(zh="工作内容", en="the work itself"),
    "contract": Text(zh="合同或社保", en="contract or insurance"),
    "distance": Text(zh="路程太远", en="the way to work"),
    "arrangement": Text(zh="便利安排没有落实", en="a promised arrangement was not there"),
    "posting_gone": Text(zh="岗位取消", en="the job ended"),
    "other_job": Text(zh="找到别的工作", en="found another job"),
    "other": Text(zh="其他", en="another reason"),
}
"""Code of the outcome -> its words, of somebody who left the job."""

_TOLD: Final[Mapping[str, Text]] = {
    "skills": Text(zh="单位希望有更多这方面的技能或经验。", en="The employer looks for more skills or experience of this kind."),
    "papers": Text(zh="单位要求的学历或证书不同。", en="The employer asks for other education or papers."),
    "hours": Text(zh="工作时间和您希望的合不上。", en="The working hours do not fit the ones you hope for."),
    "pay": Text(zh="工资和您希望的差得多。", en="The pay is too far from what you hope for."),
    "distance": Text(zh="单位觉得路程太远。", en="The employer finds the way to work too long."),
    "posting_gone": Text(zh="岗位已招满或取消。", en="The job was filled or cancelled."),
}
_CHOSE: Final = Text(zh="这次单位选了别人。", en="This time the employer chose somebody else.")


def decline_told(reason: str) -> Text:
    """What the person is told of a decline, whatever code stands there: never more than the list says."""
    return _TOLD.get(reason, _CHOSE)
