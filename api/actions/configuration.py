"""The settings: which hold here, and the reference of all of them. They hold nothing about anybody, so no store is read."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from api.configuration.document import FILES, described, document
from api.languages import LANGUAGES
from api.schemas.configuration import SettingView
from api.settings import Settings

HIDDEN: Final = "***"


def settings_view(settings: Settings) -> tuple[SettingView, ...]:
    """Every setting as it holds here, in the order of the reference; a password in an address is hidden."""
    return tuple(
        SettingView(
            name=f"TONGTU_{name.upper()}",
            value=_shown(getattr(settings, name)),
            is_default=getattr(settings, name) == field.default,
            text=described(name, field),
        )
        for name, field in Settings.model_fields.items()
    )


def write_reference(folder: Path) -> tuple[Path, ...]:
    """Write the reference in every language into an existing folder. Raises OSError when that cannot be done."""
    made = {folder / FILES[language]: document(language) for language in LANGUAGES}
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return tuple(made)


def _shown(value: object) -> str | None:
    if value is None or value == ():
        return None
    text = ",".join(value) if isinstance(value, tuple) else str(value)
    if "://" not in text:
        return text
    parts = urlsplit(text)
    before, at, host = parts.netloc.rpartition("@")
    user, colon, _ = before.partition(":")
    # What stands behind a question mark can hold a password, too.
    query = f"?{HIDDEN}" if parts.query else ""
    return f"{parts.scheme}://{user}{colon and f':{HIDDEN}'}{at}{host}{parts.path}{query}"
