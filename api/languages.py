"""Which of the two languages a request is answered in. Chinese is the first language of the product."""

from typing import Final, Literal, get_args

from starlette.requests import HTTPConnection

from matching.knowledge.catalogue import Text

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
FIRST: Final[Language] = "zh"
QUERY: Final = "lang"
COOKIE: Final = "tongtu_language"

_MOST_RANGES: Final = 32


def language_of(request: HTTPConnection) -> Language:
    """The language asked for: by `?lang=`, else the cookie, else by the account, else Accept-Language, else Chinese."""
    chosen = asked_language(request) or _known(request.cookies.get(language_cookie(request)))
    chosen = chosen or _known(getattr(getattr(request.state, "account", None), "language", None))
    return chosen or accepted_language(request.headers.get("accept-language", ""))


def language_cookie(request: HTTPConnection) -> str:
    """The name of the cookie that remembers a choice; under https browsers take it from this very host only (`__Host-`)."""
    return f"__Host-{COOKIE}" if request.scope.get("scheme") == "https" else COOKIE


def asked_language(request: HTTPConnection) -> Language | None:
    """The language of `?lang=`; None when absent or not one of ours."""
    return _known(request.query_params.get(QUERY))


def accepted_language(header: str) -> Language:
    """The first of our languages by the weights of an Accept-Language header (RFC 9110, 12.5.4); Chinese when none is named.

    A malformed range is passed over: a browser's header is no reason to refuse a page.
    """
    best: Language = FIRST
    best_weight = 0.0
    for part in header.split(",")[:_MOST_RANGES]:
        name, _, parameters = part.partition(";")
        language = FIRST if name.strip() == "*" else _known(name.strip().split("-")[0].lower())
        weight = _weight(parameters)
        if language is not None and weight > best_weight:
            best, best_weight = language, weight
    return best


def say(text: Text, language: Language) -> str:
    """The words of a text in one language."""
    return text.zh if language == "zh" else text.en


def _known(name: str | None) -> Language | None:
    return next((language for language in LANGUAGES if language == name), None)


def _weight(parameters: str) -> float:
    key, _, value = parameters.strip().partition("=")
    if not key:
        return 1.0
    if key.strip().lower() != "q":
        return 0.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0
