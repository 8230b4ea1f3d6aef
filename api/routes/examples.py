"""One answer of each operation, for the OpenAPI document. Everybody and everything in them is invented."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Final

from pydantic import BaseModel

from api.routes.fairs import CREATED
from api.schemas import (
    CandidateLine,
    DimensionView,
    EntryView,
    EventView,
    LeftOutView,
    Page,
    PostingSummary,
    ReasonView,
    RecommendationsView,
    RepairView,
    RuleView,
    ShortlistView,
    WhyView,
)
from matching.knowledge.catalogue import Text
from matching.shortlist import Counts, Versions

_AT: Final = datetime(2027, 3, 18, 9, 30, tzinfo=UTC)

EVENT: Final = EventView(
    id="spring-2027",
    name="春季专场",
    kind="专场招聘会",
    on=date(2027, 3, 20),
    candidates=3,
    postings=1,
    run="1",
    matched_at=_AT,
    counts=Counts(eligible_with=1, review=1, blocked=1),
    left_out=1,
)
POSTING: Final = PostingSummary(
    id="p_ef56gh78",
    title="文字客服",
    employer="江城示例科技有限公司",
    kind="private_targeted",
    place="武汉 洪山区",
    pay="4,000-5,000 元/月",
    fit=1,
    review=1,
    counts=Counts(eligible_with=1, review=1, blocked=1),
)
FIT: Final = EntryView(
    candidate="c_ab12cd34",
    name="示例甲",
    posting=POSTING.id,
    title=POSTING.title,
    employer=POSTING.employer,
    band="fit",
    rank=1,
    score=0.71,
    verdict="eligible_with",
    verdict_text=Text(zh="可胜任；需要：读屏软件", en="Can do it; needs: screen reader"),
    accommodations=("screen_reader",),
    fit_text=Text(zh="9 项要求满足 9 项，其中 1 项借助安排", en="9 of 9 demands met, 1 of them with an arrangement"),
    questions=(),
    reasons=(
        ReasonView(text=Text(zh="会做：文字录入", en="Knows how to: 文字录入"), feature="skills_shared", weight=0.4),
        ReasonView(text=Text(zh="住处较远", en="Lives rather far away"), feature="distance", weight=-0.1),
    ),
)
REVIEW: Final = FIT.model_copy(
    update={
        "candidate": "c_jk90lm12",
        "name": "示例乙",
        "band": "review",
        "score": 0.55,
        "verdict": "review",
        "verdict_text": Text(zh="需人工了解：卫生间自理", en="A person must look: using the toilet alone"),
        "accommodations": (),
        "fit_text": Text(zh="9 项要求满足 8 项", en="8 of 9 demands met"),
        "questions": (Text(zh="请问单位：卫生间是哪一种？", en="Ask the employer: what kind of toilet is there?"),),
    }
)
LEFT_OUT: Final = LeftOutView(
    candidate="c_no34pq56",
    name="示例丙",
    cause="blocked",
    text=Text(
        zh="1 个岗位目前都不合适，最常见的差距：上下楼梯（1 个岗位）。",
        en="None of 1 postings is open now; most often in the way: stairs (1 postings).",
    ),
    counts=Counts(blocked=1),
)
VERSIONS: Final = Versions(
    software="0.2.0",
    knowledge="1f2e3d4c5b6a7988",
    encoder="example-encoder",
    ranker="example-ranker",
    candidates="0123456789abcdef",
    postings="fedcba9876543210",
    settings="0011223344556677",
    features="8899aabbccddeeff",
)
WHY: Final = WhyView(
    candidate=LEFT_OUT.candidate,
    name=LEFT_OUT.name,
    posting=POSTING.id,
    title=POSTING.title,
    verdict="blocked",
    verdict_text=Text(zh="目前不合适：上下楼梯", en="Not open now: stairs"),
    paragraph=Text(
        zh="目前不合适。上下楼梯：要求 3，能力 1，现有安排不能弥补；有电梯就可以。",
        en="Not open now. Stairs: demands 3, ability 1, and no available arrangement closes it; a lift would.",
    ),
    answer="rule",
    answer_text=Text(zh="有要求目前达不到。", en="A demand is not met at present."),
    entry=None,
    dimensions=(
        DimensionView(
            dimension="stairs",
            text=Text(
                zh="上下楼梯：要求 3（单位填写），能力 1。有差距，现有安排不能弥补。",
                en="Stairs: demands 3 (stated by the employer); ability 1. There is a gap that no available arrangement closes.",
            ),
            name=Text(zh="上下楼梯", en="stairs"),
            demand=3,
            provenance="derived",
            ability=1,
            standing="blocked",
            used=(),
            hint=Text(zh="电梯", en="lift"),
        ),
    ),
    rules=(
        RuleView(
            rule="licence",
            name=Text(zh="执业资格和驾驶证", en="licences"),
            standing="blocked",
            reason=Text(zh="岗位要求 C5 驾驶证，现在没有。", en="The post asks a C5 driving licence; there is none now."),
            question=None,
            until=Text(zh="考取 C5 驾驶证", en="obtain a C5 driving licence"),
            by=Text(zh="求职者", en="the candidate"),
            steps=(Text(zh="到驾校报名", en="enrol at a driving school"),),
            used=(),
            to_confirm=False,
        ),
    ),
)

EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listEvents": Page[EventView](items=(EVENT,)),
    "createEvent": CREATED,
    "getEvent": EVENT,
    "listEventPostings": Page[PostingSummary](items=(POSTING,)),
    "getShortlist": ShortlistView(
        event=EVENT, posting=POSTING, made_at=_AT, versions=VERSIONS, fit=(FIT,), review=(REVIEW,), withdrawn=0
    ),
    "listEventCandidates": Page[CandidateLine](items=(CandidateLine(id=FIT.candidate, name=FIT.name, entries=1),)),
    "getRecommendations": RecommendationsView(
        event=EVENT, candidate=FIT.candidate, name=FIT.name, made_at=_AT, entries=(FIT,), left_out=None
    ),
    "listLeftOut": Page[LeftOutView](items=(LEFT_OUT,), next=LEFT_OUT.candidate),
    "listToRepair": Page[RepairView](
        items=(
            RepairView(
                id="p_qr78st90",
                title="仓库管理员",
                employer="江城示例物流有限公司",
                pay="1,800 元/月",
                reasons=(
                    Text(
                        zh="每月最高 1,800 元，低于最低工资 2,210 元。",
                        en="At most 1,800 a month, below the minimum wage of 2,210.",
                    ),
                ),
            ),
        )
    ),
    "getWhy": WHY,
}
