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

HEAD: Final = "0004"
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
    comment="Which person stands on which list of which run.",
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
    Index("ix_log_kind_object", "kind", "object"),
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
    Index("ix_confirmations_posting_id", "posting", "id"),
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
