"""Which request was sent under which idempotency key, so that another one under the same key is refused.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "sent_keys",
        sa.Column("scope", key(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_sent_keys")),
        comment="What was sent under an idempotency key, as a keyed hash: another request under the same key is refused.",
    )
    op.create_index("ix_sent_keys_claimed_at", "sent_keys", ["claimed_at"], unique=False)
