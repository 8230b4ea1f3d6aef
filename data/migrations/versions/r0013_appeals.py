"""What a person asks for, objects to or complains about, with its answer; and who answers for a settled plan.

Revision ID: 0013
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0011"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("posting", key(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.Column("result", key(), nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=True),
        sa.Column("named", key(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        sa.Column("answered_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_appeals_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_appeals_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("key", name=op.f("uq_appeals_key")),
        comment="What a person asked for or objected to, sealed, and the answer of a named person. Without a `result` it waits.",
    )
    op.create_index("ix_appeals_candidate", "appeals", ["candidate"], unique=False)
    op.create_index("ix_appeals_result", "appeals", ["result"], unique=False)
    op.add_column("settled_plans", sa.Column("named", key(), nullable=True))
