"""The command line: `tongtu COMMAND`. Each command calls one action and prints what it returns, as text or as JSON."""

from api.threads import calm_threads

calm_threads()

from api.cli.program import main  # noqa: E402

__all__ = ["main"]
