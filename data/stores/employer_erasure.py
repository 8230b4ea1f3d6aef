"""What an erasure takes from the employers' rooms: the decisions' outline stays, files that named the person are stale at once."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from data.tables import cleared_reviews, decisions, disclosed_people, disclosures, handed_certificates


def blank_employers(connection: Connection, candidate: str, now: datetime) -> None:
    """Reasons, notes, handed certificates and the lines of files go; a file that told of the person is marked stale."""
    connection.execute(update(decisions).where(decisions.c.candidate == candidate).values(reason=""))
    connection.execute(delete(cleared_reviews).where(cleared_reviews.c.candidate == candidate))
    connection.execute(delete(handed_certificates).where(handed_certificates.c.candidate == candidate))
    told = select(disclosed_people.c.disclosure).where(disclosed_people.c.candidate == candidate)
    connection.execute(update(disclosures).where(disclosures.c.id.in_(told), disclosures.c.stale_at.is_(None)).values(stale_at=now))
    connection.execute(delete(disclosed_people).where(disclosed_people.c.candidate == candidate))
