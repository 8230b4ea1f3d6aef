"""What employers were told of a posting on a day, and what they were asked for.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "unlock_counts",
        sa.Column("posting", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_unlock_counts_posting")),
        sa.PrimaryKeyConstraint("posting", "dated", name=op.f("pk_unlock_counts")),
        comment="What an employer was told of a posting on a day: rounded counts, nobody's name. Asked again, it is told the same.",
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("change", key(), nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("asked_by", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_requests_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_requests_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("key", name=op.f("uq_requests_key")),
        comment="Changes that an employer was asked for. `key` is the sender's own: the same one sent again asks nothing twice.",
    )
    op.create_index("ix_requests_posting_change", "requests", ["posting", "change"], unique=False)
