"""Keys of programs: shown once, kept as a digest, revoked at once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from servicepoint.accounts import client_keys
from servicepoint.accounts.errors import ClientKeyUnknown, ClientNameTaken, ClientNameWrong, ScopeUnknown
from servicepoint.accounts.models import ClientKey
from servicepoint.audit.models import Entry
from servicepoint.kit import clock
from servicepoint.kit.actor import SYSTEM
from tests.world import NOW, World, make_world

ACT = {"now": NOW, "actor": SYSTEM}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make(world: World, name: str = "testoffice", scopes: tuple[str, ...] = ("documents",)) -> str:
    return client_keys.make_key(name, location_id=world.location_id, scopes=scopes, **ACT)


def test_a_key_says_who_asks_what_for_and_where(world):
    client = client_keys.client_of(make(world), now=NOW)
    assert (client.name, client.scopes, client.location_id) == (
        "testoffice",
        ("documents",),
        world.location_id,
    )
    assert (client.actor.kind, client.actor.name) == ("client", "testoffice")
    assert client_keys.client_of("indkey_" + "0" * 32, now=NOW) is None
    assert client_keys.client_of("x", now=NOW) is None


def test_the_token_is_not_in_the_table_nor_in_the_record(world):
    token = make(world)
    row = ClientKey.objects.get()
    assert token.removeprefix("indkey_") not in repr({**row.__dict__, "digest": bytes(row.digest).hex()})
    entry = Entry.objects.get(act="accounts.client_key_made")
    assert entry.facts == {"codes": ["documents"], "location": world.location_id}


def test_a_revoked_key_opens_nothing_and_its_name_may_be_used_again(world):
    token = make(world)
    with pytest.raises(ClientNameTaken):
        make(world)
    client_keys.revoke_key("testoffice", **ACT)
    assert client_keys.client_of(token, now=NOW) is None
    with pytest.raises(ClientKeyUnknown):
        client_keys.revoke_key("testoffice", **ACT)
    assert make(world) != token


def test_the_last_use_is_kept_to_the_minute(world):
    token = make(world)
    for seconds, used_at in ((0, 0), (59, 0), (61, 61)):
        client_keys.client_of(token, now=NOW + timedelta(seconds=seconds))
        assert ClientKey.objects.get().used_at == NOW + timedelta(seconds=used_at)


@pytest.mark.parametrize("name", ["", "two words", "-x", "x" * 61, "testa@example"])
def test_a_name_that_cannot_stand_in_the_record_is_refused(world, name):
    with pytest.raises(ClientNameWrong):
        make(world, name)


@pytest.mark.parametrize("scopes", [(), ("everything",), ("documents", "everything")])
def test_an_unknown_scope_is_refused(world, scopes):
    with pytest.raises(ScopeUnknown):
        make(world, scopes=scopes)


def run(*command: str) -> str:
    out = StringIO()
    with clock.frozen(NOW):
        call_command(*command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_commands_print_the_token_once_list_and_revoke(world):
    token = run("make_client_key", "testoffice", "--scope", "documents", "--location", "proefstad").strip()
    assert client_keys.client_of(token, now=NOW).scopes == ("documents",)
    assert run("revoke_client_key") == "testoffice: documents, last used 2026-11-23\n"
    run("revoke_client_key", "testoffice")
    assert client_keys.client_of(token, now=NOW) is None
    with pytest.raises(CommandError, match="No key was revoked"):
        run("revoke_client_key", "testoffice")
    with pytest.raises(CommandError, match="No key was made"):
        run("make_client_key", "two words", "--scope", "documents", "--location", "proefstad")
