"""The kept versions of the ranker, as JSON."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ApplicationOf, CityOrganizerOrAdministratorOf, OrganizerOrAdministratorOf
from api.actions import rankers
from api.once import IdempotencyKey
from api.origin import FromProgram
from api.routes.parameters import LONGEST, PRINTABLE
from api.schemas.models import (
    ActView,
    CheckView,
    GateView,
    ModelCardView,
    ModelsView,
    ModelView,
    ReasonInput,
    RollbackInput,
)
from matching.knowledge.catalogue import Text

router = APIRouter()

ModelVersion = Annotated[
    str,
    Path(alias="version", max_length=LONGEST, pattern=PRINTABLE, description="A kept version", examples=["learned-0a1b2c3d4e5f"]),
]


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")


@router.get(
    "/models",
    operation_id="listModels",
    tags=["models"],
    summary="The kept versions of the ranker",
    response_description="Which serves, all versions, and what became of them",
    response_model=ModelsView,
)
def list_models(app: ApplicationOf, viewer: OrganizerOrAdministratorOf) -> Response:
    """All versions with their state, what each was trained on, and what the gate found. For organizers and administrators."""
    return _answer(rankers.list_models(app, viewer))


@router.get(
    "/models/{version}",
    operation_id="getModel",
    tags=["models"],
    summary="The card of a version",
    response_description="The version, its manifest and its card",
    response_model=ModelCardView,
)
def get_model(app: ApplicationOf, viewer: OrganizerOrAdministratorOf, version: ModelVersion) -> Response:
    """All that the manifest of a version says, and its card as Markdown, in Chinese and English."""
    return _answer(rankers.show_model(app, viewer, version))


@router.post(
    "/models/{version}/promote",
    operation_id="promoteModel",
    tags=["models"],
    summary="Let a version rank",
    response_description="The version, now in use",
    response_model=ModelView,
)
def promote_model(
    app: ApplicationOf,
    viewer: CityOrganizerOrAdministratorOf,
    _: FromProgram,
    version: ModelVersion,
    given: ReasonInput,
    key: IdempotencyKey,
) -> Response:
    """Let a version rank from now on, if the gate let it through against the one in use; otherwise 409 with the reasons."""
    return _answer(rankers.promote_model(app, viewer, version, given.why, key))


@router.post(
    "/models/rollback",
    operation_id="rollbackModels",
    tags=["models"],
    summary="Go back to what was in use before",
    response_description="Which serves now, all versions, and what became of them",
    response_model=ModelsView,
)
def rollback_models(
    app: ApplicationOf, viewer: CityOrganizerOrAdministratorOf, _: FromProgram, given: RollbackInput, key: IdempotencyKey
) -> Response:
    """Go back one step, or to a version that was in use before. The same key again goes back no further."""
    return _answer(rankers.rollback_models(app, viewer, given.why, given.to, key))


_GATE: Final = GateView(
    passed=True,
    incumbent="hand-weighted-1a2b3c4d5e6f",
    checks=(
        CheckView(
            name="groups",
            passed=True,
            text=Text(
                zh="18 个不少于 30 人的组中，没有一组的影响比下降超过 0.05",
                en="of 18 groups of at least 30 people none falls by more than 0.05 in impact ratio",
            ),
        ),
    ),
)
_MODEL: Final = ModelView(
    version="learned-0a1b2c3d4e5f",
    state="in_use",
    state_text=Text(zh="在用", en="in use"),
    first_day=date(2026, 3, 12),
    last_day=date(2027, 1, 20),
    lists=1_240,
    pairs=24_310,
    parent="hand-weighted-1a2b3c4d5e6f",
    metrics={"ndcg@10": 0.4321},
    gate=_GATE,
)
_MODELS: Final = ModelsView(
    serving="learned-0a1b2c3d4e5f",
    note=Text(zh="使用训练好的排序模型 learned-0a1b2c3d4e5f", en="the trained ranker learned-0a1b2c3d4e5f serves"),
    models=(_MODEL,),
    unfinished=0,
    history=(
        ActView(
            at=datetime(2027, 2, 1, 9, 30, tzinfo=UTC),
            by="local",
            action="promoted",
            action_text=Text(zh="投入使用", en="promoted"),
            before=None,
            version="learned-0a1b2c3d4e5f",
            why="春季专场之前",
        ),
    ),
)
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "listModels": _MODELS,
    "getModel": ModelCardView(
        model=_MODEL, manifest={"version": "learned-0a1b2c3d4e5f", "seed": 7}, card="# 排序模型 `learned-0a1b2c3d4e5f`\n"
    ),
    "promoteModel": _MODEL,
    "rollbackModels": _MODELS.model_copy(update={"serving": "hand-weighted-1a2b3c4d5e6f"}),
}
