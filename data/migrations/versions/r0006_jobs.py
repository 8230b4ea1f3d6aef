"""Work that waits for a worker, and which job an import belongs to.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("viewer", sa.Text(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_payload", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("lease_until", moment(), nullable=True),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("stage", key(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("result", key(), nullable=True),
        sa.Column("sealed_report", sa.LargeBinary(), nullable=True),
        sa.Column("reason", key(), nullable=True),
        sa.Column("sealed_problem", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("made_by", "key", name=op.f("uq_jobs_made_by_key")),
        comment="Work for a worker, with who asked. `token` counts claims: only the last one may write, and only once a `result`.",
    )
    op.create_index("ix_jobs_state_made_at", "jobs", ["state", "made_at"], unique=False)
    op.add_column("imports", sa.Column("job", key(), nullable=True))
    op.create_index("ix_imports_job", "imports", ["job"], unique=False)
