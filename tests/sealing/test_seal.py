import pytest

from servicepoint.sealing.errors import CannotOpen
from servicepoint.sealing.rules import key_from, key_id_of, open_sealed, seal

KEY = key_from("a data key of the settings, long enough")
OTHER = key_from("another data key of the settings, as long")
COLUMN = "room_table.column"


def _opened(sealed, *keys, column=COLUMN):
    return open_sealed(sealed, keys=keys or (KEY,), column=column)


def test_what_was_sealed_is_read_back_with_the_same_key_for_the_same_column():
    assert _opened(seal(b"123456782", key=KEY, column=COLUMN)) == b"123456782"
    assert _opened(seal(b"", key=KEY, column=COLUMN)) == b""


def test_the_sealed_value_neither_holds_the_text_nor_repeats_itself():
    first, second = (seal(b"123456782", key=KEY, column=COLUMN) for _ in range(2))
    assert b"123456782" not in first
    assert first[5:17] != second[5:17]
    assert first[17:] != second[17:]


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(CannotOpen):
        _opened(seal(b"x", key=KEY, column=COLUMN), column="room_table.other")


@pytest.mark.parametrize("place", range(len(seal(b"abc", key=KEY, column=COLUMN))))
def test_a_value_changed_at_any_byte_does_not_open(place):
    sealed = bytearray(seal(b"abc", key=KEY, column=COLUMN))
    sealed[place] ^= 1
    with pytest.raises(CannotOpen):
        _opened(bytes(sealed))


@pytest.mark.parametrize("length", range(34))
def test_a_value_cut_short_does_not_open(length):
    sealed = seal(b"abc", key=KEY, column=COLUMN)
    with pytest.raises(CannotOpen):
        _opened(sealed[:length])


def test_an_old_key_still_opens_what_it_sealed_and_a_strange_key_opens_nothing():
    sealed = seal(b"x", key=OTHER, column=COLUMN)
    assert _opened(sealed, KEY, OTHER) == b"x"
    with pytest.raises(CannotOpen, match="DATA_KEYS_OLD"):
        _opened(sealed, KEY)


def test_a_sealed_value_names_its_key_and_the_key_does_not_show_itself():
    assert key_id_of(seal(b"x", key=KEY, column=COLUMN)) == KEY.id
    assert KEY.id != OTHER.id
    assert KEY.key.hex() not in repr(KEY)
    assert str(KEY.key) not in repr(KEY)
