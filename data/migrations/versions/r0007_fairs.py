"""Fairs: the states of events, employers that are vetted, messages and replies, timetables, the day and what it changed.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def key() -> sa.String:
    return sa.String(120).with_variant(sa.String(120, collation="C"), "postgresql")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "event_versions",
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("act", key(), nullable=False),
        sa.Column("named", key(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_event_versions_event")),
        sa.PrimaryKeyConstraint("event", "version", name=op.f("pk_event_versions")),
        sa.UniqueConstraint("key", name=op.f("uq_event_versions_key")),
        comment="Every change of an event's state or plan, numbered. `named` is the person who answers for it. None: a draft.",
    )
    op.create_table(
        "invited_employers",
        sa.Column("event", key(), nullable=False),
        sa.Column("employer", key(), nullable=False),
        sa.Column("state", key(), nullable=False),
        sa.Column("code_checked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("changed_at", moment(), nullable=False),
        sa.Column("changed_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_invited_employers_employer")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_invited_employers_event")),
        sa.PrimaryKeyConstraint("event", "employer", name=op.f("pk_invited_employers")),
        comment="Who may come to an event: `invited`, then `approved` or `refused` by an organizer, who checked the credit code.",
    )
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("kind", key(), nullable=False),
        sa.Column("audience", key(), nullable=False),
        sa.Column("candidate", key(), nullable=True),
        sa.Column("employer", key(), nullable=True),
        sa.Column("channel", key(), nullable=False),
        sa.Column("wording", key(), nullable=False),
        sa.Column("postings", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_zh", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_en", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.Column("exported_at", moment(), nullable=True),
        sa.Column("exported_by", key(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_messages_candidate")),
        sa.ForeignKeyConstraint(["employer"], ["employers.id"], name=op.f("fk_messages_employer")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_messages_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("event", "content", name=op.f("uq_messages_event_content")),
        comment="Letters and short messages to send by hand. The texts are sealed with the key of the person or the employer.",
    )
    op.create_index("ix_messages_candidate", "messages", ["candidate"], unique=False)
    op.create_index("ix_messages_event", "messages", ["event"], unique=False)
    op.create_table(
        "replies",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("answer", key(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_replies_message"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("message", "posting", name=op.f("pk_replies")),
        comment="The yes or no that came back, by posting; empty where the message asks about no posting.",
    )
    op.create_table(
        "publications",
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run", key(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("made_at", moment(), nullable=False),
        sa.Column("made_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_publications_event")),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], name=op.f("fk_publications_run")),
        sa.PrimaryKeyConstraint("event", "version", name=op.f("pk_publications")),
        sa.UniqueConstraint("key", name=op.f("uq_publications_key")),
        comment="Timetables as they were saved, with the run they came from; the newest is in force. `report` names no person.",
    )
    op.create_table(
        "visitors",
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("code", key(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_visitors_candidate")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_visitors_event")),
        sa.PrimaryKeyConstraint("event", "version", "candidate", name=op.f("pk_visitors")),
        sa.UniqueConstraint("event", "version", "code", name=op.f("uq_visitors_event_version_code")),
        comment="The people of a saved timetable: how their interviews are held, and the code on their sheet. Erased: no body.",
    )
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("booth", key(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("state", key(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_interviews_candidate")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_interviews_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_interviews_posting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        comment="Who meets whom at which booth in which slot, and what became of it on the day.",
    )
    op.create_index("ix_interviews_candidate", "interviews", ["candidate"], unique=False)
    op.create_index("ix_interviews_event_version", "interviews", ["event", "version"], unique=False)
    op.create_index("ix_interviews_posting", "interviews", ["posting"], unique=False)
    op.create_table(
        "waiting_lists",
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("posting", key(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("candidate", key(), nullable=False),
        sa.Column("cause", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_waiting_lists_candidate")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_waiting_lists_event")),
        sa.ForeignKeyConstraint(["posting"], ["postings.id"], name=op.f("fk_waiting_lists_posting")),
        sa.PrimaryKeyConstraint("event", "version", "posting", "position", name=op.f("pk_waiting_lists")),
        comment="Who would have an interview if there were room, in order, and what there is too little of.",
    )
    op.create_index("ix_waiting_lists_candidate", "waiting_lists", ["candidate"], unique=False)
    op.create_table(
        "day_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("event", key(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("key", key(), nullable=False),
        sa.Column("act", key(), nullable=False),
        sa.Column("candidate", key(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("sealed_note", sa.LargeBinary(), nullable=True),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("happened_at", moment(), nullable=False),
        sa.Column("recorded_at", moment(), nullable=False),
        sa.Column("recorded_by", key(), nullable=False),
        sa.ForeignKeyConstraint(["candidate"], ["candidates.id"], name=op.f("fk_day_entries_candidate")),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name=op.f("fk_day_entries_event")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_entries")),
        sa.UniqueConstraint("key", name=op.f("uq_day_entries_key")),
        comment="What was told on the day of a fair, on the screen or later from paper: who came, who did not, and changes.",
    )
    op.create_index("ix_day_entries_candidate", "day_entries", ["candidate"], unique=False)
    op.create_index("ix_day_entries_event", "day_entries", ["event"], unique=False)
    op.create_table(
        "interview_changes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("interview", sa.Integer(), nullable=False),
        sa.Column("was", sa.Text(), nullable=True),
        sa.Column("became", sa.Text(), nullable=False),
        sa.Column("zh", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["day_entries.id"], name=op.f("fk_interview_changes_entry"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["interview"], ["interviews.id"], name=op.f("fk_interview_changes_interview"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_changes")),
        comment="What an entry of the day changed of an interview: before (nothing for a new one), after, and why in words.",
    )
    op.create_index("ix_interview_changes_entry", "interview_changes", ["entry"], unique=False)
    op.create_index("ix_interview_changes_interview", "interview_changes", ["interview"], unique=False)
