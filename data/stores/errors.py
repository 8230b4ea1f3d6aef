"""What a store refuses, each with one clear line."""


class StoreError(Exception):
    """The base of all refusals of the store."""


class NoViewer(StoreError):
    """Nobody was named as asking. No viewer, no data."""


class NotAllowed(StoreError):
    """The viewer may not change this."""


class SchemaError(StoreError):
    """The database's tables are not the ones this version of the software knows."""


class KeyMismatch(StoreError):
    """The database was made with another key file."""


class DatabaseUnavailable(StoreError):
    """The database cannot be opened, or stayed locked by another writer."""


class DatabaseDamaged(StoreError):
    """Something stored cannot be read any more: trying again does not help, a backup does."""


class DiskFull(DatabaseUnavailable):
    """The database has no room left to write."""


class ReadOnly(StoreError):
    """A change was asked for inside a reading transaction, or after the transaction ended."""


class LeaseLost(StoreError):
    """A worker wrote for a job that is no longer its own."""


class JobCancelled(StoreError):
    """The job was cancelled while it ran."""


class AskerGone(StoreError):
    """Whoever asked for the job may no longer do what it does."""


class Stale(StoreError):
    """Somebody else changed the record since it was read."""
