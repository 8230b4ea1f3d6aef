"""Threads at rest: without this a small parallel region costs milliseconds of spinning on every library that uses OpenMP."""

import os


def own_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def calm_threads() -> None:
    """Let waiting OpenMP threads sleep. Takes effect only before the first numerical import, so doors call it first."""
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
