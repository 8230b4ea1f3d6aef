"""SQLite itself: what writing rows costs when nothing is checked."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path


def write_bare(file: Path, cells: Sequence[Sequence[object]]) -> None:
    """All cells as text into one table of a new file, in one transaction that survives a power failure, as an import does."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        width = len(cells[0])
        connection.execute("CREATE TABLE sheet (" + ", ".join(f"c{number} TEXT" for number in range(width)) + ")")
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO sheet VALUES (" + ", ".join("?" * width) + ")", cells)
        connection.execute("COMMIT")
    finally:
        connection.close()
