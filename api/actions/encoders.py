"""Train the encoder: the default one from public names and our own words, or further on the office's own data."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from api.actions.errors import BadInput, NotAllowed
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer
from matching.texts import body_text, profile_text, title_text

if TYPE_CHECKING:
    from models.encoder_tuning import Figures, OwnPosting, Tuning

Progress = Callable[[int, int], object]

_HIRED: Final = ("hired", "retained_1", "retained_3", "retained_6")
_OWN_DATA: Final = Text(
    zh="本单位的岗位和确认录用的配对，在随程序提供的编码器上继续训练；词表不变，不保存任何人或岗位的文字",
    en="the office's own postings and confirmed matches, further from the packaged encoder; the vocabulary stays, no word of a "
    "person or posting is stored",
)
_REBUILD_OWN: Final = "tongtu train encoder --from-store"


def train_default_encoder(
    folder: Path, occupations: Path | None, seed: int, size: int, steps: int, progress: Progress
) -> dict[str, Any]:
    """Train the default encoder and write it as a folder with manifest and card.

    `occupations` is a table of the classification whose definitions and tasks are read for training; without it names, aliases and
    our own words must do, and the result is weaker. Raises BadInput when the table cannot be used.
    """
    from data.synthetic.titles import Descriptions, read_descriptions, text_pairs
    from models.encoder_training import Course, save_encoder, train_encoder
    from models.folders import digest

    try:
        described = Descriptions() if occupations is None else read_descriptions(occupations)
    except (OSError, ValueError) as fault:
        raise BadInput(Text(zh="职业分类表无法使用：{why}", en="The table cannot be used: {why}").format(why=fault)) from fault
    pairs = text_pairs(seed, size, described)
    encoder = train_encoder(pairs, seed, course=Course(steps=steps), progress=progress)
    table = None if occupations is None else {"file": occupations.name, "sha256": digest(occupations.read_bytes())}
    save_encoder(encoder, folder, pairs, {"seed": seed, "steps": steps, "texts_of_grammar": size, "occupations": table})
    return {"version": encoder.version, "folder": str(folder), "pairs": len(pairs), "tokens": len(encoder.tokenizer)}


def tune_own_encoder(app: Application, viewer: Viewer, seed: int, progress: Progress) -> dict[str, Any]:
    """Train the encoder in use further on own postings and confirmed matches; it serves from then on if it got better.

    People who refused profiling are left out. Raises BadInput when there is too little, or when the settings name an encoder of
    another kind; NotAllowed for a viewer who may not train.
    """
    from data.synthetic.titles import Descriptions, title_pairs
    from models.encoder_registry import install_encoder
    from models.encoder_training import save_encoder
    from models.encoder_tuning import tune_encoder
    from models.static import StaticEncoder

    if viewer.role not in (Role.ORGANIZER, Role.ADMINISTRATOR):
        raise NotAllowed(Text(zh="只有组织者或管理员可以训练模型。", en="Only an organizer or an administrator may train."))
    base = app.encoder
    if app.settings.encoder is not None or not isinstance(base, StaticEncoder):
        raise BadInput(
            Text(
                zh="设置 TONGTU_ENCODER 指定了别的编码器；去掉它，再用自己的数据训练随程序提供的编码器。",
                en="TONGTU_ENCODER names another encoder; unset it to train the packaged one on your own data.",
            )
        )
    try:
        tuning = tune_encoder(base, _own_postings(app, viewer), title_pairs(seed, Descriptions()), seed, progress=progress)
    except ValueError as fault:
        raise BadInput(Text(zh="数据太少：{why}", en="Too little to learn from: {why}").format(why=fault)) from fault
    report = _report(tuning)
    if tuning.better:
        facts = {"seed": seed, "began_with": base.version, "figures": report["figures"]}
        folder = install_encoder(
            app.settings.models,
            tuning.encoder.version,
            lambda path: save_encoder(tuning.encoder, path, tuning.pairs, facts, _OWN_DATA, _REBUILD_OWN),
        )
        report |= {"folder": str(folder)}
    return report


def _report(tuning: "Tuning") -> dict[str, Any]:
    return {
        "version": tuning.encoder.version,
        "promoted": tuning.better,
        "postings": tuning.postings,
        "held_out": tuning.held_out,
        "held_out_matches": tuning.held_out_matches,
        "figures": {"before": _plain(tuning.before), "after": _plain(tuning.after)},
    }


def _plain(figures: "Figures") -> dict[str, float | None]:
    matches = None if figures.matches is None else round(figures.matches, 4)
    return {"matches": matches, "titles": round(figures.titles, 4), "general": round(figures.general, 4)}


def _own_postings(app: Application, viewer: Viewer) -> "list[OwnPosting]":
    from models.encoder_tuning import OwnPosting

    with app.database.read(viewer) as stores:
        postings = list(stores.postings.iterate(viewer))
        steps = [(one.candidate, one.posting) for one in stores.outcomes.list(viewer) if one.step.value in _HIRED]
        people = {
            person.id: profile_text(person.resume, person.wishes)
            for person in stores.candidates.iterate(viewer, sorted({candidate for candidate, _ in steps}))
            if person.profiling
        }
    hired: dict[str, list[str]] = {}
    for candidate, posting in sorted(set(steps)):
        if people.get(candidate):
            hired.setdefault(posting, []).append(people[candidate])
    return [OwnPosting(one.id, one.employer, title_text(one), body_text(one), tuple(hired.get(one.id, ()))) for one in postings]
