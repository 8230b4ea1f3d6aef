"""What the organizer decided about an event beside the lists: priorities, pins and exclusions, kept for every allocation.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "fair_orders",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("candidate", key(), nullable=True),
        sa.Column("posting", key(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("who", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_fair_orders_event")),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_fair_orders_candidate")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_fair_orders_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair_orders")),
        comment="Priorities, pins and exclusions of an event, each with its reason and who set it; withdrawn ones stay.",
    )
    op.create_index("ix_fair_orders_event", "fair_orders", ["event"], unique=False)
    op.create_index("ix_fair_orders_candidate", "fair_orders", ["candidate"], unique=False)
    op.create_table(
        "fair_order_people",
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["fair_orders.id"], name=op.f("fk_fair_order_people_order_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_fair_order_people_candidate")),
        sa.PrimaryKeyConstraint("order_id", "candidate", name=op.f("pk_fair_order_people")),
        comment="The people whom a priority names.",
    )
    op.create_index("ix_fair_order_people_candidate", "fair_order_people", ["candidate"], unique=False)
