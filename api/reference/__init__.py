"""The reference pages that are generated from code, as committed under docs/: commands, files, problems and words.

`documents()` is compared with the committed pages by a test; `tongtu reference --write docs/` writes them.
"""

from api.languages import LANGUAGES
from api.reference.columns import columns_page
from api.reference.commands import commands_page
from api.reference.glossary import glossary_page
from api.reference.problems import problems_page


def documents() -> dict[str, str]:
    """File name -> text with a final newline. English pages have no suffix, Chinese ones `.zh`; what commands say of themselves
    is English alone."""
    made = {"cli.md": commands_page()}
    for language in LANGUAGES:
        suffix = ".zh.md" if language == "zh" else ".md"
        made[f"formats{suffix}"] = columns_page(language)
        made[f"problems{suffix}"] = problems_page(language)
        made[f"glossary{suffix}"] = glossary_page(language)
    return made
