"""The ledgers of the plan: every figure with its denominator and what is not known, from records that are handed in.

One module a ledger, each a pure function of records; `books` is all that a report reads, `figures` counts it by indicator, `report`
puts it in the order of the plan, `publish` keeps back small groups before a figure leaves the house.
"""

from matching.ledger.books import Books
from matching.ledger.enterprises import EnterpriseFigures, enterprise_figures, publish_enterprise
from matching.ledger.figure import Figure, Part
from matching.ledger.figures import figure_of, figures
from matching.ledger.four_ones import FourOnes, four_ones
from matching.ledger.graduates import GraduateEntry, GraduateLine, graduate_lines
from matching.ledger.members import Member, member_of
from matching.ledger.next_steps import CaseState, NextStep, next_steps
from matching.ledger.period import Period
from matching.ledger.placements import Placement, placements_of
from matching.ledger.publish import publish
from matching.ledger.report import ReportLine, ReportSection, YearReport, by_district, year_report
from matching.ledger.retention import Retention, retention
from matching.ledger.tallies import Tally, TallyKind

__all__ = [
    "Books",
    "CaseState",
    "EnterpriseFigures",
    "Figure",
    "FourOnes",
    "GraduateEntry",
    "GraduateLine",
    "Member",
    "NextStep",
    "Part",
    "Period",
    "Placement",
    "ReportLine",
    "ReportSection",
    "Retention",
    "Tally",
    "TallyKind",
    "YearReport",
    "by_district",
    "enterprise_figures",
    "figure_of",
    "figures",
    "four_ones",
    "graduate_lines",
    "member_of",
    "next_steps",
    "placements_of",
    "publish",
    "publish_enterprise",
    "retention",
    "year_report",
]
