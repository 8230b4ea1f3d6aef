"""Imports that can be undone, files sent to be imported, names that can be looked up, and second files of one person.

Revision ID: 0011
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("candidates", sa.Column("name_key", sa.LargeBinary(), nullable=True))
    op.add_column("candidates", sa.Column("merged_into", key(), nullable=True))
    op.create_index("ix_candidates_name_key", "candidates", ["name_key"], unique=False)
    for column in (
        sa.Column("upload", key(), nullable=True),
        sa.Column("undo_until", sa.Date(), nullable=True),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
    ):
        op.add_column("imports", column)
    op.create_index("ix_imports_upload", "imports", ["upload"], unique=False)
    op.create_table(
        "former_rows",
        sa.Column("import_id", key(), nullable=False),
        sa.Column("chunk", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_rows", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_former_rows_import_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("import_id", "chunk", name=op.f("pk_former_rows")),
        comment="What an import changed, as it was before, until it can no longer be undone. Sealed with a key that ends then; "
        "what belongs to a person is sealed with their own key too.",
    )
    op.create_table(
        "uploads",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("job", key(), nullable=True),
        sa.Column("forget_on", sa.Date(), nullable=False),
        sa.Column("sealed_body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        comment="Files that somebody sent to be imported, with their mapping and report. The file itself lies in the home.",
    )
    op.create_index("ix_uploads_made_at", "uploads", ["made_at"], unique=False)
    op.create_table(
        "faulty_rows",
        sa.Column("upload", key(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("sealed_cells", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["upload"], ["uploads.id"], name=op.f("fk_faulty_rows_upload"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("upload", "number", name=op.f("pk_faulty_rows")),
        comment="Rows of an upload that did not go in, sealed with its key, to be corrected: `open`, then `fixed` or `dropped`.",
    )
    op.create_table(
        "person_merges",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kept", key(), nullable=False),
        sa.Column("merged", key(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("merged_at", moment(), nullable=False),
        sa.Column("merged_by", key(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("undone_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["kept"], ["candidates.id"], name=op.f("fk_person_merges_kept")),
        sa.ForeignKeyConstraint(["merged"], ["candidates.id"], name=op.f("fk_person_merges_merged")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merges")),
        comment="Which file was a second one of the same person. The second is hidden whole; taking it back shows it again.",
    )
    op.create_index("ix_person_merges_kept", "person_merges", ["kept"], unique=False)
    op.create_index("ix_person_merges_merged", "person_merges", ["merged"], unique=False)
