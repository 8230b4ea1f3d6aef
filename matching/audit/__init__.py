"""The audit of an event: counts and shares by group at each stage, and where a gap arises. It measures; it certifies nothing."""

from matching.audit.attribution import PARTS, Gap, Part
from matching.audit.groups import ATTRIBUTES, TITLES, Attribute, Groups
from matching.audit.lot import Lot, draw_lots
from matching.audit.passage import STAGES, Passage, Stage
from matching.audit.places import Places, read_places
from matching.audit.report import Audit, Change, Material, Sighting, Spread, Total, make_audit
from matching.audit.table import JUDGED, GroupRow, Rate, StageRow, Table

__all__ = [
    "ATTRIBUTES",
    "JUDGED",
    "PARTS",
    "STAGES",
    "TITLES",
    "Attribute",
    "Audit",
    "Change",
    "Gap",
    "GroupRow",
    "Groups",
    "Lot",
    "Material",
    "Part",
    "Passage",
    "Places",
    "Rate",
    "Sighting",
    "Spread",
    "Stage",
    "StageRow",
    "Table",
    "Total",
    "draw_lots",
    "make_audit",
    "read_places",
]
