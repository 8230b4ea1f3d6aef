"""The learned parts and the fonts: whether each loads as it would when it is needed."""

from api.schemas.health import FindingView
from api.settings import Settings
from matching.knowledge.catalogue import Text

_BROKEN = Text(zh="打不开（{cause}）", en="{cause}")


def check_ranker(settings: Settings) -> FindingView:
    """The ranker in use loads, and the history of those that were can be read."""
    from models.folders import ArtefactError
    from models.registry import history, load_ranker, ranker_note

    try:
        load_ranker(settings.models)
        history(settings.models)
    except ArtefactError as fault:
        do = Text(zh="tongtu models rollback，或恢复备份。", en="tongtu models rollback, or restore a backup.")
        return FindingView(name="ranker", state="bad", text=_BROKEN.format(cause=str(fault)), do=do)
    return FindingView(name="ranker", state="good", text=ranker_note(settings.models))


def check_encoder(settings: Settings) -> FindingView:
    """The encoder in use loads and encodes."""
    from models.encoder_registry import serving_encoder
    from models.folders import ArtefactError

    try:
        encoder = serving_encoder(settings.encoder, settings.models)
        encoder.encode(["录入员"])
    except (ArtefactError, OSError, ModuleNotFoundError) as fault:
        do = Text(zh="检查 TONGTU_ENCODER，或恢复备份。", en="Check TONGTU_ENCODER, or restore a backup.")
        return FindingView(name="encoder", state="bad", text=_BROKEN.format(cause=str(fault)), do=do)
    text = Text(zh="{version}，{n} 维", en="{version}, {n} dimensions").format(version=encoder.version, n=encoder.dimensions)
    return FindingView(name="encoder", state="good", text=text)


def check_fonts() -> FindingView:
    """Documents can be set."""
    from api.paper.typesetting import TypesettingError, require_fonts

    try:
        require_fonts()
    except TypesettingError as fault:
        return FindingView(name="fonts", state="watch", text=fault.detail, do=None)
    return FindingView(name="fonts", state="good", text=Text(zh="中文字体齐全", en="the Chinese font is there"))
