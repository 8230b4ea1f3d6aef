"""Accounts: organisations, who may sign in, who is signed in, links, keys of programs, failed attempts, caseloads.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("caseloads", sa.Boolean(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("created_by", key(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        comment="Whose accounts there are: city, districts, zones, schools, employers (by the employer's own id). "
        "`caseloads`: its counselors see whom they were assigned, and nobody else.",
    )
    op.create_table(
        "accounts",
        sa.Column("id", key(), nullable=False),
        sa.Column("name", key(), nullable=False),
        sa.Column("called", sa.Text(), nullable=False),
        sa.Column("role", key(), nullable=False),
        sa.Column("organisation", key(), nullable=False),
        sa.Column("district", key(), nullable=True),
        sa.Column("language", key(), nullable=True),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("issuer", key(), nullable=True),
        sa.Column("subject", key(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("created_by", key(), nullable=False),
        sa.Column("signed_in_at", moment(), nullable=True),
        sa.Column("ended_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["organisation"], ["organisations.id"], name=op.f("fk_accounts_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_accounts_issuer_subject")),
        comment="Who may sign in. `name` is written at the door, `called` is shown; `password` is a salted argon2id hash.",
    )
    op.create_index("ix_accounts_organisation", "accounts", ["organisation"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("id", key(), nullable=False),
        sa.Column("account", key(), nullable=False),
        sa.Column("device", key(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("seen_at", moment(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("ended_at", moment(), nullable=True),
        sa.Column("refused_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_sessions_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_sessions")),
        sa.UniqueConstraint("id", name=op.f("uq_sessions_id")),
        comment="Who is signed in, by the keyed hash of an opaque token. `refused_at`: when a token was first shown after its end.",
    )
    op.create_index("ix_sessions_account", "sessions", ["account"], unique=False)
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("account", key(), nullable=True),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("created_by", key(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_links_account")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_links")),
        comment="Links that let somebody choose a password once, by the keyed hash of a token: the first, invitations, resets.",
    )
    op.create_index("ix_links_account", "links", ["account"], unique=False)
    op.create_table(
        "tokens",
        sa.Column("id", key(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("account", key(), nullable=False),
        sa.Column("label", key(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("created_at", moment(), nullable=False),
        sa.Column("expires_at", moment(), nullable=False),
        sa.Column("used_at", moment(), nullable=True),
        sa.Column("revoked_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_tokens_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
        sa.UniqueConstraint("hash", name=op.f("uq_tokens_hash")),
        comment="Keys of programs for the JSON API, by their keyed hash: each acts for its account, within its scopes.",
    )
    op.create_index("ix_tokens_account", "tokens", ["account"], unique=False)
    op.create_table(
        "attempts",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_attempts")),
        comment="Failed sign-ins by the keyed hash of a name, an address, or both together; forgotten after a while.",
    )
    op.create_index("ix_attempts_last_at", "attempts", ["last_at"], unique=False)
    op.create_table(
        "caseloads",
        sa.Column("account", key(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("assigned_at", moment(), nullable=False),
        sa.Column("assigned_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.id"], name=op.f("fk_caseloads_account")),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_caseloads_candidate"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account", "candidate", name=op.f("pk_caseloads")),
        comment="Which counselor looks after whom.",
    )
    op.create_index("ix_caseloads_candidate", "caseloads", ["candidate"], unique=False)
