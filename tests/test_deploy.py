"""What is shipped for running it: no file names a command, a setting, an address or a secret that is not there.

The programs that read these files are not part of the tests; docs/operations.md says which of them were run by hand, and when.
"""

import importlib.util
import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.load.probes import LIVE, READY
from api.settings import Settings

SETTINGS = {f"TONGTU_{name.upper()}" for name in Settings.model_fields}
OF_THE_FILES = {"TONGTU_NAME", "TONGTU_PORT"}
"""Variables of the Compose file and of the proxy, not of the program."""
UNITS = tuple(f"deploy/systemd/{name}.service" for name in ("tongtu", "tongtu-worker", "tongtu-nightly"))
FILES = ("Dockerfile", "compose.yaml", "deploy/proxy/Caddyfile", "deploy/proxy/nginx.conf", *UNITS)


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    return found


def instructions(root: Path) -> list[tuple[str, str]]:
    """(instruction, arguments) of the Dockerfile, continued lines joined."""
    lines = [line for line in (root / "Dockerfile").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    text = "\n".join(lines).replace("\\\n", " ")
    return [(line.split()[0], line.partition(" ")[2].strip()) for line in text.splitlines()]


def test_units_keep_what_numba_compiles_where_they_may_write(root: Path) -> None:
    for name in UNITS:
        text = (root / name).read_text("utf-8")
        assert ("CacheDirectory=tongtu\n" in text, "NUMBA_CACHE_DIR=/var/cache/tongtu\n" in text) == (True, True)


@pytest.mark.parametrize("name", FILES)
def test_every_setting_that_is_named_exists(root: Path, name: str) -> None:
    used = set(re.findall(r"TONGTU_[A-Z_]+", (root / name).read_text("utf-8")))
    assert used - SETTINGS - OF_THE_FILES == set()


def test_every_command_that_is_run_exists(root: Path, compose: dict[str, Any]) -> None:
    from typer.main import get_command

    from api.cli.program import app

    known: Any = get_command(app)
    lines = [line for name in FILES for line in re.findall(r"tongtu/bin/tongtu ([^;&\n]+)", (root / name).read_text("utf-8"))]
    lines += re.findall(r"tongtu ([^;&\n]+)", compose["services"]["nightly"]["command"][0])
    lines += [" ".join(compose["services"][name]["command"]) for name in ("server", "worker")]
    assert len(lines) == 8
    for line in lines:
        words = line.split()
        command = known.commands[words[0]]
        if hasattr(command, "commands"):
            command = command.commands[words[1]]
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert [word for word in words if word.startswith("--") and word not in options] == []


@pytest.mark.parametrize(("forgets", "backs_up"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_the_night_makes_a_backup_whatever_became_of_the_forgetting(
    root: Path, compose: dict[str, Any], tmp_path: Path, forgets: int, backs_up: int
) -> None:
    unit = (root / "deploy/systemd/tongtu-nightly.service").read_text("utf-8")
    (of_unit,) = re.findall(r"^ExecStart=/bin/sh -c '(.+)'$", unit, re.MULTILINE)
    program = tmp_path / "tongtu"
    program.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/done\n[ "$1" = people ] && exit {forgets}\nexit {backs_up}\n', "utf-8")
    program.chmod(0o755)
    for script in (of_unit.replace("/opt/tongtu/bin/tongtu", str(program)), compose["services"]["nightly"]["command"][0]):
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        ended = subprocess.run(["/bin/sh", "-c", script.replace("$$", "$")], env=environment)
        assert (ended.returncode != 0) == bool(forgets or backs_up)
    assert (tmp_path / "done").read_text("utf-8").split() == ["people", "backup"] * 2


def test_the_image_runs_as_nobody_in_particular(root: Path) -> None:
    steps = instructions(root)
    stages = [at for at, (name, _) in enumerate(steps) if name == "FROM"]
    last = steps[stages[-1] :]
    assert [given for name, given in last if name == "USER"] == ["10001:10001"]
    assert [name for name, _ in last].index("USER") > max(at for at, (name, _) in enumerate(last) if name in ("RUN", "COPY"))
    assert [given for name, given in steps if name == "ADD" or "curl" in given or "chmod 777" in given] == []
    installs = [given for name, given in steps if name == "RUN" and "apt-get install" in given]
    assert [("--no-install-recommends" in one, "rm -rf /var/lib/apt/lists" in one) for one in installs] == [(True, True)] * 2
    (check,) = [given for name, given in last if name == "HEALTHCHECK"]
    assert READY in check
    assert "TONGTU_HOME=/var/lib/tongtu" in next(given for name, given in last if name == "ENV")


@pytest.mark.parametrize("name", ["cluster.md", "cluster.zh.md"])
def test_the_cluster_of_the_documentation_starts_from_this_image(root: Path, name: str) -> None:
    text = (root / "docs" / name).read_text("utf-8")
    (block,) = re.findall(r"^```yaml\n(.+?)^```$", text, re.MULTILINE | re.DOTALL)
    services = yaml.safe_load(block)["services"]
    (extras, tag) = re.findall(r"--build-arg EXTRAS=(\S+) --tag (\S+)", text)[0]
    assert {one["image"] for one in services.values()} == {tag}
    assert {key: (one.get("entrypoint", ["tongtu"])[0], one["command"][0]) for key, one in services.items()} == {
        "scheduler": ("dask", "scheduler"),
        "worker": ("dask", "worker"),
        "tongtu": ("tongtu", "worker"),
    }
    optional = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert set(extras.split(",")) < set(optional)
    installs = [given for name, given in instructions(root) if name == "RUN" and "pip install" in given]
    assert ['".[${EXTRAS}]"' in one for one in installs] == [True]


def test_only_what_the_image_needs_is_sent_to_build_it(root: Path) -> None:
    copied = {word for name, given in instructions(root) if name == "COPY" and "--from" not in given for word in given.split()[:-1]}
    lines = (root / ".dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    assert [one for one in sorted(copied) if not (root / one).exists()] == []


def test_containers_of_ours_can_write_nowhere_but_their_volumes(compose: dict[str, Any]) -> None:
    for name in ("server", "worker", "nightly"):
        one = compose["services"][name]
        assert (one["user"], one["read_only"], one["cap_drop"]) == ("10001:10001", True, ["ALL"])
        assert one["security_opt"] == ["no-new-privileges:true"]
        assert one["tmpfs"][0].startswith("/tmp:")
    assert [name for name, one in compose["services"].items() if one.get("privileged") or "docker.sock" in str(one)] == []


def test_what_services_use_is_declared(compose: dict[str, Any]) -> None:
    services = compose["services"]
    secrets = {secret for one in services.values() for secret in one.get("secrets", ())}
    mounted = {volume.partition(":")[0] for one in services.values() for volume in one.get("volumes", ())}
    volumes = {volume for volume in mounted if not volume.startswith(".")}
    assert (secrets, volumes) == (set(compose["secrets"]), set(compose["volumes"]))
    waited = {of: rule["condition"] for one in services.values() for of, rule in one.get("depends_on", {}).items()}
    assert waited == {"postgres": "service_healthy", "server": "service_healthy"}
    assert "healthcheck" in services["postgres"]
    for name in ("server", "worker", "nightly"):
        for variable, path in services[name]["environment"].items():
            if variable.endswith("_FILE"):
                assert path.removeprefix("/run/secrets/") in services[name]["secrets"]


def test_no_password_stands_in_an_environment(compose: dict[str, Any]) -> None:
    given = {name: value for one in compose["services"].values() for name, value in one.get("environment", {}).items()}
    assert [name for name in given if "PASSWORD" in name and not name.endswith("_FILE")] == []
    assert given["TONGTU_DATABASE_URL"] == "postgresql://tongtu@postgres/tongtu"


@pytest.mark.parametrize(("name", "limit"), [("Caddyfile", r"max_size (\d+)MB"), ("nginx.conf", r"client_max_body_size (\d+)m;")])
def test_a_proxy_lets_the_largest_file_through(root: Path, name: str, limit: str) -> None:
    text = (root / "deploy" / "proxy" / name).read_text("utf-8")
    found = re.search(limit, text)
    assert found is not None
    assert int(found[1]) >= 4 * Settings.model_fields["upload_limit_mb"].default + 2
    assert "/metrics" in text
    assert "8300" in text


def test_a_proxy_keeps_what_watches_the_machine_inside(root: Path) -> None:
    caddy, nginx = ((root / "deploy" / "proxy" / name).read_text("utf-8") for name in ("Caddyfile", "nginx.conf"))
    assert re.findall(r"^\t(@inside .+|respond .+)$", caddy, re.MULTILINE) == [
        "@inside path /metrics /health /health/*",
        "respond @inside 404",
    ]
    assert re.findall(r"^ *location (.+) { return 404; }$", nginx, re.MULTILINE) == ["= /metrics", "= /health", "^~ /health/"]
    assert all(path.startswith("/health/") for path in (LIVE, READY))


def test_a_proxy_speaks_no_older_tls(root: Path) -> None:
    told = (root / "deploy" / "proxy" / "nginx.conf").read_text("utf-8")
    assert re.findall(r"^ *ssl_protocols (.*);$", told, re.MULTILINE) == ["TLSv1.2 TLSv1.3"]


def test_no_proxy_writes_down_what_was_asked_for(root: Path) -> None:
    """Addresses hold ids of people. Caddy's errors and nginx's lines below `crit` would quote them."""
    caddy, nginx = ((root / "deploy" / "proxy" / name).read_text("utf-8") for name in ("Caddyfile", "nginx.conf"))
    assert re.findall(r"^\t*(?:log|output|exclude)\b.*$", caddy, re.MULTILINE) == [
        "\tlog {",
        "\t\texclude http.log.error http.handlers.reverse_proxy",
    ]
    assert re.findall(r"^ *access_log (.+);$", nginx, re.MULTILINE) == ["off", "off"]
    assert re.findall(r"^ *error_log \S+ (.+);$", nginx, re.MULTILINE) == ["crit"]


def test_every_page_of_the_dashboard_has_a_question(root: Path) -> None:
    board = json.loads((root / "deploy" / "grafana" / "tongtu.json").read_text("utf-8"))
    assert [panel["title"] for panel in board["panels"] if not panel["targets"]] == []
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_the_bill_of_materials_lists_every_dependency(root: Path) -> None:
    at = importlib.util.spec_from_file_location("sbom", root / "deploy" / "sbom.py")
    assert at is not None
    assert at.loader is not None
    sbom = importlib.util.module_from_spec(at)
    at.loader.exec_module(sbom)
    made = sbom.bill(["postgres"])
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[\[<>=]", one)[0] for one in (*project["dependencies"], *project["optional-dependencies"]["postgres"])}
    listed = {one["name"]: one for one in made["components"]}
    assert declared - set(listed) == set()
    assert "pytest" not in listed
    (top,) = [one for one in made["dependencies"] if one["ref"] == made["metadata"]["component"]["bom-ref"]]
    assert {re.split("[/@]", one)[1] for one in top["dependsOn"]} == declared
    assert [name for name, one in listed.items() if one["purl"] != f"pkg:pypi/{name}@{one['version']}"] == []
