"""What an erasure takes from the ledgers: the person's plan, entry, places in pools and words; what is counted stays counted."""

from sqlalchemy import Connection, delete, select, update

from data.tables import appeals, graduate_entries, plan_edits, settled_plans, tallies, tally_people


def blank_ledgers(connection: Connection, candidate: str) -> None:
    """Plan, ledger entry and memberships of one person go, the note of each pairing with them, and the words of what they asked."""
    own = select(tally_people.c.tally).where(tally_people.c.candidate == candidate)
    connection.execute(update(tallies).where(tallies.c.id.in_(own)).values(sealed_note=None))
    for table in (graduate_entries, plan_edits, settled_plans, tally_people):
        connection.execute(delete(table).where(table.c.candidate == candidate))
    theirs = update(appeals).where(appeals.c.candidate == candidate)
    connection.execute(theirs.values(sealed_text=None, sealed_answer=None))
