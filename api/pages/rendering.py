"""From a view to HTML: one Jinja environment a language, with the words, dates and numbers of that language."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache, partial
from hashlib import sha256
from importlib import resources
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import quote, urlencode

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.accounts.cookies import is_safe
from api.actions.colleagues import colleague
from api.languages import LANGUAGES, QUERY, Language, asked_language, language_cookie, language_of, say
from api.messages.catalogue import translations
from api.pages import words
from api.pages.following import may_follow
from api.pages.rooms import account_on, places_of, viewer_on
from matching.china_time import in_china
from matching.knowledge import knowledge_hash
from matching.knowledge.catalogue import Text

"""The one time zone of the country; the pages show its clock."""

_LOCALES: Final[dict[Language, str]] = {"zh": "zh_Hans_CN", "en": "en_GB"}
_CHINESE: Final = re.compile(r"([\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uff00-\uffef]+)")
_MARKED: Final = Markup('<span lang="zh">{}</span>')
_YEAR: Final = 365 * 24 * 3600


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page in the language of the request; a language chosen by `?lang=` is remembered in a cookie."""
    language = language_of(request)
    html = (
        environment(language)
        .get_template(template)
        .render(
            here=request.url.path,
            viewer=viewer_on(request),
            member=account_on(request),
            places=places_of(request),
            switches={other: _switch(request, other) for other in LANGUAGES},
            account_name=_account_name(request),
            may=partial(may_follow, request),
            **context,
        )
    )
    response = HTMLResponse(html, status, {"content-language": language, "vary": "Accept-Language, Cookie"})
    if asked_language(request) is not None:
        name, safe = language_cookie(request), is_safe(request)
        response.set_cookie(name, language, max_age=_YEAR, path="/", secure=safe, httponly=True, samesite="lax")
    return response


def _account_name(request: Request) -> Callable[[str], Text | str]:
    """Account to what its owner is called; each is looked up once a page, and only where a page asks."""
    viewer = viewer_on(request)

    @cache
    def called(account: str) -> Text | str:
        return account if viewer is None else colleague(request.app.state.application, viewer, account)

    return called


def said(words_: Text | str, language: Language) -> Markup:
    """A text in the language of the page, or a value as it is. Chinese words on an English page are marked as Chinese, so
    that they are pronounced and set as such."""
    plain = words_ if isinstance(words_, str) else say(words_, language)
    if language == "zh":
        return escape(plain)
    parts = _CHINESE.split(plain)
    return Markup("").join(_MARKED.format(part) if place % 2 else escape(part) for place, part in enumerate(parts))


@lru_cache(maxsize=len(LANGUAGES))
def environment(language: Language) -> Environment:
    """The templates with their helpers, bound to one language. An unknown name in a template is an error, not a gap."""
    made = Environment(
        loader=PackageLoader("api.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]
    locale = _LOCALES[language]
    made.filters |= {
        "said": partial(said, language=language),
        "number": partial(format_decimal, locale=locale),
        "day": partial(_day, locale=locale),
        "moment": partial(_moment, locale=locale),
    }
    made.globals |= {
        "language": language,
        "href": href,
        "share": partial(_share, locale=locale),
        "bars": bars,
        "words": words,
        "software": version("tongtu"),
        "knowledge": knowledge_hash(),
        "style": asset("tongtu.css"),
        "asset": asset,
    }
    return made


def href(*segments: str, **query: object) -> str:
    """An address on this site: each segment and value quoted, None left out."""
    path = "/" + "/".join(quote(segment, safe="") for segment in segments)
    asked = urlencode({name: value for name, value in query.items() if value is not None})
    return f"{path}?{asked}" if asked else path


def asset(name: str) -> str:
    """The address of a static file, another one whenever its content changes."""
    content = resources.files("api.pages").joinpath("static", name).read_bytes()
    return f"/static/{name}?v={sha256(content).hexdigest()[:12]}"


def bars(counts: Iterable[tuple[str, int]], width: float = 100.0) -> list[tuple[str, float, float]]:
    """(name, start, length) of each part of a bar of `width`, in the order given; empty parts are left out."""
    parts = list(counts)
    total = sum(count for _, count in parts)
    made: list[tuple[str, float, float]] = []
    start = 0.0
    for name, count in parts:
        if count:
            length = width * count / total
            made.append((name, round(start, 3), round(length, 3)))
            start += length
    return made


def _share(part: int, whole: int, locale: str) -> str:
    """A percentage with one decimal; a part that is there never reads as none, nor one that lacks as all."""
    if whole == 0:
        return "–"
    ratio = part / whole
    if part:
        ratio = max(ratio, 0.001)
    if part < whole:
        ratio = min(ratio, 0.999)
    return format_percent(ratio, format="0.0%", locale=locale)


def _day(value: date, locale: str) -> str:
    return format_date(value, "long", locale=locale)


def _moment(value: datetime, locale: str) -> str:
    return format_datetime(in_china(value), "d MMMM y, HH:mm" if locale.startswith("en") else "y年M月d日 HH:mm", locale=locale)


def _switch(request: Request, language: Language) -> str:
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != QUERY]
    return "?" + urlencode([*rest, (QUERY, language)])
