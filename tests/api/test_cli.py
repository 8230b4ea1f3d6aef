"""The command line as a user meets it: its words, its exit codes, and that it holds in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.command import ROOT, tongtu

COMMANDS = [
    ["check"],
    ["knowledge"],
    ["reference"],
    ["settings"],
    ["template"],
    ["generate"],
    ["import", "candidates"],
    ["import", "postings"],
    ["import", "courses"],
    ["import", "trainings"],
    ["import", "outcomes"],
    *(["import", name] for name in ("services", "placements", "graduates", "consents")),
    ["outcomes"],
    ["paper"],
    ["import", "assessment"],
    *(["import", name] for name in ("list", "undo")),
    *(["review", name] for name in ("settle", "undo", "list")),
    *(["certificate", name] for name in ("hand", "back", "list")),
    ["decisions"],
    ["stale"],
    ["event", "add"],
    ["event", "list"],
    *(["event", name] for name in ("show", "plan", "move", "history", "employers", "vet", "timetable", "codes", "hours", "orders")),
    *(
        [name]
        for name in (
            "checkin",
            "day",
            "day-log",
            "load-day",
            "outbox",
            "reply",
            "load-replies",
            "outcome",
            "follow-ups",
            "follow-up",
        )
    ),
    *(["accounts", name] for name in ("first", "list", "organisations", "invite", "reset", "end")),
    *(["promise", name] for name in ("record", "list", "check", "refuse", "contest", "settle")),
    *(["consent", name] for name in ("record", "withdraw", "list")),
    ["match"],
    ["shortlist"],
    ["left-out"],
    ["why"],
    ["lint"],
    ["read-posting"],
    ["read-postings"],
    ["corrections"],
    ["call-list"],
    ["next-assessments"],
    ["unlock"],
    ["ask"],
    ["audit"],
    ["set-status"],
    ["train", "ranker"],
    ["train", "encoder"],
    ["evaluate"],
    ["courses", "list"],
    ["courses", "assess-again"],
    ["models", "list"],
    ["models", "show"],
    ["models", "promote"],
    ["models", "rollback"],
    ["merges", "list"],
    ["merges", "undo"],
    ["serve"],
    ["upgrade"],
    ["impact"],
    ["demo"],
    ["quota"],
    ["obligations"],
    ["responsibility"],
    ["dispatch"],
    ["person-plan"],
    *(["trail", name] for name in ("verify", "list", "replay")),
    *(["people", name] for name in ("export", "sheet", "erase", "retention")),
    ["import", "certification"],
    ["report", "year"],
    ["ledger", "graduates"],
    ["ledger", "services"],
    ["ledger", "placements"],
    ["ledger", "enter"],
    ["ledger", "refuse"],
    ["ledger", "tally"],
    ["ledger", "tallies"],
    ["ledger", "withdraw"],
    ["ledger", "body"],
    ["ledger", "workshop"],
    ["ledger", "batch"],
]


def process(*words: str, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `tongtu` in a process of its own, where nothing is imported yet."""
    env = {**os.environ, "TONGTU_HOME": str(home or "/nonexistent/tongtu-home"), "TONGTU_LANG": "en", **environment}
    code = "from api.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def test_help_names_every_command() -> None:
    done = process("--help")
    shown = done.stdout
    assert (done.returncode, done.stderr) == (0, "")
    assert [words[0] for words in COMMANDS if words[0] not in shown] == []


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_each_command_shows_one_real_example(words: list[str]) -> None:
    done = tongtu(*words, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert f"Example: tongtu {' '.join(words)}" in " ".join(shown.split())


def test_help_imports_nothing_heavy() -> None:
    heavy = {"pandas", "numpy", "sklearn", "lightgbm", "faiss", "sqlalchemy", "fastapi", "torch"}
    code = f"import sys, api.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_check_prints_one_object_a_case(tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text("- {id: A, candidate: {abilities: {reading: 1}}, posting: {demands: {reading: 3}}}\n", "utf-8")
    done = process("check", str(cases), "--json")
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert (answer["id"], answer["verdict"], answer["abilities"]) == ("A", "blocked", ["reading"])
    assert (answer["accommodations"], answer["hint"]) == ([], {"reading": []})
    assert answer["reasons"]["reading"]["text"]["zh"].startswith("阅读理解：要求 3")


@pytest.mark.parametrize(("expected", "code"), [("blocked", 0), ("eligible", 1)])
def test_check_with_expect_exits_1_on_a_mismatch(tmp_path: Path, expected: str, code: int) -> None:
    cases = tmp_path / "cases.yaml"
    case = "- {id: A, candidate: {abilities: {reading: 1}}, posting: {demands: {reading: 3}}, expect: {verdict: EXPECTED}}"
    cases.write_text(case.replace("EXPECTED", expected), "utf-8")
    assert tongtu("check", str(cases), "--expect").returncode == code


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("- {id: A, candidate: {abilities: {readin: 1}}}", "unknown dimension 'readin'; did you mean 'reading'?"),
        ("- {id: A, candidate: {aids: [spectacles]}}", "unknown accommodation 'spectacles'"),
        ("- {id: A, candidate: {abilities: {reading: 7}}}", "case A: candidate.abilities.reading"),
        ("- {id: A, candidate: {skills: [typing]}}", "unknown skill 'typing'"),
        ("- {id: A, posting: {facts: [garden]}}", "unknown fact 'garden'"),
        ("- {id: A, colour: red}", "case A: colour"),
        ("- {id: A}\n- {id: A}", "case A stands twice"),
        ("- [", "not readable"),
        ("a: b", "expected a list"),
    ],
)
def test_check_refuses_a_wrong_case_in_one_line(tmp_path: Path, text: str, complaint: str) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text(text, "utf-8")
    done = tongtu("check", str(cases))
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["match", "nowhere"], "There is no such event: nowhere"),
        (["shortlist", "nowhere"], "There is no such event: nowhere"),
        (["why", "c_x", "p_x"], "nobody is called c_x"),
        (["event", "add", "a/b"], "An event's id takes letters"),
        (["event", "add", "fair", "--on", "gestern"], "Not a date: gestern"),
        (["event", "add", "fair", "--kind", "party"], "Unknown kind of event: party"),
        (["event", "add", "fair", "--postings-from", "moon"], "no open posting from “moon”"),
        (["unlock", "nowhere"], "There is no such event: nowhere"),
        (["unlock", "nowhere", "--posting", "p_x", "--courses"], "Give only one of --posting"),
        (["unlock", "nowhere", "--budget", "3"], "--budget goes with --posting"),
        (["ask", "nowhere", "p_x", "accommodation:visual_alarm"], "There is no such event: nowhere"),
        (["merges", "undo", "x"], "A merge has a number"),
        (["merges", "undo", "9"], "There is no such merge: 9"),
        (["merges", "undo", "9" * 30], "There is no such merge"),
        (["set-status", "p_x", "sold"], "There is no status “sold”"),
        (["set-status", "p_x", "closed"], "There is no such posting: p_x"),
        (["check", "."], "cannot be read"),
        (["template", "poem", "x.xlsx"], "no template “poem”"),
        (["import", "candidates", "nothing.xlsx"], "nothing.xlsx"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_one_line_and_not_0(tmp_path: Path, words: list[str], complaint: str) -> None:
    done = tongtu(*words, home=tmp_path)
    assert done.returncode == 2
    assert complaint in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_event_without_people_says_what_to_do(tmp_path: Path) -> None:
    assert process("event", "add", "fair", home=tmp_path).returncode == 0
    done = tongtu("match", "fair", home=tmp_path)
    assert (done.returncode, "import them first with tongtu import candidates" in done.stderr) == (2, True)


def test_a_wrong_database_url_is_one_line(tmp_path: Path) -> None:
    done = tongtu("event", "list", home=tmp_path, TONGTU_DATABASE_URL="nonsense")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_wrong_setting_names_its_variable(tmp_path: Path) -> None:
    done = tongtu("event", "list", home=tmp_path, TONGTU_KEEP="many")
    assert (done.returncode, done.stderr.startswith("TONGTU_KEEP:")) == (2, True)


def test_an_event_is_not_overwritten_by_chance(tmp_path: Path) -> None:
    assert tongtu("event", "add", "fair", "--name", "春季专场", "--on", "2027-03-20", home=tmp_path).returncode == 0
    again = tongtu("event", "add", "fair", home=tmp_path)
    assert (again.returncode, "add --replace to change it" in again.stderr) == (2, True)
    assert "春季专场" in tongtu("event", "list", home=tmp_path).stdout
    assert tongtu("event", "add", "fair", "--name", "秋季", "--replace", home=tmp_path).returncode == 0


def test_a_lost_key_file_is_not_replaced_by_a_new_one(tmp_path: Path) -> None:
    assert tongtu("event", "list", home=tmp_path).returncode == 0
    (key,) = (tmp_path / "keys").iterdir()
    key.unlink()
    done = tongtu("event", "list", home=tmp_path)
    assert (done.returncode, "put the backup" in done.stderr) == (2, True)
    assert list((tmp_path / "keys").iterdir()) == []


def test_a_broken_model_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "models" / "ranker").mkdir(parents=True)
    (tmp_path / "models" / "ranker" / "current").write_text("../../etc", "utf-8")
    done = tongtu("evaluate", home=tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)


def test_an_unknown_encoder_folder_is_one_line(tmp_path: Path) -> None:
    done = tongtu("evaluate", home=tmp_path, TONGTU_ENCODER=str(tmp_path / "none"))
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)


def test_depth_below_keep_is_refused(tmp_path: Path) -> None:
    done = tongtu("event", "list", home=tmp_path, TONGTU_DEPTH="3")
    assert (done.returncode, done.stderr.startswith("TONGTU_DEPTH: 3 is below TONGTU_KEEP (20)")) == (2, True)


def test_knowledge_prints_the_contents_the_unsigned_rows_and_where_it_wrote(tmp_path: Path) -> None:
    assert tongtu("knowledge").stdout.splitlines()[0] == "dimensions  Dimensions and their levels: 0 of 45 rows signed"
    first = tongtu("knowledge", "--unsigned").stdout.splitlines()[0]
    assert first == "matching/knowledge/abilities.yaml  text_access  Text access (print or screen)"
    rows = [json.loads(line) for line in tongtu("knowledge", "--unsigned", "--json").stdout.splitlines()]
    assert (rows[0]["file"], rows[0]["row"], rows[0]["text"]["zh"]) == (
        "matching/knowledge/abilities.yaml",
        "text_access",
        "文字信息获取",
    )
    assert len(rows) == len(tongtu("knowledge", "--unsigned").stdout.splitlines())
    wrote = tongtu("knowledge", "--write", str(tmp_path)).stdout.splitlines()
    assert wrote == [str(tmp_path / f"{name}.{language}.md") for language in ("zh", "en") for name in ("knowledge", "occupations")]
    refused = tongtu("knowledge", "--write", str(tmp_path / "nowhere"))
    assert (refused.returncode, "No such file or directory" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)
