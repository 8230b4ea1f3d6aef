"""The only SQL of the project: one store a kind of record, behind one door that asks who is looking."""

from data.stores.base import Refused, Saved
from data.stores.canonical import canonical
from data.stores.confirmations import Change, Confirmation
from data.stores.consents import Consent, Explained, Scope, StoredConsent
from data.stores.database import Database, Stores, open_database
from data.stores.errors import (
    DatabaseUnavailable,
    KeyMismatch,
    NotAllowed,
    NoViewer,
    ReadOnly,
    SchemaError,
    StoreError,
)
from data.stores.imports import Import
from data.stores.log import LogEntry, Verification
from data.stores.outcomes import Outcome, Step
from data.stores.postings import Merge
from data.stores.requests import Request
from data.stores.runs import ListSummary, Run

__all__ = [
    "Change",
    "Confirmation",
    "Consent",
    "Database",
    "DatabaseUnavailable",
    "Explained",
    "Import",
    "KeyMismatch",
    "ListSummary",
    "LogEntry",
    "Merge",
    "NoViewer",
    "NotAllowed",
    "Outcome",
    "ReadOnly",
    "Refused",
    "Request",
    "Run",
    "Saved",
    "SchemaError",
    "Scope",
    "Step",
    "StoreError",
    "StoredConsent",
    "Stores",
    "Verification",
    "canonical",
    "open_database",
]
