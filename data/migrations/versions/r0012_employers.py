"""The employers' room: whom they invite or decline, cleared reviews, handed certificates, files that left, stated arrangements.

Revision ID: 0012
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0013"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("consents", sa.Column("sealed_stated", sa.LargeBinary(), nullable=True))
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("decision", key(), nullable=False),
        sa.Column("reason", key(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("decided_at", moment(), nullable=False),
        sa.Column("decided_by", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_decisions_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_decisions_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_decisions_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("key", name=op.f("uq_decisions_key")),
        comment="Whom an employer wants to meet, or does not, and why (a code). What was taken back stays, with who did.",
    )
    op.create_index("ix_decisions_event_posting", "decisions", ["event", "posting"], unique=False)
    op.create_index("ix_decisions_candidate", "decisions", ["candidate"], unique=False)
    op.create_table(
        "cleared_reviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("named", key(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("key", key(), nullable=False),
        sa.Column("cleared_at", moment(), nullable=False),
        sa.Column("cleared_by", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_cleared_reviews_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_cleared_reviews_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_cleared_reviews_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cleared_reviews")),
        sa.UniqueConstraint("key", name=op.f("uq_cleared_reviews_key")),
        comment="Reviews that a named person settled, so that the employer may see the person. The note is sealed.",
    )
    op.create_index("ix_cleared_reviews_event_posting", "cleared_reviews", ["event", "posting"], unique=False)
    op.create_index("ix_cleared_reviews_candidate", "cleared_reviews", ["candidate"], unique=False)
    op.create_table(
        "handed_certificates",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["candidate"], ["candidates.id"], name=op.f("fk_handed_certificates_candidate"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_handed_certificates_employer")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_handed_certificates_posting")),
        sa.PrimaryKeyConstraint("candidate", "employer", name=op.f("pk_handed_certificates")),
        comment="Who gave an employer a copy of their certificate after an offer, by their own act. The copy itself is not here.",
    )
    op.create_index("ix_handed_certificates_employer", "handed_certificates", ["employer"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.Column("posting", key(), nullable=True),
        sa.Column("kind", key(), nullable=False),
        sa.Column("form", key(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("stale_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_disclosures_employer")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_disclosures_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_disclosures_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        comment="Files about people that left for an employer. `stale_at`: since when one of them tells more than it may.",
    )
    op.create_index("ix_disclosures_employer", "disclosures", ["employer"], unique=False)
    op.create_table(
        "disclosed_people",
        sa.Column("disclosure", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("stage", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_disclosed_people_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["disclosure"], ["disclosures.id"], name=op.f("fk_disclosed_people_disclosure"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("disclosure", "candidate", name=op.f("pk_disclosed_people")),
        comment="Whom a file that left tells of, and at which stage they were towards the employer then.",
    )
    op.create_index("ix_disclosed_people_candidate", "disclosed_people", ["candidate"], unique=False)
