"""The versions on which equal results rest, as each machine has them."""

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

_PACKAGES: Final = ("tongtu", "numpy", "numba", "faiss-cpu", "lightgbm", "scikit-learn", "distributed")


def own_versions() -> dict[str, str]:
    """Name -> version of what results depend on, on the machine that is asked."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "-"
    from matching.features import features_hash
    from matching.knowledge import knowledge_hash

    return found | {"knowledge": knowledge_hash(), "features": features_hash()}


def differences(mine: Mapping[str, str], theirs: Mapping[str, Any]) -> tuple[str, ...]:
    """One line a version that a worker has otherwise; `theirs` has by address what it has, or the error that asking gave."""
    found = set()
    for versions in theirs.values():
        if not isinstance(versions, Mapping):
            # The function could not even be loaded there.
            found.add(f"tongtu {mine['tongtu']} / -")
            continue
        found |= {f"{name} {mine[name]} / {versions.get(name, '-')}" for name in mine if versions.get(name, "-") != mine[name]}
    return tuple(sorted(found))
