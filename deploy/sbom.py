"""The software bill of materials of what is installed here, as CycloneDX 1.6 JSON on standard output: make sbom.

It follows the requirements of `tongtu` from package to package, with the named extras, so that tools of developers are not in it.
"""

import json
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "tongtu"


def bill(extras: Iterable[str]) -> dict[str, Any]:
    """The document: one component a package, in order of name, and which needs which."""
    needs = _needs(sorted(extras))
    packages = [distribution(name) for name in sorted(needs) if name != ROOT]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(distribution(ROOT), "application")},
        "components": [_component(one, "library") for one in packages],
        "dependencies": [{"ref": _link(name), "dependsOn": [_link(one) for one in sorted(needs[name])]} for name in sorted(needs)],
    }


def _needs(extras: list[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    waiting = [(ROOT, frozenset(extras))]
    seen = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        below = found.setdefault(name, set())
        for text in distribution(name).requires or ():
            asked = Requirement(text)
            if asked.marker is not None and not any(asked.marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                continue
            other = canonicalize_name(asked.name)
            try:
                distribution(other)
            except PackageNotFoundError:
                continue
            below.add(other)
            waiting.append((other, frozenset(asked.extras)))
    return found


def _component(package: Distribution, kind: str) -> dict[str, Any]:
    name = canonicalize_name(package.metadata["Name"])
    found = {"type": kind, "bom-ref": _link(name), "name": name, "version": package.version, "purl": _link(name)}
    licence = package.metadata.get("License-Expression")
    return found | ({"licenses": [{"expression": licence}]} if licence else {})


def _link(name: str) -> str:
    return f"pkg:pypi/{name}@{distribution(name).version}"


if __name__ == "__main__":
    json.dump(bill(sys.argv[1:] or ["postgres"]), sys.stdout, indent=1)
    sys.stdout.write("\n")
