"""The ledgers of the plan: graduates, plans of persons, tallies, sheltered workshops, reports of bodies, certified counts.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "graduate_entries",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_graduate_entries_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("candidate", name=op.f("pk_graduate_entries")),
        comment="The graduates' ledger: who is kept in it until they have work, and who refused a service; the reason is sealed.",
    )
    op.create_table(
        "plan_edits",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("section", key(), nullable=False),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("over", key(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("edited_at", moment(), nullable=False),
        sa.Column("edited_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_plan_edits_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_edits")),
        sa.UniqueConstraint("key", name=op.f("uq_plan_edits_key")),
        comment="What a counselor wrote beside a section of a person's plan, sealed. `over`: the lines that they had before them.",
    )
    op.create_index("ix_plan_edits_candidate", "plan_edits", ["candidate"], unique=False)
    op.create_table(
        "settled_plans",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("settled_at", moment(), nullable=False),
        sa.Column("settled_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_settled_plans_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settled_plans")),
        sa.UniqueConstraint("key", name=op.f("uq_settled_plans_key")),
        comment="On which day a person's plan was gone through with them and settled.",
    )
    op.create_index("ix_settled_plans_candidate", "settled_plans", ["candidate"], unique=False)
    op.create_table(
        "tallies",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("title", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("district", key(), nullable=True),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("key", key(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.Column("withdrawn_by", key(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
        sa.UniqueConstraint("key", name=op.f("uq_tallies_key")),
        comment="What is only counted: talent pools, projects, pairings, bases, evaluations. A pairing's note is its person's.",
    )
    op.create_table(
        "tally_people",
        sa.Column("tally", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_tally_people_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["tally"], ["tallies.id"], name=op.f("fk_tally_people_tally"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("tally", "candidate", name=op.f("pk_tally_people")),
        comment="The people of a saved talent pool, and the person of a pairing.",
    )
    op.create_index("ix_tally_people_candidate", "tally_people", ["candidate"], unique=False)
    op.create_table(
        "workshops",
        sa.Column("id", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
        comment="Providers of sheltered work: places, kinds of work, and the person-days that they reported as free.",
    )
    op.create_table(
        "batches",
        sa.Column("id", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        comment="Batches of work for sheltered workshops.",
    )
    op.create_table(
        "dispatches",
        sa.Column("batch", key(), nullable=False),
        sa.Column("workshop", key(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name=op.f("fk_dispatches_batch")),
        sa.ForeignKeyConstraint(["workshop"], ["workshops.id"], name=op.f("fk_dispatches_workshop")),
        sa.PrimaryKeyConstraint("batch", name=op.f("pk_dispatches")),
        comment="Which batch was sent to which workshop on which day; a batch goes to one.",
    )
    op.create_index("ix_dispatches_workshop", "dispatches", ["workshop"], unique=False)
    op.create_table(
        "body_reports",
        sa.Column("employer", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("establishment", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("exempt", key(), nullable=True),
        sa.Column("federation", sa.Boolean(), nullable=False),
        sa.Column("cadres", sa.Integer(), nullable=True),
        sa.Column("cadres_with_disability", sa.Integer(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_body_reports_employer")),
        sa.PrimaryKeyConstraint("employer", "dated", name=op.f("pk_body_reports")),
        comment="What government bodies, public institutions and federations reported on a day: posts and people, nobody by name.",
    )
    op.create_table(
        "certified_counts",
        sa.Column("employer", key(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", key(), nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("staff", sa.Float(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("counted", sa.Float(), nullable=False),
        sa.Column("certified_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_certified_counts_employer")),
        sa.PrimaryKeyConstraint("employer", "year", "source", "fetched_on", name=op.f("pk_certified_counts")),
        comment="How many people of an employer a platform certified for a year's quota, by a file fetched on a day.",
    )
