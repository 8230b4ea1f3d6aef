"""The commands of `tongtu`. Everything heavy is imported by the command that needs it, so that `--help` answers at once."""

import sys
from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from api.cli.accounts import accounts
from api.cli.allocation import allocate
from api.cli.audit import audit
from api.cli.backups import backups, restore
from api.cli.bench import bench
from api.cli.calls import call_list, next_assessments
from api.cli.cases import check
from api.cli.cities import generate
from api.cli.configuration import settings
from api.cli.consents import consents
from api.cli.courses import courses
from api.cli.day import checkin, day, day_log, load_day
from api.cli.demo import demo
from api.cli.doctor import doctor
from api.cli.encoders import train_encoder
from api.cli.events import events
from api.cli.follow_ups import follow_up, follow_ups, outcome
from api.cli.handed import certificates
from api.cli.impact import impact
from api.cli.imports import importing
from api.cli.invited import event_employers, event_vet
from api.cli.jobs import jobs, worker
from api.cli.knowledge import knowledge
from api.cli.learning import evaluate, train_ranker
from api.cli.ledgers import dispatch, ledgers
from api.cli.lint import lint
from api.cli.lists import left_out, shortlist
from api.cli.matching import match
from api.cli.merges import merges
from api.cli.models import models
from api.cli.orders import event_orders
from api.cli.outbox import load_replies, outbox, reply
from api.cli.outcomes import outcomes
from api.cli.output import Language, speak, warn
from api.cli.paper import paper
from api.cli.people import people
from api.cli.person_plan import person_plan
from api.cli.policy import policy
from api.cli.postings import set_status
from api.cli.promises import promises
from api.cli.quota import obligations, quota, responsibility
from api.cli.reading import corrections, read_posting, read_postings
from api.cli.reference import reference
from api.cli.reports import reports
from api.cli.reviews import decisions, reviews
from api.cli.serving import openapi, serve
from api.cli.speaking import language_first
from api.cli.stale import stale
from api.cli.templates import template
from api.cli.timetables import event_codes, event_hours, event_timetable
from api.cli.trail import trail
from api.cli.unlock import ask, unlock
from api.cli.upgrading import upgrade
from api.cli.why import why

app = typer.Typer(
    name="tongtu",
    help="通途 Tongtu: explained shortlists for recruitment events of persons with disabilities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
training = typer.Typer(help="Train the learned parts.", no_args_is_help=True)

_GROUPS: Final[tuple[tuple[str, typer.Typer], ...]] = (
    ("import", importing),
    ("train", training),
    ("event", events),
    ("merges", merges),
    ("bench", bench),
    ("courses", courses),
    ("models", models),
    ("jobs", jobs),
    ("ledger", ledgers),
    ("report", reports),
    ("promise", promises),
    ("review", reviews),
    ("certificate", certificates),
    ("consent", consents),
    ("people", people),
    ("accounts", accounts),
    ("trail", trail),
    ("backup", backups),
)
_EVENT: Final[tuple[tuple[Callable[..., Any], str], ...]] = (
    (event_employers, "employers spring-2027 --invite 江城文印社"),
    (event_vet, "vet spring-2027 江城文印社 --approve"),
    (event_timetable, "timetable spring-2027 --booth A12"),
    (event_codes, "codes spring-2027"),
    (event_hours, "hours spring-2027 李明 9:00-11:30"),
    (event_orders, "orders spring-2027 --add 要求.yaml"),
)
_TRAINING: Final[tuple[tuple[Callable[..., Any], str], ...]] = (
    (train_ranker, "ranker"),
    (train_encoder, "encoder --from-store"),
)
_ALONE: Final[tuple[tuple[Callable[..., Any], str], ...]] = (
    (check, "check data/samples/verdict_cases.yaml --expect"),
    (template, "template assessment 能力评估表.xlsx"),
    (generate, "generate city/ --candidates 2000 --employers 120 --seed 7"),
    (match, "match spring-2027"),
    (shortlist, "shortlist spring-2027 文字录入员"),
    (left_out, "left-out spring-2027"),
    (why, "why 李明 文字录入员 --event spring-2027"),
    (set_status, "set-status p_ef56gh78 filled"),
    (lint, "lint 岗位.xlsx"),
    (unlock, "unlock spring-2027 --employer 江城文印社 --budget 3"),
    (ask, "ask spring-2027 文字录入员 accommodation:visual_alarm"),
    (call_list, "call-list spring-2027 --addressee employer"),
    (next_assessments, "next-assessments spring-2027 李明"),
    (audit, "audit spring-2027 --csv audit.csv"),
    (impact, "impact --record proceed --pdf impact.pdf"),
    (allocate, "allocate spring-2027 --guaranteed 1"),
    (paper, "paper spring-2027 shortlist --posting p_ef56gh78 --for employer --out 文件/"),
    (outbox, "outbox spring-2027 --write invitation --out 消息/"),
    (reply, "reply 12 yes --posting 文字录入员"),
    (load_replies, "load-replies spring-2027 春季专场_短信.csv"),
    (checkin, "checkin spring-2027 ABCD-2345"),
    (day, "day spring-2027 late --code ABCD-2345 --slots 2"),
    (day_log, "day-log spring-2027 --json"),
    (load_day, "load-day spring-2027 当天记录.xlsx"),
    (outcome, "outcome 34 rejected --reason distance"),
    (outcomes, "outcomes spring-2027"),
    (decisions, "decisions spring-2027"),
    (stale, "stale"),
    (follow_ups, "follow-ups"),
    (follow_up, "follow-up 李明 文字录入员 3 yes --event spring-2027"),
    (person_plan, "person-plan 李明 --as pdf --out 文件/"),
    (quota, "quota --staff 200 --months certificate=24 --wage 80000 --local-wage 100000"),
    (obligations, "obligations --notice --out 公示/"),
    (responsibility, "responsibility 2026 --public"),
    (dispatch, "dispatch --confirm"),
    (policy, "policy --on 2027-03-20"),
    (knowledge, "knowledge --unsigned"),
    (read_posting, "read-posting 岗位.jsonl --json"),
    (read_postings, "read-postings"),
    (corrections, "corrections --json"),
    (evaluate, "evaluate --benchmark --seed 1 --small"),
    (worker, "worker --once"),
    (doctor, "doctor"),
    (settings, "settings --write docs/"),
    (upgrade, "upgrade"),
    (restore, "restore 备份/tongtu-20270401-020000.tongtu-backup --key recovery.key"),
    (serve, "serve --port 8300"),
    (demo, "demo --serve"),
    (openapi, "openapi > docs/openapi.json"),
    (reference, "reference --write docs/"),
)
"""Each command with the example that its help ends with; the first word is the name."""


def _hook(group: typer.Typer, called: str, commands: tuple[tuple[Callable[..., Any], str], ...]) -> None:
    for command, example in commands:
        group.command(example.split()[0], epilog=f"Example: {called} {example}")(command)


for _name, _group in _GROUPS:
    app.add_typer(_group, name=_name)
_hook(events, "tongtu event", _EVENT)
_hook(training, "tongtu train", _TRAINING)
_hook(app, "tongtu", _ALONE)


@app.callback()
def begin(
    lang: Annotated[
        Language | None,
        typer.Option("--lang", help="The language of every line, zh or en; default: TONGTU_LANG, else Chinese."),
    ] = None,
) -> None:
    speak(lang or _language_set())


def main() -> None:
    """Run a command; every expected refusal is one line on standard error and a non-zero exit code."""
    from api.cli.refusals import broken_lines, refusal_of

    try:
        app(language_first(sys.argv[1:]), standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except Exception as fault:
        line = refusal_of(fault)
        if line is None:
            for part in broken_lines(fault):
                warn(part)
            raise SystemExit(1) from None
        warn(line)
        raise SystemExit(2) from None


def _language_set() -> Language:
    from api.settings import read_language

    return read_language()
