from launch.environment import for_programs, local_secrets


def test_keys_are_written_once_and_differ(data):
    first, again = local_secrets(data), local_secrets(data)
    assert first == again
    assert first["SECRET_KEY"] != first["DATA_KEY"]
    assert min(map(len, first.values())) >= 32


def test_only_the_owner_can_read_the_keys(data):
    local_secrets(data)
    assert (data / "local.env").stat().st_mode & 0o777 == 0o600


def test_another_folder_gets_other_keys(data, tmp_path):
    assert local_secrets(data) != local_secrets(tmp_path)


def test_a_key_that_the_caller_set_wins_over_the_kept_one(data, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "chosen by the caller")
    environment = for_programs(data, "postgresql://somewhere/else")
    assert environment["SECRET_KEY"] == "chosen by the caller"
    assert environment["DATABASE_URL"] == "postgresql://somewhere/else"
