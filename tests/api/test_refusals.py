"""Faults that are no fault of the program: each one line that says what to do."""

import pytest

from api.cli.refusals import refusal_of


@pytest.mark.parametrize(
    "said",
    [
        "libopenblas.so.0: failed to map segment from shared object",
        "libgomp.so.1: cannot allocate memory in static TLS block",
    ],
)
def test_a_library_for_which_there_is_no_memory(said: str) -> None:
    wrapped = ImportError("numpy could not be imported, see its manual")
    wrapped.__cause__ = ImportError(said)
    for fault in (ImportError(said), OSError(said), wrapped):
        line = refusal_of(fault)
        assert line is not None
        assert "ulimit -v" in line
    assert refusal_of(ImportError("no module of that name")) is None
