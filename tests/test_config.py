"""Settings: where they come from, and what is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from chat_server.config import BadSettings, Settings, load, shown


def test_keyword_arguments_are_all_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIRD_RING_PORT", "1")
    settings = Settings(port=8105, allowed_hosts=("chat.example",))
    assert (settings.port, settings.public_url) == (8105, "http://localhost:8105")
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]


def test_secrets_go_before_the_file_and_the_command_line_before_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "third-ring.toml"
    file.write_text(
        'port = 1\ngrace_seconds = 60\nmetrics_token = "file"\nallowed_hosts = ["a", "b"]\nlog_level = "debug"\n'
    )
    (tmp_path / "third_ring_metrics_token").write_text("secret\n")
    monkeypatch.setenv("THIRD_RING_SECRETS", str(tmp_path))
    settings, origins = load(file=file, port=3)
    assert (settings.port, settings.grace_seconds, settings.metrics_token) == (3, 60, "secret")
    assert settings.allowed_hosts == ("a", "b")
    assert origins == {
        "port": "command line",
        "grace_seconds": str(file),
        "metrics_token": "secrets file",
        "allowed_hosts": str(file),
        "log_level": str(file),
    }


def test_the_environment_is_read_and_lists_are_separated_by_commas(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIRD_RING_ALLOWED_HOSTS", "chat.example, localhost")
    monkeypatch.setenv("THIRD_RING_PUBLIC_URL", "https://chat.example/")
    settings, _ = load()
    assert settings.allowed_hosts == ("chat.example", "localhost")
    assert settings.public_url == "https://chat.example"


@pytest.mark.parametrize(
    ("environ", "toml", "words"),
    [
        ({"THIRD_RING_PROT": "1"}, "", "unknown setting THIRD_RING_PROT. Did you mean THIRD_RING_PORT?"),
        ({}, "datta = 'x'", "unknown setting datta. Did you mean data?"),
        ({}, "port = ", "no valid TOML"),
        ({}, "port = 'many'", "The setting port"),
        ({}, "public_url = 'chat.example'", "expected an address like https://chat.example.com"),
        ({"THIRD_RING_SECRETS": "/nowhere/at/all"}, "", "There is no folder /nowhere/at/all"),
        ({"THIRD_RING_CONFIG": "/nowhere.toml"}, "", "There is no settings file /nowhere.toml."),
    ],
)
def test_mistakes_are_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], toml: str, words: str, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "third-ring.toml").write_text(toml)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load()
    assert words in str(caught.value)


def test_variables_of_tests_and_the_build_are_no_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("THIRD_RING_TEST_CHROMIUM", "x")
    monkeypatch.setenv("THIRD_RING_FULL", "1")
    assert load()[0] == Settings()


def test_secrets_are_masked_and_every_field_is_documented() -> None:
    plain = shown(Settings(metrics_token="correct horse"))
    assert "horse" not in str(plain)
    assert plain["metrics_token"]
    assert shown(Settings())["metrics_token"] == ""
    for name, field in Settings.model_fields.items():
        assert field.description, name
