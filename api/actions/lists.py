"""Read what a run found: events, shortlists, recommendations, people without an entry, and why."""

from collections.abc import Iterable

from api.actions.errors import NotFound
from api.actions.views import candidate_names, entry_view, left_out_view, pay_text, place_text, posting_summary
from api.schemas import (
    CandidateLine,
    DimensionView,
    EventView,
    LeftOutView,
    Page,
    PostingSummary,
    RecommendationsView,
    ShortlistView,
    WhyView,
)
from api.wiring import Application
from data.stores import Run, Stores
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Event, Posting, PostingStatus, Viewer
from matching.shortlist import Entry
from matching.verdicts import (
    CandidateSide,
    Outcome,
    PostingSide,
    Trace,
    candidate_side,
    evaluate,
    finding_text,
    hints,
    posting_side,
)
from matching.verdicts.wording import hints_text, verdict_text

EVENT = Text(zh="活动", en="event")
POSTING = Text(zh="岗位", en="posting")
CANDIDATE = Text(zh="求职者", en="candidate")
RUN = Text(zh="匹配结果，请先运行 tongtu match", en="match yet; run tongtu match first, for event")
