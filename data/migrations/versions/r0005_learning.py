"""What a list was made of, outcomes that were corrected, and what employers promised and kept.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("listed", sa.Column("band", key(), nullable=True))
    op.add_column("listed", sa.Column("position", sa.Integer(), nullable=True))
    op.add_column("listed", sa.Column("features", sa.LargeBinary(), nullable=True))
    op.add_column("listed", sa.Column("propensity", sa.Float(), nullable=True))
    op.create_table(
        "passed_over",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("features", sa.LargeBinary(), nullable=False),
        sa.Column("propensity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.sequence"], name=op.f("fk_passed_over_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "candidate", "posting", name=op.f("pk_passed_over")),
        comment="Who might have been drawn for an explored place and was not, with that chance: what off-policy evaluation needs.",
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("step", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("reason", key(), nullable=False),
        sa.Column("origin", key(), nullable=False),
        sa.Column("became", key(), nullable=False),
        sa.Column("corrected_at", moment(), nullable=False),
        sa.Column("corrected_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_corrections_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_corrections_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        comment="Steps as they were recorded before somebody changed or withdrew them; what is in force stands in `outcomes`.",
    )
    op.create_index("ix_corrections_candidate", "corrections", ["candidate"], unique=False)
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.Column("candidate", key(), nullable=True),
        sa.Column("event", key(), nullable=True),
        sa.Column("accommodation", key(), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_promises_candidate")),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_promises_employer")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_promises_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_promises_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("key", name=op.f("uq_promises_key")),
        comment="Arrangements that an employer promised, to one person or for a posting. After an erasure no person is named.",
    )
    op.create_index("ix_promises_posting", "promises", ["posting"], unique=False)
    op.create_index("ix_promises_candidate", "promises", ["candidate"], unique=False)
    op.create_index("ix_promises_employer_id", "promises", ["employer", "id"], unique=False)
    op.create_table(
        "promise_checks",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("promise", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("checked_at", moment(), nullable=False),
        sa.Column("checked_by", key(), nullable=False),
        sa.Column("contested_at", moment(), nullable=True),
        sa.Column("contested_by", key(), nullable=True),
        sa.Column("settled_at", moment(), nullable=True),
        sa.Column("settled_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["promise"], ["promises.id"], name=op.f("fk_promise_checks_promise"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_checks")),
        sa.UniqueConstraint("promise", "dated", name=op.f("uq_promise_checks_promise_dated")),
        comment="Whether a promise was found kept on a day. `state`: recorded, contested, then upheld or withdrawn.",
    )
