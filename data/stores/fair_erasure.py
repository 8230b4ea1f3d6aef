"""What an erasure takes from the records of fairs: the outline stays, so that a booth's day still adds up."""

from sqlalchemy import Connection, delete, or_, select, update

from data.tables import (
    day_entries,
    fair_order_people,
    fair_orders,
    interview_changes,
    interviews,
    messages,
    visitors,
    waiting_lists,
)
from matching.records import InterviewState


def blank_fairs(connection: Connection, candidate: str) -> None:
    """Texts, notes, needs, reasons and orders about one person go; interviews that were still to be held are cancelled."""
    connection.execute(delete(fair_order_people).where(fair_order_people.c.candidate == candidate))
    connection.execute(delete(fair_orders).where(fair_orders.c.candidate == candidate))
    connection.execute(update(messages).where(messages.c.candidate == candidate).values(sealed_zh=None, sealed_en=None))
    connection.execute(update(visitors).where(visitors.c.candidate == candidate).values(body=None))
    connection.execute(update(waiting_lists).where(waiting_lists.c.candidate == candidate).values(cause="erased"))
    connection.execute(update(day_entries).where(day_entries.c.candidate == candidate).values(sealed_note=None))
    theirs = interviews.c.candidate == candidate
    own = select(interviews.c.id).where(theirs)
    blank = {"was": None, "became": '{"candidate":"","posting":"","booth":"","start":null,"state":"cancelled","body":"{}"}'}
    changes = update(interview_changes).where(interview_changes.c.interview.in_(own))
    connection.execute(changes.values(**blank, zh="", en=""))
    ahead = [one.value for one in (InterviewState.PLANNED, InterviewState.LATE)]
    still = or_(*(interviews.c.state == state for state in ahead))
    connection.execute(update(interviews).where(theirs, still).values(state=InterviewState.CANCELLED.value, start=None))
    connection.execute(update(interviews).where(theirs).values(body="{}"))
