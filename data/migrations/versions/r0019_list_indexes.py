"""Lists that are read page by page follow an index, however many rows lie behind them.

Revision ID: 0019
Revises: 0018
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_log_kind_sequence", "log", ["kind", "sequence"], unique=False)
    op.create_index("ix_log_object_sequence", "log", ["object", "sequence"], unique=False)
    op.drop_index("ix_log_kind_object", "log")
    op.create_index("ix_jobs_made_at_id", "jobs", ["made_at", "id"], unique=False)
    op.create_index("ix_uploads_made_at_id", "uploads", ["made_at", "id"], unique=False)
    op.drop_index("ix_uploads_made_at", "uploads")
    op.create_index("ix_trainings_course_state", "trainings", ["course", "state"], unique=False)
    op.create_index("ix_appeals_result_id", "appeals", ["result", "id"], unique=False)
    op.drop_index("ix_appeals_result", "appeals")
    for table in ("messages", "day_entries"):
        op.create_index(f"ix_{table}_event_id", table, ["event", "id"], unique=False)
        op.drop_index(f"ix_{table}_event", table)
