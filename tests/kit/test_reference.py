from servicepoint.kit.reference import (
    CODE_ALPHABET,
    digest,
    keyed_digest,
    new_code,
    new_secret,
    normal_code,
)


def test_a_code_has_no_character_that_is_mistaken_for_another() -> None:
    assert not set(CODE_ALPHABET) & set("0O1IL2Z5S8BUV")
    codes = [new_code() for _ in range(200)]
    assert set("".join(codes)) <= set(CODE_ALPHABET)
    assert len(set(codes)) == len(codes)


def test_a_code_is_read_however_it_is_typed() -> None:
    assert normal_code(" h7k-tqx ") == "H7KTQX"


def test_a_secret_is_128_bits_in_hexadecimal() -> None:
    assert len(new_secret()) == 32
    assert new_secret() != new_secret()
    assert len(digest(new_secret())) == 32


def test_a_keyed_digest_depends_on_key_purpose_and_value() -> None:
    digests = {
        keyed_digest(key, purpose, value) for key in (b"a", b"b") for purpose in "xy" for value in "12"
    }
    assert len(digests) == 8
    assert keyed_digest(b"a", "x", "1") == keyed_digest(b"a", "x", "1")
