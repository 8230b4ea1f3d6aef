"""A demand that an employer raises waits for the office.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("confirmations", sa.Column("state", key(), nullable=True))
    op.add_column("confirmations", sa.Column("reason", sa.Text(), nullable=True))
    op.add_column("confirmations", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("confirmations", sa.Column("decided_by", key(), nullable=True))
    op.create_index("ix_confirmations_state", "confirmations", ["state"], unique=False)
