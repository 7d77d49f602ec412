"""Programs of the back office: the key in the header, what it may do, and how often."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from servicepoint.accounts.client_keys import Client, client_of
from servicepoint.api.v1.counted import look, spend
from servicepoint.kit import clock


class KeyMissing(Exception):
    """No key came along, or one that opens nothing: one answer for both."""


class ScopeMissing(Exception):
    """The key is for something else."""


class ClientKey(HttpBearer):
    """`Authorization: Bearer indkey_…`, with a scope. Tries without a key are counted by address."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        """Return the program, or raise what the answer is made of."""
        found = super().__call__(request)
        if found is None:
            look(request)
            raise KeyMissing
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Client | None:
        """Return whose key it is. Raises TooOften, ScopeMissing."""
        look(request)
        client = client_of(token, now=clock.now())
        if client is None:
            return None
        spend(request, "client.key", str(client.id))
        if self.scope not in client.scopes:
            raise ScopeMissing
        return client


def client_in(request: HttpRequest) -> Client:
    """Return the program that asks; the route asks for its key."""
    client = request.auth  # type: ignore[attr-defined]  # set by the framework after `authenticate`
    assert isinstance(client, Client)
    return client
