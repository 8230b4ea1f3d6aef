"""What the linter says of postings, as JSON."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOf, StaffOrEmployerOf
from api.actions.lint import lint_event, lint_one
from api.routes.parameters import After, EventId, Limit, PostingId
from api.schemas.lint import ClauseCount, ExcludedView, FlagView, LintView, PostingLintView
from matching.knowledge.catalogue import Text
from matching.lint import SEVERITIES, clauses, laws

router = APIRouter()

_DEFAULT: Final = 50


def _example() -> PostingLintView:
    """An invented posting with one flag, in the words of the knowledge."""
    clause = next(row for row in clauses() if row.name == "category_only")
    law = laws()[clause.law]
    flag = FlagView(
        clause=clause.name,
        name=clause.text,
        severity=clause.severity,
        severity_text=SEVERITIES[clause.severity],
        field="text",
        field_text=Text(zh="正文", en="text"),
        start=12,
        end=17,
        words="限肢体残疾",
        wrong=clause.wrong,
        law=law.text,
        source=law.source,
        to_confirm=law.to_confirm,
        proposal=clause.wording,
        excluded=ExcludedView(
            people=210,
            of=480,
            text=Text(
                zh="库里记录了这一项的约 480 人中，约 210 人会被挡住或排到后面",
                en="of about 480 people of whom this is recorded, about 210 would be kept out or put last",
            ),
        ),
    )
    return PostingLintView(posting="p_ef56gh78", title="文字客服", employer="江城示例科技有限公司", flags=(flag,))


_POSTING: Final = _example()
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "lintEvent": LintView(
        postings=24,
        flagged=1,
        clauses=(
            ClauseCount(
                clause=_POSTING.flags[0].clause,
                name=_POSTING.flags[0].name,
                severity=_POSTING.flags[0].severity,
                severity_text=_POSTING.flags[0].severity_text,
                postings=1,
            ),
        ),
        items=(_POSTING,),
    ),
    "lintPosting": _POSTING,
}


@router.get(
    "/events/{event}/lint",
    operation_id="lintEvent",
    tags=["postings"],
    summary="Clauses of an event's postings that are unlawful or needless",
    response_description="Flagged postings, the most serious first",
    response_model=LintView,
)
def get_event_lint(app: ApplicationOf, viewer: StaffOf, event: EventId, after: After = None, limit: Limit = _DEFAULT) -> Response:
    """Quoted clauses with the rule, a wording to use instead, and how many people of the pool each would keep out.

    Nothing is filtered. Figures are rounded to 5 with small groups kept back, counted at most once a day, and each count is an
    access in the log.
    """
    return Response(lint_event(app, viewer, event, after, limit).model_dump_json(), media_type="application/json")


@router.get(
    "/postings/{posting}/lint",
    operation_id="lintPosting",
    tags=["postings"],
    summary="Clauses of a posting that are unlawful or needless",
    response_description="The posting with its flags; none where nothing was found",
    response_model=PostingLintView,
)
def get_posting_lint(app: ApplicationOf, viewer: StaffOrEmployerOf, posting: PostingId) -> Response:
    """As for an event, of one posting."""
    return Response(lint_one(app, viewer, posting).model_dump_json(), media_type="application/json")
