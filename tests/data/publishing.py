"""Rows stored as the product stores them: staged and published as an import."""

from uuid import uuid4

from data.stores import Saved, Stores
from data.stores.imports import Kind, Rows
from matching.records import Viewer


def publish(stores: Stores, viewer: Viewer, kind: Kind, rows: Rows) -> Saved:
    """What became of the rows of one import."""
    name = f"i_{uuid4().hex}"
    stores.imports.stage(viewer, name, kind, rows)
    return stores.imports.publish(viewer, name)
