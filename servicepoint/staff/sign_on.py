"""Single sign-on by OpenID Connect: code flow with PKCE, state and nonce, each answer checked against them.

The browser brings a code; what we believe stands in the token that the provider signed and that we fetched
from it ourselves. Authlib does the protocol; which issuer, audience and roles count is said here.
"""

from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from joserfc.errors import JoseError
from requests import RequestException

from servicepoint.accounts.actions import SignedOn
from servicepoint.accounts.rules import is_strong, roles_of

SUBJECT_LENGTH_MAX = 255
PATIENCE_SECONDS = 5
CLOCK_OFF_SECONDS = 30

# What goes wrong on the way: refused by the provider or the person, a wrong token, a provider that is away.
REFUSALS = (OAuthError, JoseError, RequestException, ValueError, KeyError, RuntimeError)


class SignOnFailed(Exception):
    """The provider's answer proves nothing, or did not come."""


def is_offered() -> bool:
    """Say whether a provider is set."""
    return bool(settings.OIDC_ISSUER)


def to_provider(request: HttpRequest, back_to: str) -> HttpResponse:
    """Send the browser to the provider, which sends it back to the address `back_to`. Raises SignOnFailed."""
    try:
        answer: HttpResponse = _provider().authorize_redirect(request, back_to)
    except REFUSALS as error:
        raise SignOnFailed from error
    return answer


def person_signed_on(request: HttpRequest) -> tuple[SignedOn, bool]:
    """Return who the provider says it is, and whether it asked for two factors. Raises SignOnFailed."""
    wanted = {
        "iss": {"essential": True, "value": settings.OIDC_ISSUER},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "sub": {"essential": True},
    }
    try:
        token = _provider().authorize_access_token(request, claims_options=wanted, leeway=CLOCK_OFF_SECONDS)
        claims = dict(token["userinfo"])
    except REFUSALS as error:
        raise SignOnFailed from error
    return _person(claims), is_strong(claims, settings.OIDC_ACR)


def _person(claims: dict[str, Any]) -> SignedOn:
    subject = str(claims["sub"])
    if not 0 < len(subject) <= SUBJECT_LENGTH_MAX:
        raise SignOnFailed
    return SignedOn(
        issuer=settings.OIDC_ISSUER,
        subject=subject,
        wished_name=str(claims.get("preferred_username") or claims.get("email") or ""),
        roles=roles_of(claims.get(settings.OIDC_ROLE_CLAIM), settings.OIDC_ROLES),
    )


def _provider() -> Any:
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID)


@lru_cache(maxsize=2)
def _client(issuer: str, client_id: str) -> Any:
    key = settings.OIDC_CLIENT_KEY
    return OAuth().register(
        "provider",
        client_id=client_id,
        client_secret=key or settings.OIDC_CLIENT_SECRET,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE_SECONDS,
            "token_endpoint_auth_method": "private_key_jwt" if key else "client_secret_basic",
        },
        client_auth_methods=[PrivateKeyJWT()],
    )
