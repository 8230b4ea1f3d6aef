"""A common sign-in service: the authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636).

What leaves for the browser between the two halves is one sealed word; the server keeps nothing.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from threading import Lock
from time import monotonic
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

from api.accounts.sealed_words import open_word, seal_word
from api.actions.errors import ActionError
from api.wiring import Application
from matching.knowledge.catalogue import Text

VALID: Final = timedelta(minutes=10)
_KIND: Final = "identity-service"
_SECONDS: Final = 5.0
_KEPT_SECONDS: Final = 600.0
_LEEWAY: Final = 60
_ALGORITHMS: Final = ["RS256", "PS256", "ES256", "ES384", "Ed25519"]
_LOCAL: Final = ("127.0.0.1", "localhost", "::1")

_UNREACHABLE: Final = Text(
    zh="统一登录服务暂时没有应答。请过一会儿再试，或用密码登录。",
    en="The common sign-in service does not answer. Try again shortly, or sign in with the password.",
)
_REFUSED: Final = Text(
    zh="统一登录没有成功。请再试一次，或用密码登录。",
    en="The common sign-in did not succeed. Try again, or sign in with the password.",
)
_UNSET: Final = Text(zh="没有设置统一登录服务。", en="No common sign-in service is set.")


class ServiceUnreachable(ActionError):
    """The service does not answer, or not as it must."""

    status = 503
    title = Text(zh="暂时无法使用", en="Not available at the moment")

    def __init__(self) -> None:
        super().__init__(_UNREACHABLE)


class ServiceRefused(ActionError):
    """What came back is no proof of an identity: another's, changed, too old, or refused by the service."""

    status = 403
    title = Text(zh="不能登录", en="Signing in failed")

    def __init__(self) -> None:
        super().__init__(_REFUSED)


class ServiceUnset(ActionError):
    """There is no such service here."""

    status = 404
    title = Text(zh="没有找到", en="Not found")

    def __init__(self) -> None:
        super().__init__(_UNSET)


@dataclass(frozen=True)
class Start:
    """Where the browser goes, and the word it brings back."""

    address: str
    word: str


@dataclass(frozen=True)
class Identity:
    """Who the service says somebody is, and where they wanted to go."""

    issuer: str
    subject: str
    next: str


def start(app: Application, back: str, next_: str) -> Start:
    """The first half: sends the browser to the service. `back` is our own address for the second. Raises ServiceUnreachable."""
    issuer, client = _settings(app)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": client,
        "redirect_uri": back,
        "scope": "openid",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    until = (app.clock() + VALID).timestamp()
    address = str(_described(issuer)["authorization_endpoint"])
    joined = f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}"
    return Start(joined, seal_word(app, _KIND, [state, nonce, verifier, next_, until]))


def finish(app: Application, back: str, word: str, code: str, state: str) -> Identity:
    """The second half: exchanges the code for a proof, and checks it. Raises ServiceRefused, ServiceUnreachable."""
    issuer, client = _settings(app)
    opened = open_word(app, _KIND, word)
    if opened is None:
        raise ServiceRefused
    expected, nonce, verifier, next_, until = opened
    if not hmac.compare_digest(expected.encode(), state.encode()) or app.clock().timestamp() > until:
        raise ServiceRefused
    described = _described(issuer)
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    secret = _secret(app)
    sent: dict[str, Any] = {"data": asked | {"client_id": client}} if secret is None else {"data": asked, "auth": (client, secret)}
    answer = _ask("POST", described["token_endpoint"], **sent)
    proof = answer.get("id_token")
    if not isinstance(proof, str):
        raise ServiceRefused
    claims = _proven(app, issuer, client, str(described["jwks_uri"]), proof)
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise ServiceRefused
    return Identity(issuer, str(claims["sub"]), str(next_))


def _proven(app: Application, issuer: str, client: str, keys: str, proof: str) -> dict[str, Any]:
    """The claims of an ID token whose signature, issuer, audience and times are right (OpenID Connect Core, 3.1.3.7)."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet, KeySetSerialization

    try:
        token = jwt.decode(proof, KeySet.import_key_set(cast(KeySetSerialization, _ask("GET", keys))), algorithms=_ALGORITHMS)
        checks = jwt.JWTClaimsRegistry(
            now=int(app.clock().timestamp()),
            leeway=_LEEWAY,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )
        checks.validate(token.claims)
    except (JoseError, ValueError, KeyError, TypeError):
        raise ServiceRefused from None
    claims = dict(token.claims)
    if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client:
        raise ServiceRefused
    return claims


_known: dict[str, tuple[float, dict[str, Any]]] = {}
_lock = Lock()


def _described(issuer: str) -> dict[str, Any]:
    """What the service says of itself, asked for every ten minutes (OpenID Connect Discovery 1.0, 4)."""
    with _lock:
        found = _known.get(issuer)
    if found is not None and monotonic() - found[0] < _KEPT_SECONDS:
        return found[1]
    described = _ask("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if described.get("issuer") != issuer or not all(isinstance(described.get(name), str) for name in needed):
        raise ServiceUnreachable
    for name in needed:
        _check_address(described[name])
    with _lock:
        _known[issuer] = (monotonic(), described)
    return described


def _ask(method: str, address: str, **sent: Any) -> dict[str, Any]:
    import httpx

    _check_address(address)
    try:
        answer = httpx.request(method, address, timeout=_SECONDS, follow_redirects=False, **sent)
    except httpx.HTTPError:
        raise ServiceUnreachable from None
    if 400 <= answer.status_code < 500:
        raise ServiceRefused
    try:
        found = answer.json() if answer.status_code == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ServiceUnreachable
    return found


def _check_address(address: str) -> None:
    """The service is asked over https, except on this very machine."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL):
        raise ServiceUnreachable


def _settings(app: Application) -> tuple[str, str]:
    issuer, client = app.settings.oidc_issuer, app.settings.oidc_client
    if issuer is None or client is None:
        raise ServiceUnset
    return issuer, client


def _secret(app: Application) -> str | None:
    """What was agreed with the service; None for a client that has none and proves itself by PKCE alone."""
    path = app.settings.oidc_secret_file
    return None if path is None else path.read_text("utf-8").strip()
