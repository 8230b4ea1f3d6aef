"""The figures of the pool that were published on a day.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "pool_cells",
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("district", key(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("dated", "district", name=op.f("pk_pool_cells")),
        comment="The pool of a district on a day in rounded groups of at least five. `district` is empty for the whole city.",
    )
