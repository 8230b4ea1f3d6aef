"""Empty sheets to fill in."""

from pathlib import Path

from api.actions.errors import BadInput
from matching.knowledge.catalogue import Text

KINDS = ("candidates", "postings", "courses", "trainings", "outcomes", "assessment")


def write_blank(kind: str, path: Path) -> None:
    """Write an empty template, or the ability-assessment form. Raises BadInput for a kind that is none, or a file that exists."""
    from data.importers import ImportRefused, write_assessment_form, write_template

    if kind not in KINDS:
        raise BadInput(
            Text(zh="没有“{kind}”这种表；可用：{known}", en="There is no template “{kind}”; known: {known}").format(
                kind=kind, known=", ".join(KINDS)
            )
        )
    if path.exists():
        raise BadInput(
            Text(
                zh="{name} 已存在，没有覆盖；请换个名字。", en="{name} exists and was not overwritten; choose another name."
            ).format(name=path.name)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        if kind == "assessment":
            write_assessment_form(path)
        else:
            write_template(kind, path)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault
