"""What processing does to people (PIPL articles 55 and 56): an assessment filled from the system's own facts, and its record."""

from datetime import date
from importlib.metadata import version
from typing import Any, Final

from api.actions.accounts import ROLES
from api.actions.errors import NotAllowed
from api.actions.policy import policy_view
from api.impact_words import CONCLUSIONS, COUNTS, PURPOSES, RISKS, SEES
from api.paper.blocks import Stamp, Style
from api.paper.files import Format, PaperFile, paper_file
from api.paper.impact import impact_paper
from api.schemas.impacts import (
    CheckedView,
    CountView,
    ImpactInput,
    ImpactRecordView,
    ImpactView,
    LeakFiguresView,
    LeakLineView,
    RankerView,
    SeesView,
)
from api.wiring import Application
from data.stores import ImpactRecord
from matching.china_time import day_in_china
from matching.knowledge.catalogue import Text
from matching.policy import month_shifted, policy_on
from matching.records import Role, Viewer

READERS: Final = frozenset({Role.ORGANIZER, Role.AUDITOR, Role.ADMINISTRATOR})
WRITERS: Final = frozenset({Role.ORGANIZER, Role.ADMINISTRATOR})
_READERS_ONLY: Final = Text(
    zh="影响评估由组织者、审计和管理员账户查看。", en="An organizer, an auditor and an administrator read the impact assessment."
)
_WRITERS_ONLY: Final = Text(
    zh="影响评估由组织者或管理员登记。", en="An organizer or an administrator records the impact assessment."
)
_KEPT: Final = ("retention.", "import.", "impact.")
_YEARS: Final = "impact.record_years"


def impact_view(app: Application, viewer: Viewer) -> ImpactView:
    """The assessment as it stands today, and those that were recorded, newest first. Raises NotAllowed."""
    if viewer.role not in READERS:
        raise NotAllowed(_READERS_ONLY)
    with app.database.read(viewer) as stores:
        counts = stores.impacts.counts(viewer, app.today)
        accounts = stores.impacts.accounts(viewer)
        attack = stores.impacts.last_attack(viewer)
        records = stores.impacts.records(viewer)
    return ImpactView(
        on=app.today,
        software=version("tongtu"),
        purposes=PURPOSES,
        counts=tuple(CountView(name=name, text=text, number=counts[name]) for name, text in COUNTS.items()),
        sees=tuple(
            SeesView(role=role.value, role_text=ROLES[role], sees=text, accounts=accounts[role.value])
            for role, text in SEES.items()
        ),
        retention=tuple(one for one in policy_view(app.today).facts if one.name.startswith(_KEPT)),
        ranker=_ranker(app),
        leak=None if attack is None else _leak(attack),
        risks=RISKS,
        conclusions=dict(CONCLUSIONS),
        may_record=viewer.role in WRITERS,
        record_years=_years(app.today),
        records=tuple(map(_record, records)),
    )


def record_impact(app: Application, viewer: Viewer, told: ImpactInput) -> ImpactView:
    """Keep the assessment with a conclusion. The same figures and conclusion on the same day are kept once. Raises NotAllowed."""
    if viewer.role not in WRITERS:
        raise NotAllowed(_WRITERS_ONLY)
    view = impact_view(app, viewer)
    detail = _detail(view, told)
    with app.database.begin(viewer) as stores:
        if detail not in [dict(one.detail) for one in stores.impacts.records(viewer)]:
            stores.impacts.save(viewer, detail)
    return impact_view(app, viewer)


def impact_file(app: Application, viewer: Viewer, form: Format, style: Style | None = None) -> PaperFile:
    """The assessment as a document. Raises NotAllowed, TypesettingError."""
    view = impact_view(app, viewer)
    return paper_file(impact_paper(view, Stamp(view.software, None, None, app.clock())), "", style or Style(), form)


def record_leak(app: Application, viewer: Viewer, figures: LeakFiguresView) -> None:
    """Keep what an attack on invented lists found, so that the next assessment says it. Raises NotAllowed."""
    if viewer.role not in WRITERS:
        raise NotAllowed(_WRITERS_ONLY)
    with app.database.begin(viewer) as stores:
        stores.impacts.save_attack(viewer, figures.model_dump(mode="json", exclude={"at"}))


def _detail(view: ImpactView, told: ImpactInput) -> dict[str, Any]:
    """The figures of an assessment, few enough for one line of the log."""
    return {
        "on": view.on.isoformat(),
        "conclusion": told.conclusion,
        "software": view.software,
        "counts": {one.name: one.number for one in view.counts if one.name != "accesses"},
        "accounts": {one.role: one.accounts for one in view.sees},
        "retention": {one.name: one.value for one in view.retention},
        "ranker": view.ranker.version,
        "checks": [one.passed for one in view.ranker.checks],
        "leak": None if view.leak is None else max(one.upper for one in view.leak.secrets),
        "leak_holds": None if view.leak is None else view.leak.holds,
    }


def _record(one: ImpactRecord) -> ImpactRecordView:
    detail, on = one.detail, day_in_china(one.at)
    return ImpactRecordView(
        number=one.number,
        at=one.at,
        account=one.account,
        conclusion=detail["conclusion"],
        conclusion_text=CONCLUSIONS[detail["conclusion"]],
        people=detail["counts"]["people"],
        open_appeals=detail["counts"]["open_appeals"],
        ranker=detail["ranker"],
        leak=detail["leak"],
        keep_until=month_shifted(on, 12 * _years(on)),
    )


def _ranker(app: Application) -> RankerView:
    from models.registry import FOLDER, current_version, gate_report, kept_ranker, load_ranker, ranker_note

    models = app.settings.models
    current = current_version(models)
    manifest = None if current is None or not (models / FOLDER / current).exists() else kept_ranker(models, current).manifest
    report = None if manifest is None else gate_report(manifest)
    checks = () if report is None else tuple(CheckedView(passed=one.passed, text=one.text) for one in report.checks)
    return RankerView(version=load_ranker(models).version, note=ranker_note(models), checks=checks)


def _leak(one: ImpactRecord) -> LeakFiguresView:
    found = one.detail
    return LeakFiguresView(
        at=one.at,
        people=found["people"],
        lines=found["lines"],
        most=found["most"],
        holds=found["holds"],
        secrets=tuple(LeakLineView.model_validate(row) for row in found["secrets"]),
    )


def _years(day: date) -> int:
    return int(policy_on(day).number(_YEARS))
