"""The simulators of a demonstration: there unless real devices are named."""

from pathlib import Path

from launch.devices import with_devices

SITE = {"PUBLIC_URL": "http://localhost:8000"}


def test_a_demonstration_gets_a_scanner_and_a_receiver_with_its_certificate(tmp_path):
    environment, programs = with_devices(tmp_path, SITE)
    assert set(programs) == {"scanner", "receiver"}
    assert Path(environment["BIOMETRICS_CERTIFICATE"]).read_text().startswith("-----BEGIN CERTIFICATE-----")
    assert programs["scanner"][-2:] == ["--allow", "http://localhost:8000"]


def test_the_receiver_keeps_its_key_from_start_to_start(tmp_path):
    first, second = (with_devices(tmp_path, SITE)[0]["BIOMETRICS_CERTIFICATE"] for _ in range(2))
    assert first == second
    key = tmp_path / "receiver" / "key.pem"
    assert key.stat().st_mode & 0o077 == 0


def test_named_devices_are_used_and_not_simulated(tmp_path):
    named = SITE | {
        "SCANNER_URL": "http://127.0.0.1:9999",
        "BIOMETRICS_CERTIFICATE": "real.pem",
        "BIOMETRICS_HANDOVER_URL": "https://receiver.example/envelopes",
    }
    assert with_devices(tmp_path, named) == (named, {})
