"""What goes over the wire and onto the pages: one file a noun."""

from api.schemas.base import Page, Problem, View
from api.schemas.lists import (
    Answer,
    CandidateLine,
    DimensionView,
    EntryView,
    EventView,
    LeftOutView,
    PostingSummary,
    ReasonView,
    RecommendationsView,
    RepairView,
    RuleStanding,
    RuleView,
    RunSummary,
    ShortlistView,
    WhyView,
)

__all__ = [
    "Answer",
    "CandidateLine",
    "DimensionView",
    "EntryView",
    "EventView",
    "LeftOutView",
    "Page",
    "PostingSummary",
    "Problem",
    "ReasonView",
    "RecommendationsView",
    "RepairView",
    "RuleStanding",
    "RuleView",
    "RunSummary",
    "ShortlistView",
    "View",
    "WhyView",
]
