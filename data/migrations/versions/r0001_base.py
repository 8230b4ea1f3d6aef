"""The first shape: every table of the base.

Revision ID: 0001
Revises: none
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_GUARDS = (
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)
_POSTGRESQL_GUARDS = (
    "CREATE FUNCTION refuse_log_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$",
    "CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE ON log FOR EACH ROW EXECUTE FUNCTION refuse_log_change()",
    "CREATE TRIGGER log_no_truncate BEFORE TRUNCATE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_log_change()",
)


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def counter() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "courses",
        sa.Column("id", key(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_courses")),
        comment="Training offers.",
    )
    op.create_table(
        "embeddings",
        sa.Column("encoder", key(), nullable=False),
        sa.Column("text_hash", key(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("encoder", "text_hash", name=op.f("pk_embeddings")),
        comment="A cache: float32 vectors (little endian) by encoder version and text hash.",
    )
    op.create_table(
        "employers",
        sa.Column("id", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed_contact", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employers")),
        comment="Organisations that hire. `approved` is the office's own word; an import never takes it back.",
    )
    op.create_table(
        "events",
        sa.Column("id", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        comment="Recruitment events.",
    )
    op.create_table(
        "imports",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("staged_at", moment(), nullable=False),
        sa.Column("staged_by", key(), nullable=False),
        sa.Column("published_at", moment(), nullable=True),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
        comment="Every import, with the report that was shown. The report holds no personal value.",
    )
    op.create_table(
        "installation",
        sa.Column("name", key(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
        comment="Facts about this installation: the fingerprint of the key file it was made with.",
    )
    op.create_table(
        "intermediaries",
        sa.Column("id", key(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intermediaries")),
        comment="Agencies, associations and platforms that pass on postings.",
    )
    op.create_table(
        "keys",
        sa.Column("subject", sa.String(length=140), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_keys")),
        comment="One key a person, posting, employer or open import, wrapped by the master key. Erasing is deleting the row.",
    )
    op.create_table(
        "layouts",
        sa.Column("id", key(), nullable=False),
        sa.Column("dimensions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layouts")),
        comment="The order of the dimensions in stored ability profiles, so that a new dimension never shifts old values.",
    )
    op.create_table(
        "log",
        sa.Column("sequence", counter(), autoincrement=False, nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.Column("account", key(), nullable=False),
        sa.Column("role", key(), nullable=False),
        sa.Column("action", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("object", key(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_log")),
        comment="Who did what to which record: append-only, a keyed hash chain, without personal values.",
    )
    op.create_index("ix_log_kind_object", "log", ["kind", "object"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sequence", counter(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_head")),
        comment="The end of the log, so that cutting rows off is seen.",
    )
    op.create_table(
        "candidates",
        sa.Column("id", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("layout", key(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("sealed_person", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", moment(), nullable=False),
        sa.Column("erased_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["layout"], ["layouts.id"], name=op.f("fk_candidates_layout")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        comment="People looking for work. After an erasure the id and the moment stay, nothing else.",
    )
    op.create_index("ix_candidates_district_id", "candidates", ["district", "id"], unique=False)
    op.create_table(
        "postings",
        sa.Column("id", key(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.Column("status", key(), nullable=False),
        sa.Column("stated_status", key(), nullable=False),
        sa.Column("kind", key(), nullable=True),
        sa.Column("district", key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed_contact", sa.LargeBinary(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("merged_into", key(), nullable=True),
        sa.Column("updated_at", moment(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_postings_employer")),
        sa.ForeignKeyConstraint(["merged_into"], ["postings.id"], name=op.f("fk_postings_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_postings")),
        comment="Advertised jobs. `status` is in force; `stated_status` is what the source last said. Merged ones are hidden.",
    )
    op.create_index("ix_postings_employer_id", "postings", ["employer", "id"], unique=False)
    op.create_index("ix_postings_status_id", "postings", ["status", "id"], unique=False)
    op.create_table(
        "runs",
        sa.Column("sequence", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", key(), nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("confirmed_by", key(), nullable=True),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_runs_event")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_runs")),
        sa.UniqueConstraint("id", name=op.f("uq_runs_id")),
        comment="Pre-matchings, with the version of everything that made them.",
    )
    op.create_index(op.f("ix_runs_event"), "runs", ["event"], unique=False)
    op.create_table(
        "staged",
        sa.Column("import_id", key(), nullable=False),
        sa.Column("chunk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("part", key(), nullable=False),
        sa.Column("sealed_rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_staged_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "chunk", name=op.f("pk_staged")),
        comment="Rows of imports that are not published yet, sealed with a key of their own that ends with the import.",
    )
    op.create_table(
        "certificates",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("sealed_number", sa.LargeBinary(), nullable=True),
        sa.Column("lookup", sa.LargeBinary(), nullable=True),
        sa.Column("category", sa.SmallInteger(), nullable=True),
        sa.Column("grade", sa.SmallInteger(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_certificates_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("candidate", name=op.f("pk_certificates")),
        sa.UniqueConstraint("lookup", name=op.f("uq_certificates_lookup")),
        comment="Category, grade and number, apart from the person. `lookup` is a keyed hash of the first 18 characters.",
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("scope", key(), nullable=False),
        sa.Column("event", key(), nullable=True),
        sa.Column("wording", key(), nullable=False),
        sa.Column("explained", key(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("sealed_guardian", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("withdrawn_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_consents_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_consents_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        comment="What a person agreed to: listing at one event, or identity to one employer.",
    )
    op.create_index(op.f("ix_consents_candidate"), "consents", ["candidate"], unique=False)
    op.create_index(op.f("ix_consents_event"), "consents", ["event"], unique=False)
    op.create_table(
        "left_out",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.sequence"], name=op.f("fk_left_out_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "candidate", name=op.f("pk_left_out")),
        comment="Why a person stands on no list of a run; the body goes when the person is erased, the digest stays.",
    )
    op.create_table(
        "listed",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.sequence"], name=op.f("fk_listed_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "candidate", "posting", name=op.f("pk_listed")),
        comment="Which person stands on which list of which run.",
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kept", key(), nullable=False),
        sa.Column("merged", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_at", moment(), nullable=False),
        sa.Column("merged_by", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["kept"], ["postings.id"], name=op.f("fk_merges_kept")),
        sa.ForeignKeyConstraint(["merged"], ["postings.id"], name=op.f("fk_merges_merged")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("kept", "merged", name=op.f("uq_merges_kept_merged")),
        comment="Which posting was taken for another. One that was undone is remembered, so that an import does not redo it.",
    )
    op.create_table(
        "outcomes",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("step", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("reason", key(), nullable=False),
        sa.Column("origin", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_outcomes_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_outcomes_posting")),
        sa.PrimaryKeyConstraint("candidate", "posting", "event", "step", name=op.f("pk_outcomes")),
        comment="What happened after a list: one row a step that was reached. `event` is empty when there was none.",
    )
    op.create_index(op.f("ix_outcomes_posting"), "outcomes", ["posting"], unique=False)
    op.create_table(
        "services",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("given_by", key(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_services_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("candidate", "kind", "dated", "given_by", name=op.f("pk_services")),
        comment="Dated services to one person (四个一).",
    )
    op.create_table(
        "shortlists",
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fit", sa.Integer(), nullable=False),
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.sequence"], name=op.f("fk_shortlists_run"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run", "posting", name=op.f("pk_shortlists")),
        comment="Frozen lists: canonical JSON, deflated; a keyed digest an entry, so that one can go and the rest still verify.",
    )
    op.create_table(
        "trainings",
        sa.Column("candidate", key(), nullable=False),
        sa.Column("course", key(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_trainings_candidate"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["course"], ["courses.id"], name=op.f("fk_trainings_course")),
        sa.PrimaryKeyConstraint("candidate", "course", name=op.f("pk_trainings")),
        comment="One person's part in one course.",
    )
    op.create_table(
        "consent_employers",
        sa.Column("consent", sa.Integer(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.ForeignKeyConstraint(["consent"], ["consents.id"], name=op.f("fk_consent_employers_consent"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_consent_employers_employer")),
        sa.PrimaryKeyConstraint("consent", "employer", name=op.f("pk_consent_employers")),
        comment="The employers that a consent names; one that the person refused is not here.",
    )
    op.create_index(op.f("ix_consent_employers_employer"), "consent_employers", ["employer"], unique=False)

    head = sa.table("log_head", sa.column("id"), sa.column("sequence"), sa.column("hash", sa.LargeBinary))
    op.execute(sa.insert(head).values(id=1, sequence=0, hash=b"\0" * 32))
    guards = _SQLITE_GUARDS if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL_GUARDS
    for guard in guards:
        op.execute(guard)
