"""What a posting demands, as JSON: read from words, shown for a stored posting, and confirmed by its employer."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, StaffOrEmployerOf
from api.actions import confirming
from api.actions.reading import read_text
from api.confirmable import item, word_of
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import PostingId
from api.schemas.reading import (
    ConfirmedView,
    DemandsInput,
    DemandsView,
    ItemView,
    OptionView,
    PostingText,
    ReadDemandView,
    ReadFactView,
    ReadFlagView,
    ReadingView,
    ReadOccupationView,
)
from matching.lint import clauses, laws
from matching.records import Provenance
from matching.verdicts.wording import PROVENANCES

router = APIRouter()


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.post(
    "/read-posting",
    operation_id="readPosting",
    tags=["postings"],
    summary="Read what a posting demands",
    response_description="Occupations, demands, facts and clauses to reword",
    response_model=ReadingView,
)
def read_posting(app: ApplicationOf, viewer: StaffOrEmployerOf, asked: PostingText) -> Response:
    """The reading of a title and a text. Nothing is stored: the same words give the same answer."""
    return _answer(read_text(asked, app.today))


@router.get(
    "/postings/{posting}/demands",
    operation_id="getDemands",
    tags=["postings"],
    summary="What can be confirmed of a posting",
    response_description="Demands and facts about the place, each with where it comes from",
    response_model=DemandsView,
)
def get_demands(app: ApplicationOf, viewer: StaffOrEmployerOf, posting: PostingId) -> Response:
    """Every demand and fact about the place of a stored posting, with the words quoted in which it was read."""
    return _answer(confirming.demands_view(app, viewer, posting))


@router.put(
    "/postings/{posting}/demands",
    operation_id="confirmDemands",
    tags=["postings"],
    summary="Confirm or correct what a posting demands",
    response_description="What was recorded",
    response_model=ConfirmedView,
)
def put_demands(
    app: ApplicationOf, viewer: StaffOrEmployerOf, _: FromProgram, posting: PostingId, wanted: DemandsInput, key: IdempotencyKey
) -> Response:
    """What is named counts as confirmed from then on, and no later reading or import replaces it; the rest stays as it is.

    What an employer raises is `held`: the former level counts until the office approves it.

    The same key with the same values again gives the first answer and changes nothing.
    """
    return _answer(confirming.confirm(app, viewer, posting, wanted.values, key))


def _example_item(name: str, value: int, provenance: Provenance, confidence: float, evidence: str) -> ItemView:
    found = item(name)
    assert found is not None
    return ItemView(
        name=name,
        text=found.text,
        group=found.group,
        value=value,
        provenance=provenance,
        provenance_text=PROVENANCES[provenance],
        confidence=confidence,
        evidence=evidence,
        options=tuple(OptionView(value=one, word=word_of(one), text=text) for one, text in found.options.items()),
        least=None if found.options else found.bounds[0],
        most=None if found.options else found.bounds[1],
    )


def _example_flag() -> ReadFlagView:
    clause = next(row for row in clauses() if row.name == "category_only")
    law = laws()[clause.law]
    return ReadFlagView(
        clause=clause.name,
        name=clause.text,
        severity=clause.severity,
        field="text",
        start=8,
        end=13,
        words="限肢体残疾",
        rule=law.text,
        source=law.source,
        to_confirm=law.to_confirm,
        proposal=clause.wording,
    )


EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "readPosting": ReadingView(
        id="1",
        occupations=(ReadOccupationView(code="4-09-08-01", name="保洁员", probability=0.91, called="保洁员"),),
        demands={
            "bending": ReadDemandView(level=3, provenance=Provenance.TYPICAL, confidence=0.78, evidence="", marginal=False),
            "hours_per_day": ReadDemandView(
                level=2, provenance=Provenance.READ, confidence=0.85, evidence="每天4小时", marginal=False
            ),
        },
        facts={"hours.per_day": ReadFactView(value=4.0, confidence=0.85, evidence="每天4小时")},
        flags=(_example_flag(),),
        confidence=0.91,
        note=None,
        reader="0123456789abcdef",
    ),
    "getDemands": DemandsView(
        posting="p_ef56gh78",
        title="保洁员",
        employer="江城示例科技有限公司",
        version="0123456789abcdef",
        items=(
            _example_item("demands.hours_per_day", 2, Provenance.READ, 0.85, "每天4小时"),
            _example_item("workplace.floor", 2, Provenance.READ, 0.7, "二楼"),
        ),
    ),
    "confirmDemands": ConfirmedView(
        posting="p_ef56gh78",
        confirmed=("demands.hours_per_day", "workplace.floor"),
        corrected=("workplace.floor",),
        at=datetime(2027, 3, 18, 9, 30, tzinfo=UTC),
        by="local",
    ),
}
