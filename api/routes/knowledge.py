"""The knowledge behind the verdicts, as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel
from starlette.responses import Response

from api.access import ANY_MEMBER
from api.actions.knowledge import knowledge_section, knowledge_view
from api.routes.parameters import LONGEST, PRINTABLE
from api.schemas.knowledge import KnowledgeRow, KnowledgeSection, KnowledgeSummary, KnowledgeTable, KnowledgeView
from matching.knowledge.catalogue import Signature, Text

router = APIRouter(dependencies=[Depends(ANY_MEMBER)])

SectionName = Annotated[
    str, Path(alias="section", max_length=LONGEST, pattern=PRINTABLE, description="Name of the section", examples=["dimensions"])
]

_TITLE: Final = Text(zh="岗位种类", en="Kinds of posting")
EXAMPLES: Final[Mapping[str, BaseModel]] = {
    "getKnowledge": KnowledgeView(
        version="0123456789abcdef",
        title=Text(zh="通途判定所依据的知识", en="What the verdicts of Tongtu rest on"),
        text=(Text(zh="每一行都是建议稿，直到有专家签署。", en="Every row is a proposal until a named expert signs it."),),
        sections=(KnowledgeSummary(name="postings", title=_TITLE, rows=2, signed=1),),
    ),
    "getKnowledgeSection": KnowledgeSection(
        name="postings",
        title=_TITLE,
        text=(Text(zh="岗位种类按方案的项目列出。", en="The kinds follow the items of the plan."),),
        tables=(
            KnowledgeTable(
                id="kinds",
                title=_TITLE,
                file="matching/knowledge/kinds.yaml",
                columns=(Text(zh="种类", en="Kind"),),
                rows=(
                    KnowledgeRow(id="courier", cells=(Text(zh="快递岗位", en="courier post"),), status="proposed"),
                    KnowledgeRow(
                        id="internship",
                        cells=(Text(zh="见习岗位", en="internship"),),
                        status="signed",
                        signed_by=Signature(name="林一", on=date(2027, 3, 18)),
                    ),
                ),
            ),
        ),
    ),
}


@router.get(
    "/knowledge",
    operation_id="getKnowledge",
    tags=["knowledge"],
    summary="What the verdicts rest on",
    response_description="The contents",
    response_model=KnowledgeView,
)
def get_knowledge() -> Response:
    """The sections of the knowledge, each with the number of its rows and of those that an expert signed."""
    return _answer(knowledge_view())


@router.get(
    "/knowledge/{section}",
    operation_id="getKnowledgeSection",
    tags=["knowledge"],
    summary="One section of the knowledge",
    response_description="The section with all its tables",
    response_model=KnowledgeSection,
)
def get_knowledge_section(section: SectionName) -> Response:
    """All rows of a section in both languages, each `proposed` until a named expert signs it."""
    return _answer(knowledge_section(section))


def _answer(view: BaseModel) -> Response:
    return Response(view.model_dump_json(), media_type="application/json")
