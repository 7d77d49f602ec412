"""A key holds its slot, is the same everywhere, and cannot be made up."""

import secrets

from servicepoint.api.planner.slot_keys import keys_of, opened
from tests.world import THURSDAY, TUESDAY, at

SERVICES = ["DOC", "BIO", "NAT"]
STARTS = [at(TUESDAY, 9), at(THURSDAY, 9, 10)]


def test_a_key_is_opened_to_what_it_was_made_of():
    for key, start in zip(keys_of(3, "BIO", 4, STARTS), STARTS, strict=True):
        found = opened(key, SERVICES)
        assert (found.location_id, found.service, found.persons, found.starts_at) == (3, "BIO", 4, start)


def test_the_same_slot_has_the_same_key_and_another_one_another():
    (key,) = keys_of(3, "DOC", 1, STARTS[:1])
    assert keys_of(3, "DOC", 1, STARTS)[0] == key
    others = [
        *keys_of(3, "DOC", 1, STARTS[1:]),
        *keys_of(4, "DOC", 1, STARTS[:1]),
        *keys_of(3, "BIO", 1, STARTS[:1]),
        *keys_of(3, "DOC", 2, STARTS[:1]),
    ]
    assert len({key, *others}) == 5


def test_keys_that_nobody_made_open_nothing():
    assert [opened(secrets.token_hex(16), SERVICES) for _ in range(2_000)] == [None] * 2_000
    assert opened("0" * 31, SERVICES) is None
    assert opened("g" * 32, SERVICES) is None


def test_a_key_of_a_service_that_is_gone_opens_nothing():
    (key,) = keys_of(3, "DOC", 1, STARTS[:1])
    assert opened(key, ["BIO"]) is None


def test_a_key_of_before_a_change_of_the_data_key_is_opened_and_one_of_a_stranger_is_not(settings):
    (key,) = keys_of(3, "DOC", 1, STARTS[:1])
    settings.DATA_KEY, old = secrets.token_hex(32), settings.DATA_KEY
    assert opened(key, SERVICES) is None
    settings.DATA_KEYS_OLD = [old]
    assert opened(key, SERVICES).starts_at == STARTS[0]
