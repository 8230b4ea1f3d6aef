"""Names of fixed things as the counselor's pages and forms say them."""

import re
from collections.abc import Mapping
from typing import Final

from markupsafe import Markup

from api.record_words import CODES
from matching.knowledge.catalogue import Text
from matching.ledger import NextStep
from matching.records import Refusal, ServiceKind
from matching.verdicts.wording import SKILL_TEXTS

_CHINESE: Final = re.compile("[\u4e00-\u9fff]")
SERVICES: Final[Mapping[str, Text]] = {
    ServiceKind.VERIFICATION.value: Text(zh="信息核对", en="Check of the record"),
    ServiceKind.ASSESSMENT.value: Text(zh="能力评估", en="Ability assessment"),
    ServiceKind.NEEDS.value: Text(zh="需求登记", en="Registration of needs"),
    ServiceKind.EMPLOYMENT.value: Text(zh="就业服务", en="Employment service"),
}
STEPS: Final[Mapping[str, Text]] = {
    NextStep.ANSWER.value: Text(zh="答复本人提出的事", en="Answer what the person asked"),
    NextStep.FOLLOW_UP.value: Text(zh="回访", en="Follow up"),
    NextStep.COURSE.value: Text(zh="课程快开始了，提醒本人", en="A course starts soon: remind the person"),
    NextStep.VERIFY.value: Text(zh="核对信息", en="Check the record"),
    NextStep.ASSESS.value: Text(zh="做能力评估", en="Assess the abilities"),
    NextStep.NEEDS.value: Text(zh="登记需求", en="Register the needs"),
    NextStep.CONSENT.value: Text(zh="说明并请本人决定是否同意", en="Explain the consent and ask"),
    NextStep.PLAN.value: Text(zh="一起商定一人一策", en="Settle the plan together"),
    NextStep.REVIEW_PLAN.value: Text(zh="资料变了，重看一人一策", en="The file changed: look at the plan again"),
    NextStep.SERVE.value: Text(zh="提供就业服务", en="Give employment service"),
}
FILTERS: Final[Mapping[str, Text]] = {
    "all": Text(zh="全部", en="Everybody"),
    "appeal": Text(zh="有事等答复", en="Wait for an answer"),
    "follow_up": Text(zh="到期回访", en="Follow-up due"),
    "course": Text(zh="快要上课", en="A course starts soon"),
    "assess": Text(zh="没有评估记录", en="No assessment on record"),
    "consent": Text(zh="没有有效的同意", en="No consent in force"),
    "plan": Text(zh="没有商定计划", en="No plan settled"),
    "review_plan": Text(zh="计划要重看", en="Plan to review"),
}
TRAININGS: Final[Mapping[str, Text]] = {name: CODES[name] for name in ("registered", "attending", "completed", "dropped")}
SKILLS: Final[Mapping[str, Text]] = SKILL_TEXTS
CONDITIONS: Final[Mapping[str, Text]] = {one.value: CODES[one.value] for one in Refusal}
REMOTE: Final[Mapping[str, Text]] = {
    "welcome": Text(zh="可以在家工作", en="Work at home is welcome"),
    "only": Text(zh="只做在家的工作", en="Work at home only"),
    "no": Text(zh="不想在家工作", en="No work at home"),
}
EXPLAINED: Final[Mapping[str, Text]] = {
    "easy_text": Text(zh="用易读文字说明", en="With the plain words"),
    "read": Text(zh="本人自己读", en="Read by the person"),
    "read_aloud": Text(zh="读给本人听", en="Read aloud"),
    "signed": Text(zh="用手语说明", en="In sign language"),
}
SCOPES: Final[Mapping[str, Text]] = {
    "listing": Text(zh="列入名单", en="To be listed"),
    "identity": Text(zh="告知身份", en="To be named"),
}
SOURCES: Final[Mapping[str, Text]] = {
    "counselor": Text(zh="辅导员", en="counselor"),
    "assessor": Text(zh="评估员", en="assessor"),
    "self": Text(zh="本人说的", en="told by the person"),
    "import": Text(zh="导入的表格", en="an imported file"),
}
APPEALS: Final[Mapping[str, Text]] = {
    "human": Text(zh="请人来解释、重新看", en="A person to explain and look again"),
    "objection": Text(zh="对名单或结论有异议", en="An objection to a list or an answer"),
    "correction": Text(zh="更正资料", en="A correction"),
    "complaint": Text(zh="投诉", en="A complaint"),
    "copy": Text(zh="要一份资料", en="A copy of the data"),
    "erasure": Text(zh="删除资料", en="Erasure of the data"),
}
RESULTS: Final[Mapping[str, Text]] = {
    "done": Text(zh="照办", en="Done"),
    "partly": Text(zh="部分照办", en="Done in part"),
    "refused": Text(zh="没有照办，说明理由", en="Not done, with the reason"),
}
VERDICTS: Final[Mapping[str, Text]] = {
    "eligible": Text(zh="可胜任", en="Can do the work"),
    "eligible_with": Text(zh="需要一项安排", en="Need an arrangement"),
    "review": Text(zh="要先了解", en="Need a look"),
    "blocked": Text(zh="现在还不合适", en="Not open now"),
}


def lang_of(value: str) -> Markup:
    """The attribute that marks a field with Chinese in it, so that it is pronounced as such; nothing for any other."""
    return Markup(' lang="zh"') if _CHINESE.search(value) else Markup("")
