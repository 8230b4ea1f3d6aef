"""The commands of `tongtu`. Everything heavy is imported by the command that needs it, so that `--help` answers at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.cli import fairs as fair_commands
from api.cli.accounts import accounts
from api.cli.allocation import allocate
from api.cli.audit import audit
from api.cli.bench import bench
from api.cli.calls import call_list, next_assessments
from api.cli.certification import import_certification
from api.cli.consents import consents
from api.cli.courses import courses
from api.cli.follow_ups import follow_up, follow_ups, outcome
from api.cli.jobs import Background, jobs, worker
from api.cli.knowledge import knowledge
from api.cli.learning import evaluate, train_ranker
from api.cli.ledgers import dispatch, ledgers
from api.cli.lint import lint
from api.cli.models import models
from api.cli.outbox import load_replies, outbox, reply
from api.cli.outcomes import outcomes
from api.cli.output import both, progress, say, say_json, warn
from api.cli.paper import paper
from api.cli.people import people
from api.cli.person_plan import person_plan
from api.cli.policy import policy
from api.cli.promises import promises
from api.cli.quota import obligations, quota, responsibility
from api.cli.reading import corrections, read_posting, read_postings
from api.cli.reports import reports
from api.cli.trail import trail
from api.cli.unlock import ask, unlock
from matching.china_time import minute_in_china

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
ProposeMap = Annotated[
    bool, typer.Option("--propose-map", help="Import nothing: print a mapping for this file, to be checked and used with --map.")
]
MapOut = Annotated[Path | None, typer.Option("--out", help="With --propose-map: write the mapping to this file.")]

app = typer.Typer(
    name="tongtu",
    help="通途 Tongtu: explained shortlists for recruitment events of persons with disabilities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
importing = typer.Typer(
    help="Read a file: candidates, assessment forms, postings, courses, trainings, outcomes, the ledgers or certified counts.",
    no_args_is_help=True,
)
training = typer.Typer(help="Train the learned parts.", no_args_is_help=True)
events = typer.Typer(help="Recruitment events.", no_args_is_help=True)
merges = typer.Typer(help="Postings that were merged as duplicates.", no_args_is_help=True)
app.add_typer(importing, name="import")
app.add_typer(training, name="train")
app.add_typer(events, name="event")
app.add_typer(merges, name="merges")
app.add_typer(bench, name="bench")
app.add_typer(courses, name="courses")
app.add_typer(models, name="models")
app.add_typer(jobs, name="jobs")
app.add_typer(ledgers, name="ledger")
app.add_typer(reports, name="report")
importing.command("certification", epilog="Example: tongtu import certification 认证汇总.xlsx --on 2027-03-01")(
    import_certification
)
app.command(epilog="Example: tongtu quota --staff 200 --months certificate=24 --wage 80000 --local-wage 100000")(quota)
app.command(epilog="Example: tongtu obligations --notice --out 公示/")(obligations)
app.command(epilog="Example: tongtu responsibility 2026 --public")(responsibility)
app.command(epilog="Example: tongtu dispatch --confirm")(dispatch)
app.command("person-plan", epilog="Example: tongtu person-plan c_ab12cd34 --as pdf --out 文件/")(person_plan)
app.add_typer(promises, name="promise")
app.add_typer(consents, name="consent")
app.add_typer(people, name="people")
app.add_typer(accounts, name="accounts")
app.add_typer(trail, name="trail")
events.command("show", epilog="Example: tongtu event show spring-2027")(fair_commands.event_show)
events.command("plan", epilog="Example: tongtu event plan spring-2027 会场.yaml")(fair_commands.event_plan)
events.command("move", epilog="Example: tongtu event move spring-2027 confirmed --named 王芳")(fair_commands.event_move)
events.command("history", epilog="Example: tongtu event history spring-2027")(fair_commands.event_history)
events.command("employers", epilog="Example: tongtu event employers spring-2027 --invite e_vw12xy34")(fair_commands.event_employers)
events.command("vet", epilog="Example: tongtu event vet spring-2027 e_vw12xy34 --approve")(fair_commands.event_vet)
events.command("timetable", epilog="Example: tongtu event timetable spring-2027 --booth A12")(fair_commands.event_timetable)
events.command("codes", epilog="Example: tongtu event codes spring-2027")(fair_commands.event_codes)
events.command("hours", epilog="Example: tongtu event hours spring-2027 c_ab12cd34 9:00-11:30")(fair_commands.event_hours)
app.command(epilog="Example: tongtu allocate spring-2027 --guaranteed 1")(allocate)
app.command(epilog="Example: tongtu checkin spring-2027 ABCD-2345")(fair_commands.checkin)
app.command(epilog="Example: tongtu day spring-2027 late --code ABCD-2345 --slots 2")(fair_commands.day)
app.command("day-log", epilog="Example: tongtu day-log spring-2027 --json")(fair_commands.day_log)
app.command("load-day", epilog="Example: tongtu load-day spring-2027 当天记录.xlsx")(fair_commands.load_day)
app.command(epilog="Example: tongtu outbox spring-2027 --write invitation --out 消息/")(outbox)
app.command(epilog="Example: tongtu reply 12 yes --posting p_ef56gh78")(reply)
app.command("load-replies", epilog="Example: tongtu load-replies spring-2027 春季专场_短信.csv")(load_replies)
app.command(epilog="Example: tongtu outcome 34 rejected --reason distance")(outcome)
app.command("follow-ups", epilog="Example: tongtu follow-ups")(follow_ups)
app.command("follow-up", epilog="Example: tongtu follow-up c_ab12cd34 p_ef56gh78 3 yes --event spring-2027")(follow_up)
app.command(epilog="Example: tongtu worker --once")(worker)
app.command(epilog="Example: tongtu outcomes spring-2027")(outcomes)
app.command(epilog="Example: tongtu knowledge --unsigned")(knowledge)
app.command(epilog="Example: tongtu lint 岗位.xlsx")(lint)
app.command("read-posting", epilog="Example: tongtu read-posting 岗位.jsonl --json")(read_posting)
app.command("read-postings", epilog="Example: tongtu read-postings")(read_postings)
app.command(epilog="Example: tongtu corrections --json")(corrections)
app.command("call-list", epilog="Example: tongtu call-list spring-2027 --addressee employer")(call_list)
app.command(epilog="Example: tongtu paper spring-2027 shortlist --posting p_ef56gh78 --for employer --out 文件/")(paper)
app.command("next-assessments", epilog="Example: tongtu next-assessments spring-2027 c_ab12cd34")(next_assessments)
app.command(epilog="Example: tongtu policy --on 2027-03-20")(policy)
training.command("ranker", epilog="Example: tongtu train ranker")(train_ranker)
app.command(epilog="Example: tongtu evaluate --benchmark --seed 1 --small")(evaluate)
app.command(epilog="Example: tongtu unlock spring-2027 --employer e_ab12cd34 --budget 3")(unlock)
app.command(epilog="Example: tongtu audit spring-2027 --csv audit.csv")(audit)
app.command(epilog="Example: tongtu ask spring-2027 p_ef56gh78 accommodation:visual_alarm")(ask)


def main() -> None:
    """Run a command; every expected refusal is one line on standard error and a non-zero exit code."""
    from api.cli.refusals import refusal_of

    try:
        app(standalone_mode=True)
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
    except Exception as fault:
        line = refusal_of(fault)
        if line is None:
            raise
        warn(line)
        raise SystemExit(2) from None


@app.command(epilog="Example: tongtu check data/samples/verdict_cases.yaml --expect")
def check(
    cases: Annotated[Path, typer.Argument(help="A YAML file of worked cases.")],
    expect: Annotated[bool, typer.Option("--expect", help="Compare with `expect`; exit 1 on any mismatch.")] = False,
    as_json: Json = False,
) -> None:
    """Evaluate worked verdicts, one line a case."""
    from api.actions.check import check_cases

    wrong = total = 0
    for checked in check_cases(cases):
        total += 1
        wrong += bool(checked.mismatches)
        if as_json:
            say_json(checked.answer | ({"mismatches": list(checked.mismatches)} if expect else {}))
        else:
            text = checked.answer["text"]
            say(f"{checked.answer['id']}  {text['zh']} / {text['en']}")
        if expect and checked.mismatches:
            for mismatch in checked.mismatches:
                warn(f"{checked.answer['id']}: {mismatch}")
    if expect:
        warn(f"{total - wrong} of {total} cases agree")
        if wrong:
            raise typer.Exit(1)


@app.command(epilog="Example: tongtu template assessment 能力评估表.xlsx")
def template(
    kind: Annotated[
        str,
        typer.Argument(
            help="candidates, postings, courses, trainings, outcomes, services, placements, graduates, consents, certification, "
            "assessment, day (paper records of a fair) or plan (of an event)"
        ),
    ],
    file: Annotated[Path, typer.Argument(help="Where to write it: .xlsx, or .csv for a sheet; .yaml for a plan.")],
) -> None:
    """Write an empty spreadsheet to fill in, the ability-assessment form, or an example of an event's plan."""
    from api.actions.templates import write_blank

    write_blank(kind, file)
    say(str(file))


@importing.command("candidates", epilog="Example: tongtu import candidates 求职者.xlsx")
def import_candidates(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    propose: ProposeMap = False,
    out: MapOut = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import candidates; running it twice changes nothing."""
    _import("candidates", file, mapping, as_json, propose, out, background=background)


@importing.command("postings", epilog="Example: tongtu import postings 岗位.csv --map my-layout.yaml")
def import_postings(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    propose: ProposeMap = False,
    out: MapOut = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import postings and their employers; running it twice changes nothing."""
    _import("postings", file, mapping, as_json, propose, out, background=background)


@importing.command("courses", epilog="Example: tongtu import courses 课程.xlsx")
def import_courses(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import training courses; running it twice changes nothing."""
    _import("courses", file, mapping, as_json, background=background)


@importing.command("trainings", epilog="Example: tongtu import trainings 培训记录.xlsx")
def import_trainings(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who took part in which course; the people and the courses must be stored already."""
    _import("trainings", file, mapping, as_json, background=background)


@importing.command("outcomes", epilog="Example: tongtu import outcomes 面试结果.xlsx")
def import_outcomes(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import what came of past events; a recorded step changes only by a row with 是 under 更正, and the former one is kept."""
    _import("outcomes", file, mapping, as_json, background=background)


@importing.command("services", epilog="Example: tongtu import services 四个一服务.xlsx")
def import_services(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import which of the four services (四个一) was given to whom, on which day, by whom; the people must be stored already."""
    _import("services", file, mapping, as_json, background=background)


@importing.command("placements", epilog="Example: tongtu import placements 就业台账.xlsx")
def import_placements(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who began which job when, at an event or on their own; the people and the postings must be stored already."""
    _import("placements", file, mapping, as_json, background=background)


@importing.command("graduates", epilog="Example: tongtu import graduates 毕业生台账.xlsx")
def import_graduates(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import the graduates' ledger: who is kept in it, and who refused to be served; the people must be stored already."""
    _import("graduates", file, mapping, as_json, background=background)


@importing.command("consents", epilog="Example: tongtu import consents 同意登记表.xlsx")
def import_consents(
    file: Annotated[Path, typer.Argument(help="xlsx, xls, ods, csv, tsv or jsonl")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    background: Background = False,
    as_json: Json = False,
) -> None:
    """Import who agreed to what; an older listing of the same event ends with a new one. One at a time: tongtu consent record."""
    _import("consents", file, mapping, as_json, background=background)


@importing.command("assessment", epilog="Example: tongtu import assessment 能力评估表.xlsx")
def import_assessment(
    file: Annotated[Path, typer.Argument(help="A filled ability-assessment form (.xlsx)")], as_json: Json = False
) -> None:
    """Import one filled ability-assessment form."""
    _import("assessment", file, None, as_json)


def _import(
    kind: str,
    file: Path,
    mapping: Path | None,
    as_json: bool,
    propose: bool = False,
    out: Path | None = None,
    background: bool = False,
) -> None:
    from api.cli.proposing import check_options, print_proposal

    check_options(propose, mapping, out)
    if propose and kind in ("candidates", "postings"):
        print_proposal(kind, file, out, as_json)  # type: ignore[arg-type]
        return
    if background:
        from api.cli.jobs import add_import

        add_import(kind, file, mapping, as_json)
        return
    from api.actions.importing import TrainingReport, import_file
    from api.cli.home import organizer

    app_, viewer = organizer()
    with progress(f"import {file.name}") as step:
        report = import_file(app_, viewer, kind, file, mapping, step)
    if as_json:
        say_json(report)
        return
    say(
        f"{file.name}: {report.rows} rows, {report.imported} imported, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.duplicates} duplicates, {report.rejected} rejected"
    )
    if isinstance(report, TrainingReport) and report.assess_again:
        say(
            f"to assess again / 应重新评估: {report.assess_again} (their course may have raised an ability; "
            "tongtu courses assess-again lists them)"
        )
    for fault in report.faults:
        warn(f"{file.name}: {fault.line()}")


@app.command(epilog="Example: tongtu generate city/ --candidates 2000 --employers 120 --seed 7")
def generate(
    folder: Annotated[Path, typer.Argument(help="Where to write candidates.csv, postings.csv, courses.csv and trainings.csv")],
    candidates: Annotated[int, typer.Option(min=1, max=2_000_000)] = 2_000,
    employers: Annotated[int, typer.Option(min=1, max=50_000)] = 120,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    as_json: Json = False,
) -> None:
    """Write a synthetic city as the spreadsheets an office would have."""
    from api.actions.generating import generate_files

    made = generate_files(folder, candidates, employers, seed)
    if as_json:
        say_json(made)
    else:
        for name, path in made["files"].items():
            say(f"{name}: {path}")


@events.command("add", epilog="Example: tongtu event add spring --name 春季专场 --on 2027-03-20")
def event_add(
    event: Annotated[str, typer.Argument(help="A short id, such as spring-2027")],
    name: Annotated[str | None, typer.Option(help="What people call it.")] = None,
    on: Annotated[str | None, typer.Option(help="The date, as 2027-03-20.")] = None,
    kind: Annotated[str, typer.Option(help="One of the kinds of the plan.")] = "专场招聘会",
    postings_from: Annotated[str | None, typer.Option(help="Take part: only postings of this source.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Change a draft of this id; its venue and hall stay.")] = False,
    as_json: Json = False,
) -> None:
    """Add an event, with every stored candidate and every open posting unless told otherwise."""
    from api.actions.events import add_event
    from api.actions.fairs import fair_view
    from api.cli.home import organizer

    view = add_event(*organizer(), event, name or event, kind, on, postings_from, replace)
    if as_json:
        say_json(view)
    else:
        say(f"{view.id}  {view.name}: {view.candidates} candidates, {view.postings} postings")
    for fault in fair_view(*organizer(), event).faults:
        if fault.code == "past":  # it may be added to keep what came of it, but no fair can be held then
            warn(f"{both(fault.problem)}: {both(fault.cure)}")


@events.command("list", epilog="Example: tongtu event list --json")
def event_list(as_json: Json = False) -> None:
    """The events and when each was last matched."""
    from api.actions.lists import list_events
    from api.cli.home import organizer

    page = list_events(*organizer(), None, 200)
    for view in page.items:
        matched = "-" if view.matched_at is None else minute_in_china(view.matched_at)
        if as_json:
            say_json(view)
        else:
            say(f"{view.id}  {view.name}  {view.on or ''}  {view.candidates} x {view.postings}  {matched}")


@app.command(epilog="Example: tongtu match spring-2027")
def match(
    event: Annotated[str, typer.Argument(help="The event's id.")], background: Background = False, as_json: Json = False
) -> None:
    """Pre-match an event: verdicts, ranked shortlists, reasons, and why somebody has no entry."""
    if background:
        from api.cli.jobs import add_job

        add_job("match", {"event": event}, as_json)
        return
    from api.actions.matching import match_event
    from api.cli.home import organizer
    from api.cli.tables import run_lines

    app_, viewer = organizer()
    with progress("postings matched") as step:
        summary = match_event(app_, viewer, event, step)
    if as_json:
        say_json(summary)
        return
    for line in run_lines(summary):
        say(line)


@app.command(epilog="Example: tongtu shortlist spring-2027 p_ab12cd34")
def shortlist(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    posting: Annotated[str | None, typer.Argument(help="The posting's id; without it, the postings are listed.")] = None,
    as_json: Json = False,
) -> None:
    """The explained list of a posting, or the postings of an event."""
    from api.actions.lists import event_postings, shortlist_view
    from api.cli.home import organizer
    from api.cli.tables import posting_line, shortlist_lines

    app_, viewer = organizer()
    if posting is None:
        after: str | None = None
        while True:
            page = event_postings(app_, viewer, event, after, 200)
            for row in page.items:
                if as_json:
                    say_json(row)
                else:
                    say(posting_line(row))
            after = page.next
            if after is None:
                return
    view = shortlist_view(app_, viewer, event, posting)
    if as_json:
        say_json(view)
        return
    for line in shortlist_lines(view):
        say(line)


@app.command("left-out", epilog="Example: tongtu left-out spring-2027")
def left_out(event: Annotated[str, typer.Argument(help="The event's id.")], as_json: Json = False) -> None:
    """Everybody without an entry in a fitting band, each with the reason."""
    from api.actions.lists import left_out as pages
    from api.cli.home import organizer

    app_, viewer = organizer()
    after: str | None = None
    while True:
        page = pages(app_, viewer, event, after, 200)
        for row in page.items:
            if as_json:
                say_json(row)
            else:
                say(f"{row.candidate}  {row.name}  {both(row.text)}")
        after = page.next
        if after is None:
            return


@app.command(epilog="Example: tongtu why c_ab12cd34 p_ef56gh78 --event spring-2027")
def why(
    candidate: Annotated[str, typer.Argument(help="The candidate's id.")],
    posting: Annotated[str, typer.Argument(help="The posting's id.")],
    event: Annotated[str | None, typer.Option(help="The event; default: the one matched last.")] = None,
    as_json: Json = False,
) -> None:
    """Why a candidate is, or is not, on the list of a posting, dimension by dimension."""
    from api.actions.why import why as answer
    from api.cli.home import organizer
    from api.cli.tables import why_lines

    view = answer(*organizer(), event, candidate, posting)
    if as_json:
        say_json(view)
        return
    for line in why_lines(view):
        say(line)


@app.command("set-status", epilog="Example: tongtu set-status p_ef56gh78 filled")
def set_status(
    posting: Annotated[str, typer.Argument(help="The posting's id.")],
    status: Annotated[str, typer.Argument(help="open, closed, filled or rejected")],
) -> None:
    """Open a posting, close it or mark it filled; what is not open is on no list from then on."""
    from api.actions.postings import set_status as change
    from api.cli.home import organizer

    change(*organizer(), posting, status)
    say(f"{posting}: {status}")


@training.command("encoder", epilog="Example: tongtu train encoder --from-store")
def train_encoder(
    out: Annotated[Path | None, typer.Option(help="The artefact folder to write: trains the default encoder.")] = None,
    occupations: Annotated[
        Path | None, typer.Option(help="A table of the classification (code, definition, tasks) to read for the default encoder.")
    ] = None,
    from_store: Annotated[
        bool, typer.Option("--from-store", help="Train further on own postings and confirmed matches; serves if it got better.")
    ] = False,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    size: Annotated[int, typer.Option(min=0, help="Postings and profiles of our own grammar to train the default on.")] = 4_000,
    steps: Annotated[int, typer.Option(min=1, help="Batches to train the default encoder for.")] = 2_000,
    as_json: Json = False,
) -> None:
    """Train the encoder: the packaged default anew, or further on the office's own data."""
    from api.actions.encoders import train_default_encoder, tune_own_encoder
    from api.cli.home import organizer
    from api.cli.tables import encoder_lines

    if from_store == (out is not None):
        raise typer.BadParameter("give either --out FOLDER or --from-store")
    with progress("training") as told:
        if out is not None:
            made = train_default_encoder(out, occupations, seed, size, steps, told)
        else:
            made = tune_own_encoder(*organizer(), seed, told)
    if as_json:
        say_json(made)
        return
    for line in encoder_lines(made):
        say(line)


@merges.command("list", epilog="Example: tongtu merges list")
def merges_list(as_json: Json = False) -> None:
    """Postings merged as duplicates, newest first."""
    from api.actions.merging import list_merges
    from api.cli.home import organizer

    for row in list_merges(*organizer()):
        if as_json:
            say_json(row)
        else:
            undone = "  (taken back)" if row["undone"] else ""
            say(f"{row['merge']}  kept {row['kept']}  merged {row['merged']}  {row['reason']}{undone}")


@merges.command("undo", epilog="Example: tongtu merges undo 12")
def merges_undo(merge: Annotated[str, typer.Argument(help="The number of the merge.")]) -> None:
    """Take a merge back: the posting stands on its own again."""
    from api.actions.merging import undo
    from api.cli.home import organizer

    say(undo(*organizer(), merge))


@app.command(epilog="Example: tongtu serve --port 8300")
def serve(
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8_300,
) -> None:
    """Serve the pages and the JSON API on this machine only (127.0.0.1)."""
    from api.cli.home import application
    from api.serving import serve_forever

    serve_forever(application(), port)


@app.command(epilog="Example: tongtu demo --serve")
def demo(
    candidates: Annotated[int, typer.Option(min=1)] = 600,
    employers: Annotated[int, typer.Option(min=1)] = 60,
    seed: Annotated[int, typer.Option(min=0)] = 7,
    folder: Annotated[Path, typer.Option(help="A folder of its own for the demo.")] = Path("demo"),
    start: Annotated[bool, typer.Option("--serve", help="Open the pages afterwards.")] = False,
    port: Annotated[int, typer.Option(min=1, max=65_535)] = 8_300,
    as_json: Json = False,
) -> None:
    """The main job from start to end on a synthetic city: spreadsheets, import, training, matching, lists."""
    from api.cli.demo import run_demo

    app_ = run_demo(folder, candidates, employers, seed, as_json)
    if start:
        from api.serving import serve_forever

        serve_forever(app_, port)


@app.command(epilog="Example: tongtu openapi > docs/openapi.json")
def openapi() -> None:
    """Print the OpenAPI document of the JSON API."""
    from api.app import openapi_bytes

    sys.stdout.buffer.write(openapi_bytes())
