"""When and where: interviews on the clock of a fair, with what each person needs, and what to change on the day.

`make_timetable` places the interviews of a `Problem`, `check_timetable` finds every rule a table breaks, `replan` changes a running
one as little as it can.
"""

from matching.timetable.addition import Addition, added
from matching.timetable.aftermath import after_events
from matching.timetable.check import Fault, FaultKind, check_timetable
from matching.timetable.clock import Clock
from matching.timetable.conflicts import TimetableConflict
from matching.timetable.event import BoothLost, EmployerLeft, Event, Late, NoShow, Offered, Overrun, UnitGone, WalkIn
from matching.timetable.hall import walking_minutes
from matching.timetable.making import make_timetable, placed_rows
from matching.timetable.problem import Booth, Interviews, Person, Pin, Posting, Problem, Resource
from matching.timetable.replanning import Change, ChangeKind, Replan, Why, replan
from matching.timetable.schedule import Method, Schedule
from matching.timetable.timetable import Timetable, covered_by, digest_of, value_of, waits_of
from matching.timetable.unplaced import Lack, Unplaced
from matching.timetable.windows import Windows

__all__ = [
    "Addition",
    "Booth",
    "BoothLost",
    "Change",
    "ChangeKind",
    "Clock",
    "EmployerLeft",
    "Event",
    "Fault",
    "FaultKind",
    "Interviews",
    "Lack",
    "Late",
    "Method",
    "NoShow",
    "Offered",
    "Overrun",
    "Person",
    "Pin",
    "Posting",
    "Problem",
    "Replan",
    "Resource",
    "Schedule",
    "Timetable",
    "TimetableConflict",
    "UnitGone",
    "Unplaced",
    "WalkIn",
    "Why",
    "Windows",
    "added",
    "after_events",
    "check_timetable",
    "covered_by",
    "digest_of",
    "make_timetable",
    "placed_rows",
    "replan",
    "value_of",
    "waits_of",
    "walking_minutes",
]
