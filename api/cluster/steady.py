"""A client whose answers come in the order that was asked for."""

from typing import Any

from distributed import Client


class SteadyClient(Client):  # type: ignore[misc]
    """LightGBM numbers its machines in the order in which `who_has` names the parts; by itself that order is one of chance."""

    def who_has(self, futures: Any = None, **options: Any) -> Any:
        """Key -> addresses, in the order of `futures` where they are given."""
        found = super().who_has(futures, **options)
        return found if futures is None else {future.key: found[future.key] for future in futures}
