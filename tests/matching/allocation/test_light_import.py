"""The package is cheap to import: the solvers come with the first request."""

import subprocess
import sys


def test_no_solver_is_imported_before_it_is_needed() -> None:
    code = "import sys, matching.allocation; print(sorted({'scipy', 'ortools', 'pandas'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
