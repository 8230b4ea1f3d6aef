"""What employers confirmed or corrected of what was read in their postings.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "confirmations",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("name", key(), nullable=False),
        sa.Column("was", sa.Text(), nullable=False),
        sa.Column("was_from", key(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("confirmed_at", moment(), nullable=False),
        sa.Column("confirmed_by", key(), nullable=False),
        sa.Column("role", key(), nullable=False),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_confirmations_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmations")),
        sa.UniqueConstraint("key", "name", name=op.f("uq_confirmations_key_name")),
        comment="What was confirmed or corrected of a posting: the value before, with its provenance, and after. For training.",
    )
    op.create_index("ix_confirmations_posting_id", "confirmations", ["posting", "id"], unique=False)
