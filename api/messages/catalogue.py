"""Read the catalogues, and keep them in step with the templates.

After changing a template: `python -m api.messages.catalogue` adds new sentences, empty in Chinese, and drops those that no
template uses; a test fails until each has a translation.
"""

import io
from functools import lru_cache
from gettext import GNUTranslations
from importlib import resources
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from api.languages import LANGUAGES, Language

_HEADER: Final = """# The pages of Tongtu.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {plurals}\\n"

"""
TEMPLATES: Final = Path(__file__).parent.parent / "pages" / "templates"


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: Language) -> GNUTranslations:
    """The catalogue of a language, compiled in memory."""
    compiled = io.BytesIO()
    write_mo(compiled, read_catalogue(language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def read_catalogue(language: Language) -> Catalog:
    """The catalogue as committed."""
    with (
        resources.as_file(resources.files("api.messages").joinpath(language, "LC_MESSAGES", "tongtu.po")) as path,
        path.open("rb") as file,
    ):
        return read_po(file, locale=language, charset="utf-8", abort_invalid=True)


def template_messages() -> tuple[str | tuple[str, ...], ...]:
    """Every sentence of the templates, in order of file and line; a pair where number matters."""
    found = extract_from_dir(
        TEMPLATES, method_map=[("**.html", "jinja2")], options_map={"**.html": {"silent": "false", "newstyle_gettext": "true"}}
    )
    return tuple(dict.fromkeys(message for _, _, message, _, _ in sorted(found, key=lambda row: row[:2])))


def update_catalogue(language: Language) -> bytes:
    """The catalogue with exactly the sentences of the templates, known translations kept; English is its own translation."""
    known = read_catalogue(language)
    fresh = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in template_messages():
        old = known.get(message)
        string = message if language == "en" else old.string if old is not None else None
        fresh.add(message, string)
    written = io.BytesIO()
    write_po(written, fresh, width=110, omit_header=True)
    header = _HEADER.format(language=language, plurals=fresh.plural_forms)
    return header.encode() + written.getvalue()


def main() -> None:
    for language in LANGUAGES:
        path = Path(__file__).parent / language / "LC_MESSAGES" / "tongtu.po"
        path.write_bytes(update_catalogue(language))


if __name__ == "__main__":
    main()
