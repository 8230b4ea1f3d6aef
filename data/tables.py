"""Every table of the database. Only `data.stores` speaks to them; `data.migrations` brings a database to this shape.

Times are UTC. `body` columns hold a record as canonical JSON (sorted keys) without its personal parts; `content` is a keyed
hash of the record as it was last handed in, so that the same record handed in again changes nothing. Columns named
`sealed_*` are encrypted with the key of their subject in `keys`; destroying that key makes them noise.
"""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

HEAD: Final = "0020"
"""The newest revision under `data.migrations`."""

KEY_LENGTH: Final = 120


class Utc(TypeDecorator[datetime]):
    """An aware moment, stored and read as UTC on every engine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone: datetime.now(UTC), not datetime.now()")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key_type() -> String:
    """An id, ordered by code point on every engine, so that pages and digests agree."""
    return String(KEY_LENGTH).with_variant(String(KEY_LENGTH, collation="C"), "postgresql")


def big_type() -> BigInteger:
    """A 64-bit counter; SQLite counts up by itself only on INTEGER."""
    return BigInteger().with_variant(Integer(), "sqlite")


METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

installation = Table(
    "installation",
    METADATA,
    Column("name", key_type(), primary_key=True),
    Column("value", Text, nullable=False),
    comment="Facts about this installation: the fingerprint of the key file it was made with.",
)

keys = Table(
    "keys",
    METADATA,
    Column("subject", String(KEY_LENGTH + 20), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Utc, nullable=False),
    comment="One key a person, posting, employer or open import, wrapped by the master key. Erasing is deleting the row.",
)

layouts = Table(
    "layouts",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("dimensions", Text, nullable=False),
    comment="The order of the dimensions in stored ability profiles, so that a new dimension never shifts old values.",
)

candidates = Table(
    "candidates",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("district", key_type()),
    Column("layout", key_type(), ForeignKey("layouts.id")),
    Column("profile", Text),
    Column("body", Text),
    Column("sealed_person", LargeBinary),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    Column("erased_at", Utc),
    # A keyed hash of the whole name, so that a person can be looked up by it.
    Column("name_key", LargeBinary, index=True),
    # The other file of the same person; this one is hidden then.
    Column("merged_into", key_type()),
    Index("ix_candidates_district_id", "district", "id"),
    comment="People looking for work. After an erasure the id and the moment stay, nothing else.",
)

certificates = Table(
    "certificates",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("sealed_number", LargeBinary),
    Column("lookup", LargeBinary, unique=True),
    Column("category", SmallInteger),
    Column("grade", SmallInteger),
    Column("content", LargeBinary, nullable=False),
    comment="Category, grade and number, apart from the person. `lookup` is a keyed hash of the first 18 characters.",
)

employers = Table(
    "employers",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("district", key_type()),
    Column("approved", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Column("sealed_contact", LargeBinary),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Organisations that hire. `approved` is the office's own word; an import never takes it back.",
)

intermediaries = Table(
    "intermediaries",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("body", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Agencies, associations and platforms that pass on postings.",
)

postings = Table(
    "postings",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("employer", key_type(), ForeignKey("employers.id"), nullable=False),
    Column("status", key_type(), nullable=False),
    Column("stated_status", key_type(), nullable=False),
    Column("kind", key_type()),
    Column("district", key_type()),
    Column("body", Text, nullable=False),
    Column("sealed_contact", LargeBinary),
    Column("content", LargeBinary, nullable=False),
    Column("merged_into", key_type(), ForeignKey("postings.id")),
    Column("updated_at", Utc, nullable=False),
    Index("ix_postings_employer_id", "employer", "id"),
    Index("ix_postings_status_id", "status", "id"),
    comment="Advertised jobs. `status` is in force; `stated_status` is what the source last said. Merged ones are hidden.",
)

merges = Table(
    "merges",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kept", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("merged", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("merged_at", Utc, nullable=False),
    Column("merged_by", key_type(), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    UniqueConstraint("kept", "merged"),
    comment="Which posting was taken for another. One that was undone is remembered, so that an import does not redo it.",
)

events = Table(
    "events",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("district", key_type()),
    Column("body", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Recruitment events.",
)

courses = Table(
    "courses",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("body", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Training offers.",
)

trainings = Table(
    "trainings",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("course", key_type(), ForeignKey("courses.id"), primary_key=True),
    Column("state", key_type(), nullable=False),
    Column("dated", Date),
    Index("ix_trainings_course_state", "course", "state"),
    comment="One person's part in one course.",
)

services = Table(
    "services",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", key_type(), primary_key=True),
    Column("dated", Date, primary_key=True),
    Column("given_by", key_type(), primary_key=True),
    Column("sealed_note", LargeBinary),
    comment="Dated services to one person (四个一).",
)

consents = Table(
    "consents",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("scope", key_type(), nullable=False),
    Column("event", key_type(), ForeignKey("events.id"), index=True),
    Column("wording", key_type(), nullable=False),
    Column("explained", key_type(), nullable=False),
    Column("given_on", Date, nullable=False),
    Column("ends_on", Date),
    Column("sealed_guardian", LargeBinary),
    Column("recorded_at", Utc, nullable=False),
    Column("withdrawn_at", Utc),
    Column("sealed_stated", LargeBinary),
    comment="What a person agreed to: listing at one event, or identity to one employer.",
)

consent_employers = Table(
    "consent_employers",
    METADATA,
    Column("consent", Integer, ForeignKey("consents.id", ondelete="CASCADE"), primary_key=True),
    Column("employer", key_type(), ForeignKey("employers.id"), primary_key=True, index=True),
    comment="The employers that a consent names; one that the person refused is not here.",
)

imports = Table(
    "imports",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("kind", key_type(), nullable=False),
    Column("state", key_type(), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("staged_at", Utc, nullable=False),
    Column("staged_by", key_type(), nullable=False),
    Column("published_at", Utc),
    Column("report", Text, nullable=False),
    Column("job", key_type(), index=True),
    Column("upload", key_type(), index=True),
    Column("undo_until", Date),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    comment="Every import, with the report that was shown. The report holds no personal value.",
)

staged = Table(
    "staged",
    METADATA,
    Column("import_id", key_type(), ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("chunk", Integer, primary_key=True, autoincrement=False),
    Column("part", key_type(), nullable=False),
    Column("sealed_rows", LargeBinary, nullable=False),
    comment="Rows of imports that are not published yet, sealed with a key of their own that ends with the import.",
)

jobs = Table(
    "jobs",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("kind", key_type(), nullable=False),
    Column("state", key_type(), nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("district", key_type()),
    Column("viewer", Text, nullable=False),
    Column("key", key_type(), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sealed_payload", LargeBinary, nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("lease_until", Utc),
    Column("token", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("most_attempts", Integer, nullable=False),
    Column("faults", Integer, nullable=False, server_default="0"),
    Column("stage", key_type()),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("cancel_asked", Boolean, nullable=False),
    Column("result", key_type()),
    Column("sealed_report", LargeBinary),
    Column("reason", key_type()),
    Column("sealed_problem", LargeBinary),
    Column("started_at", Utc),
    Column("ended_at", Utc),
    Index("ix_jobs_state_made_at", "state", "made_at"),
    Index("ix_jobs_made_at_id", "made_at", "id"),
    UniqueConstraint("made_by", "key"),
    comment="Work for a worker, with who asked. `token` counts claims: only the last one may write, and only once a `result`.",
)

workers = Table(
    "workers",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("there_until", Utc, nullable=False),
    comment="Workers that look for jobs: each says every few seconds until when it counts as there.",
)

embeddings = Table(
    "embeddings",
    METADATA,
    Column("encoder", key_type(), primary_key=True),
    Column("text_hash", key_type(), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
    comment="A cache: float32 vectors (little endian) by encoder version and text hash.",
)

outcomes = Table(
    "outcomes",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("posting", key_type(), ForeignKey("postings.id"), primary_key=True, index=True),
    Column("event", key_type(), primary_key=True),
    Column("step", key_type(), primary_key=True),
    Column("dated", Date),
    Column("rank", Integer),
    Column("reason", key_type(), nullable=False),
    Column("origin", key_type(), nullable=False),
    comment="What happened after a list: one row a step that was reached. `event` is empty when there was none.",
)

corrections = Table(
    "corrections",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("event", key_type(), nullable=False),
    Column("step", key_type(), nullable=False),
    Column("dated", Date),
    Column("rank", Integer),
    Column("reason", key_type(), nullable=False),
    Column("origin", key_type(), nullable=False),
    Column("became", key_type(), nullable=False),
    Column("why", key_type()),
    Column("corrected_at", Utc, nullable=False),
    Column("corrected_by", key_type(), nullable=False),
    comment="Steps as they were recorded before somebody changed or withdrew them; what is in force stands in `outcomes`.",
)

runs = Table(
    "runs",
    METADATA,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", key_type(), nullable=False, unique=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False, index=True),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("confirmed_by", key_type()),
    Column("versions", Text, nullable=False),
    Column("counts", Text, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    comment="Pre-matchings, with the version of everything that made them.",
)

shortlists = Table(
    "shortlists",
    METADATA,
    Column("run", Integer, ForeignKey("runs.sequence", ondelete="CASCADE"), primary_key=True),
    Column("posting", key_type(), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("fit", Integer, nullable=False),
    Column("review", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("digests", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    comment="Frozen lists: canonical JSON, deflated; a keyed digest an entry, so that one can go and the rest still verify.",
)

listed = Table(
    "listed",
    METADATA,
    Column("run", Integer, ForeignKey("runs.sequence", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), primary_key=True),
    Column("posting", key_type(), primary_key=True),
    Column("band", key_type()),
    Column("position", Integer),
    # What the ranker saw, float32 little endian; none of those who opted out of profiling.
    Column("features", LargeBinary),
    Column("propensity", Float),
    comment="Which person stands on which list of which run.",
)

passed_over = Table(
    "passed_over",
    METADATA,
    Column("run", Integer, ForeignKey("runs.sequence", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), primary_key=True),
    Column("posting", key_type(), primary_key=True),
    Column("features", LargeBinary, nullable=False),
    Column("propensity", Float, nullable=False),
    comment="Who might have been drawn for an explored place and was not, with that chance: what off-policy evaluation needs.",
)

left_out = Table(
    "left_out",
    METADATA,
    Column("run", Integer, ForeignKey("runs.sequence", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("body", Text),
    Column("digest", LargeBinary, nullable=False),
    comment="Why a person stands on no list of a run; the body goes when the person is erased, the digest stays.",
)

log = Table(
    "log",
    METADATA,
    Column("sequence", big_type(), primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("account", key_type(), nullable=False),
    Column("role", key_type(), nullable=False),
    Column("action", key_type(), nullable=False),
    Column("kind", key_type(), nullable=False),
    Column("object", key_type(), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_log_object_sequence", "object", "sequence"),
    Index("ix_log_kind_sequence", "kind", "sequence"),
    comment="Who did what to which record: append-only, a keyed hash chain, without personal values.",
)

log_head = Table(
    "log_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", big_type(), nullable=False),
    Column("hash", LargeBinary, nullable=False),
    comment="The end of the log, so that cutting rows off is seen.",
)

unlock_counts = Table(
    "unlock_counts",
    METADATA,
    Column("posting", key_type(), ForeignKey("postings.id"), primary_key=True),
    Column("dated", Date, primary_key=True),
    Column("body", Text, nullable=False),
    Column("made_at", Utc, nullable=False),
    comment="What an employer was told of a posting on a day: rounded counts, nobody's name. Asked again, it is told the same.",
)

requests = Table(
    "requests",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("change", key_type(), nullable=False),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("asked_at", Utc, nullable=False),
    Column("asked_by", key_type(), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    Index("ix_requests_posting_change", "posting", "change"),
    comment="Changes that an employer was asked for. `key` is the sender's own: the same one sent again asks nothing twice.",
)

confirmations = Table(
    "confirmations",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("name", key_type(), nullable=False),
    Column("was", Text, nullable=False),
    Column("was_from", key_type(), nullable=False),
    Column("confirmed", Text, nullable=False),
    Column("key", key_type(), nullable=False),
    Column("confirmed_at", Utc, nullable=False),
    Column("confirmed_by", key_type(), nullable=False),
    Column("role", key_type(), nullable=False),
    Column("state", key_type()),
    Column("reason", Text),
    Column("decided_at", Utc),
    Column("decided_by", key_type()),
    Index("ix_confirmations_posting_id", "posting", "id"),
    Index("ix_confirmations_state", "state"),
    UniqueConstraint("key", "name"),
    comment="What was confirmed or corrected of a posting: the value before, with its provenance, and after. For training.",
)

pool_cells = Table(
    "pool_cells",
    METADATA,
    Column("dated", Date, primary_key=True),
    Column("district", key_type(), primary_key=True),
    Column("body", Text, nullable=False),
    Column("made_at", Utc, nullable=False),
    comment="The pool of a district on a day in rounded groups of at least five. `district` is empty for the whole city.",
)

promises = Table(
    "promises",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False, index=True),
    Column("employer", key_type(), ForeignKey("employers.id"), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), index=True),
    Column("event", key_type(), ForeignKey("events.id")),
    Column("accommodation", key_type(), nullable=False),
    Column("promised_on", Date, nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    Index("ix_promises_employer_id", "employer", "id"),
    comment="Arrangements that an employer promised, to one person or for a posting. After an erasure no person is named.",
)

promise_checks = Table(
    "promise_checks",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("promise", Integer, ForeignKey("promises.id", ondelete="CASCADE"), nullable=False),
    Column("dated", Date, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("state", key_type(), nullable=False),
    Column("sealed_note", LargeBinary),
    Column("checked_at", Utc, nullable=False),
    Column("checked_by", key_type(), nullable=False),
    Column("contested_at", Utc),
    Column("contested_by", key_type()),
    Column("settled_at", Utc),
    Column("settled_by", key_type()),
    UniqueConstraint("promise", "dated"),
    comment="Whether a promise was found kept on a day. `state`: recorded, contested, then upheld or withdrawn.",
)

event_versions = Table(
    "event_versions",
    METADATA,
    Column("event", key_type(), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("state", key_type(), nullable=False),
    Column("act", key_type(), nullable=False),
    Column("named", key_type()),
    Column("note", Text, nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    comment="Every change of an event's state or plan, numbered. `named` is the person who answers for it. None: a draft.",
)

invited_employers = Table(
    "invited_employers",
    METADATA,
    Column("event", key_type(), ForeignKey("events.id"), primary_key=True),
    Column("employer", key_type(), ForeignKey("employers.id"), primary_key=True),
    Column("state", key_type(), nullable=False),
    Column("code_checked", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("changed_by", key_type(), nullable=False),
    comment="Who may come to an event: `invited`, then `approved` or `refused` by an organizer, who checked the credit code.",
)

messages = Table(
    "messages",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("kind", key_type(), nullable=False),
    Column("audience", key_type(), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), index=True),
    Column("employer", key_type(), ForeignKey("employers.id")),
    Column("channel", key_type(), nullable=False),
    Column("wording", key_type(), nullable=False),
    Column("postings", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sealed_zh", LargeBinary),
    Column("sealed_en", LargeBinary),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("exported_at", Utc),
    Column("exported_by", key_type()),
    Index("ix_messages_event_id", "event", "id"),
    UniqueConstraint("event", "content"),
    comment="Letters and short messages to send by hand. The texts are sealed with the key of the person or the employer.",
)

replies = Table(
    "replies",
    METADATA,
    Column("message", Integer, ForeignKey("messages.id", ondelete="CASCADE"), primary_key=True),
    Column("posting", key_type(), primary_key=True),
    Column("answer", key_type(), nullable=False),
    Column("dated", Date, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    comment="The yes or no that came back, by posting; empty where the message asks about no posting.",
)

publications = Table(
    "publications",
    METADATA,
    Column("event", key_type(), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("run", key_type(), ForeignKey("runs.id"), nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("content", LargeBinary, nullable=False),
    Column("report", Text, nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    comment="Timetables as they were saved, with the run they came from; the newest is in force. `report` names no person.",
)

visitors = Table(
    "visitors",
    METADATA,
    Column("event", key_type(), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), primary_key=True),
    Column("code", key_type(), nullable=False),
    Column("body", Text),
    UniqueConstraint("event", "version", "code"),
    comment="The people of a saved timetable: how their interviews are held, and the code on their sheet. Erased: no body.",
)

interviews = Table(
    "interviews",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), nullable=False, index=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False, index=True),
    Column("booth", key_type(), nullable=False),
    Column("start", Integer),
    Column("state", key_type(), nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_interviews_event_version", "event", "version"),
    comment="Who meets whom at which booth in which slot, and what became of it on the day.",
)

waiting_lists = Table(
    "waiting_lists",
    METADATA,
    Column("event", key_type(), ForeignKey("events.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("posting", key_type(), ForeignKey("postings.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), nullable=False, index=True),
    Column("cause", key_type(), nullable=False),
    comment="Who would have an interview if there were room, in order, and what there is too little of.",
)

day_entries = Table(
    "day_entries",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("act", key_type(), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), index=True),
    Column("body", Text, nullable=False),
    Column("sealed_note", LargeBinary),
    Column("slot", Integer, nullable=False),
    Column("happened_at", Utc, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    Index("ix_day_entries_event_id", "event", "id"),
    comment="What was told on the day of a fair, on the screen or later from paper: who came, who did not, and changes.",
)

interview_changes = Table(
    "interview_changes",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("entry", Integer, ForeignKey("day_entries.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("interview", Integer, ForeignKey("interviews.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("was", Text),
    Column("became", Text, nullable=False),
    Column("zh", Text, nullable=False),
    Column("en", Text, nullable=False),
    comment="What an entry of the day changed of an interview: before (nothing for a new one), after, and why in words.",
)

graduate_entries = Table(
    "graduate_entries",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("entered_on", Date, nullable=False),
    Column("refused_on", Date),
    Column("sealed_reason", LargeBinary),
    Column("changed_at", Utc, nullable=False),
    Column("changed_by", key_type(), nullable=False),
    comment="The graduates' ledger: who is kept in it until they have work, and who refused a service; the reason is sealed.",
)

plan_edits = Table(
    "plan_edits",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("section", key_type(), nullable=False),
    Column("sealed_text", LargeBinary),
    Column("dated", Date, nullable=False),
    Column("over", key_type(), nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("edited_at", Utc, nullable=False),
    Column("edited_by", key_type(), nullable=False),
    comment="What a counselor wrote beside a section of a person's plan, sealed. `over`: the lines that they had before them.",
)

settled_plans = Table(
    "settled_plans",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("dated", Date, nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("settled_at", Utc, nullable=False),
    Column("settled_by", key_type(), nullable=False),
    Column("named", key_type()),
    comment="On which day a person's plan was gone through with them and settled.",
)

tallies = Table(
    "tallies",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kind", key_type(), nullable=False),
    Column("title", key_type(), nullable=False),
    Column("dated", Date),
    Column("district", key_type()),
    Column("sealed_note", LargeBinary),
    Column("key", key_type(), nullable=False, unique=True),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    Column("withdrawn_at", Utc),
    Column("withdrawn_by", key_type()),
    comment="What is only counted: talent pools, projects, pairings, bases, evaluations. A pairing's note is its person's.",
)

tally_people = Table(
    "tally_people",
    METADATA,
    Column("tally", Integer, ForeignKey("tallies.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True),
    comment="The people of a saved talent pool, and the person of a pairing.",
)

workshops = Table(
    "workshops",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("district", key_type()),
    Column("body", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Providers of sheltered work: places, kinds of work, and the person-days that they reported as free.",
)

batches = Table(
    "batches",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("district", key_type()),
    Column("body", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("updated_at", Utc, nullable=False),
    comment="Batches of work for sheltered workshops.",
)

dispatches = Table(
    "dispatches",
    METADATA,
    Column("batch", key_type(), ForeignKey("batches.id"), primary_key=True),
    Column("workshop", key_type(), ForeignKey("workshops.id"), nullable=False, index=True),
    Column("days", Integer, nullable=False),
    Column("dated", Date, nullable=False),
    Column("key", key_type(), nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    comment="Which batch was sent to which workshop on which day; a batch goes to one.",
)

body_reports = Table(
    "body_reports",
    METADATA,
    Column("employer", key_type(), ForeignKey("employers.id"), primary_key=True),
    Column("dated", Date, primary_key=True),
    Column("establishment", Integer),
    Column("people", Integer),
    Column("exempt", key_type()),
    Column("federation", Boolean, nullable=False),
    Column("cadres", Integer),
    Column("cadres_with_disability", Integer),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    comment="What government bodies, public institutions and federations reported on a day: posts and people, nobody by name.",
)

certified_counts = Table(
    "certified_counts",
    METADATA,
    Column("employer", key_type(), ForeignKey("employers.id"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("source", key_type(), primary_key=True),
    Column("fetched_on", Date, primary_key=True),
    Column("staff", Float),
    Column("people", Integer),
    Column("counted", Float, nullable=False),
    Column("certified_on", Date),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    comment="How many people of an employer a platform certified for a year's quota, by a file fetched on a day.",
)

organisations = Table(
    "organisations",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("kind", key_type(), nullable=False),
    Column("name", Text, nullable=False),
    Column("district", key_type()),
    Column("caseloads", Boolean, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("created_by", key_type(), nullable=False),
    comment="Whose accounts there are: city, districts, zones, schools, employers (by the employer's own id). "
    "`caseloads`: its counselors see whom they were assigned, and nobody else.",
)

accounts = Table(
    "accounts",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("name", key_type(), nullable=False, unique=True),
    Column("called", Text, nullable=False),
    Column("role", key_type(), nullable=False),
    Column("organisation", key_type(), ForeignKey("organisations.id"), nullable=False, index=True),
    Column("district", key_type()),
    Column("language", key_type()),
    Column("password", Text),
    Column("issuer", key_type()),
    Column("subject", key_type()),
    Column("created_at", Utc, nullable=False),
    Column("created_by", key_type(), nullable=False),
    Column("signed_in_at", Utc),
    Column("ended_at", Utc),
    UniqueConstraint("issuer", "subject"),
    comment="Who may sign in. `name` is written at the door, `called` is shown; `password` is a salted argon2id hash.",
)

sessions = Table(
    "sessions",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("id", key_type(), nullable=False, unique=True),
    Column("account", key_type(), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("device", key_type(), nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("refused_at", Utc),
    comment="Who is signed in, by the keyed hash of an opaque token. `refused_at`: when a token was first shown after its end.",
)

links = Table(
    "links",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("kind", key_type(), nullable=False),
    Column("account", key_type(), ForeignKey("accounts.id"), index=True),
    Column("created_at", Utc, nullable=False),
    Column("created_by", key_type(), nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    comment="Links that let somebody choose a password once, by the keyed hash of a token: the first, invitations, resets.",
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("account", key_type(), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("label", key_type(), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),
    Column("used_at", Utc),
    Column("revoked_at", Utc),
    comment="Keys of programs for the JSON API, by their keyed hash: each acts for its account, within its scopes.",
)

attempts = Table(
    "attempts",
    METADATA,
    Column("digest", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", Utc, nullable=False, index=True),
    comment="Failed sign-ins by the keyed hash of a name, an address, or both together; forgotten after a while.",
)

caseloads = Table(
    "caseloads",
    METADATA,
    Column("account", key_type(), ForeignKey("accounts.id"), primary_key=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("assigned_at", Utc, nullable=False),
    Column("assigned_by", key_type(), nullable=False),
    comment="Which counselor looks after whom.",
)

former_rows = Table(
    "former_rows",
    METADATA,
    Column("import_id", key_type(), ForeignKey("imports.id", ondelete="CASCADE"), primary_key=True),
    Column("chunk", Integer, primary_key=True, autoincrement=False),
    Column("sealed_rows", LargeBinary, nullable=False),
    comment="What an import changed, as it was before, until it can no longer be undone. Sealed with a key that ends then; "
    "what belongs to a person is sealed with their own key too.",
)

uploads = Table(
    "uploads",
    METADATA,
    Column("id", key_type(), primary_key=True),
    Column("kind", key_type(), nullable=False),
    Column("state", key_type(), nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("district", key_type()),
    Column("made_at", Utc, nullable=False),
    Column("job", key_type()),
    Column("forget_on", Date, nullable=False),
    Column("sealed_body", LargeBinary),
    Index("ix_uploads_made_at_id", "made_at", "id"),
    comment="Files that somebody sent to be imported, with their mapping and report. The file itself lies in the home.",
)

faulty_rows = Table(
    "faulty_rows",
    METADATA,
    Column("upload", key_type(), ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", key_type(), nullable=False),
    Column("sealed_cells", LargeBinary, nullable=False),
    comment="Rows of an upload that did not go in, sealed with its key, to be corrected: `open`, then `fixed` or `dropped`.",
)

person_merges = Table(
    "person_merges",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("kept", key_type(), ForeignKey("candidates.id"), nullable=False, index=True),
    Column("merged", key_type(), ForeignKey("candidates.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("merged_at", Utc, nullable=False),
    Column("merged_by", key_type(), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    comment="Which file was a second one of the same person. The second is hidden whole; taking it back shows it again.",
)

appeals = Table(
    "appeals",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", key_type(), nullable=False),
    Column("posting", key_type(), ForeignKey("postings.id")),
    Column("sealed_text", LargeBinary),
    Column("dated", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    Column("result", key_type()),
    Column("sealed_answer", LargeBinary),
    Column("named", key_type()),
    Column("answered_at", Utc),
    Column("answered_by", key_type()),
    Index("ix_appeals_result_id", "result", "id"),
    comment="What a person asked for or objected to, sealed, and the answer of a named person. Without a `result` it waits.",
)

decisions = Table(
    "decisions",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("decision", key_type(), nullable=False),
    Column("reason", key_type(), nullable=False),
    Column("key", key_type(), nullable=False, unique=True),
    Column("decided_at", Utc, nullable=False),
    Column("decided_by", key_type(), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    Index("ix_decisions_event_posting", "event", "posting"),
    comment="Whom an employer wants to meet, or does not, and why (a code). What was taken back stays, with who did.",
)

cleared_reviews = Table(
    "cleared_reviews",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("named", key_type(), nullable=False),
    Column("sealed_note", LargeBinary),
    Column("key", key_type(), nullable=False, unique=True),
    Column("cleared_at", Utc, nullable=False),
    Column("cleared_by", key_type(), nullable=False),
    Column("undone_at", Utc),
    Column("undone_by", key_type()),
    Index("ix_cleared_reviews_event_posting", "event", "posting"),
    comment="Reviews that a named person settled, so that the employer may see the person. The note is sealed.",
)

handed_certificates = Table(
    "handed_certificates",
    METADATA,
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True),
    Column("employer", key_type(), ForeignKey("employers.id"), primary_key=True, index=True),
    Column("posting", key_type(), ForeignKey("postings.id"), nullable=False),
    Column("handed_on", Date, nullable=False),
    Column("recorded_at", Utc, nullable=False),
    Column("recorded_by", key_type(), nullable=False),
    Column("withdrawn_at", Utc),
    comment="Who gave an employer a copy of their certificate after an offer, by their own act. The copy itself is not here.",
)

disclosures = Table(
    "disclosures",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False),
    Column("employer", key_type(), ForeignKey("employers.id"), nullable=False, index=True),
    Column("posting", key_type(), ForeignKey("postings.id")),
    Column("kind", key_type(), nullable=False),
    Column("form", key_type(), nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("stale_at", Utc),
    comment="Files about people that left for an employer. `stale_at`: since when one of them tells more than it may.",
)

disclosed_people = Table(
    "disclosed_people",
    METADATA,
    Column("disclosure", Integer, ForeignKey("disclosures.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), ForeignKey("candidates.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("stage", key_type(), nullable=False),
    comment="Whom a file that left tells of, and at which stage they were towards the employer then.",
)

sent_keys = Table(
    "sent_keys",
    METADATA,
    Column("scope", key_type(), primary_key=True),
    Column("key", key_type(), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("claimed_at", Utc, nullable=False),
    Index("ix_sent_keys_claimed_at", "claimed_at"),
    comment="What was sent under an idempotency key, as a keyed hash: another request under the same key is refused.",
)

fair_orders = Table(
    "fair_orders",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("event", key_type(), ForeignKey("events.id"), nullable=False, index=True),
    Column("kind", key_type(), nullable=False),
    Column("candidate", key_type(), ForeignKey("candidates.id"), index=True),
    Column("posting", key_type(), ForeignKey("postings.id")),
    Column("amount", Float),
    Column("who", Text),
    Column("reason", Text, nullable=False),
    Column("made_at", Utc, nullable=False),
    Column("made_by", key_type(), nullable=False),
    Column("withdrawn_at", Utc),
    Column("withdrawn_by", key_type()),
    comment="Priorities, pins and exclusions of an event, each with its reason and who set it; withdrawn ones stay.",
)

fair_order_people = Table(
    "fair_order_people",
    METADATA,
    Column("order_id", Integer, ForeignKey("fair_orders.id", ondelete="CASCADE"), primary_key=True),
    Column("candidate", key_type(), ForeignKey("candidates.id"), primary_key=True, index=True),
    comment="The people whom a priority names.",
)
