"""Settings of the server, every field said. From the environment (`THIRD_RING_PORT`), then secrets files
(`third_ring_metrics_token`), then `third-ring.toml`, then the defaults here; an unknown name anywhere is refused.

`Settings(port=8105)` reads nothing from outside; `load()` does.
"""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "THIRD_RING_"
FILE = "third-ring.toml"
CONFIG_VARIABLE = f"{PREFIX}CONFIG"
"""Names another settings file than `third-ring.toml` of the working directory."""
SECRETS_VARIABLE = f"{PREFIX}SECRETS"
"""Names another folder of secrets files than systemd's `$CREDENTIALS_DIRECTORY` or `/run/secrets`."""
NOT_SETTINGS = frozenset(
    {CONFIG_VARIABLE, SECRETS_VARIABLE, f"{PREFIX}SKIP_WEB_BUILD", f"{PREFIX}FULL", f"{PREFIX}PYTHON"}
)
"""Variables of ours that are no settings; nor is anything that begins with `THIRD_RING_TEST_`."""


class BadSettings(Exception):
    """Settings that can't be used; the text is one sentence for each mistake."""


def _split(value: object) -> object:
    """`a, b` of an environment variable as a list."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _web_address(url: str) -> str:
    """Scheme, host and port of a web address, nothing more."""
    parts = urlsplit(url)
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.path.strip("/")
        or parts.query
        or parts.fragment
    ):
        raise ValueError("expected an address like https://chat.example.com, without a path")
    return f"{parts.scheme}://{parts.netloc}"


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Secret = Field(default="", json_schema_extra={"secret": True})


class Settings(BaseSettings):
    """What `build` and the command line need to know."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, env_prefix=PREFIX)

    data: Path = Path("data")
    """Folder of the database, the photos and the secret; one process at a time."""
    host: str = "127.0.0.1"
    """Address to listen on. `0.0.0.0` or `::` for all; better leave it and put a proxy with TLS in front."""
    port: int = Field(default=8000, ge=0, le=65_535)
    """Port to listen on; 0 takes any free one."""
    public_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default_factory=lambda known: f"http://localhost:{known.get('port', 8000)}"
    )
    """Where browsers reach the server; links and cookies follow it. Left out: `http://localhost:` and the port."""
    allowed_hosts: Words = ()
    """Host header values that are served; empty: those of `public_url`, localhost and 127.0.0.1."""
    trusted_proxies: Words = ("127.0.0.1", "::1")
    """Addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed (PROMISES.md T21)."""
    demo: bool = False
    """This is the demo, and says so. `third-ring demo` sets it; a real site leaves it alone."""
    grace_seconds: int = Field(default=120, ge=5, le=3600)
    """How long a visitor may be disconnected before he counts as having left (METRICS.md R8)."""
    drain_seconds: int = Field(default=10, ge=0, le=120)
    """At a stop: over how many seconds browsers are asked to come back, and how long unfinished requests may take."""
    connections: int = Field(default=20_000, ge=10)
    """How many connections at once; whoever comes later is told 503."""
    limits_factor: float = Field(default=1.0, gt=0)
    """Scales every limit against flooding (PROMISES.md T22), for load tests from one address."""
    metrics_token: str = Secret
    """Whoever sends it as `Authorization: Bearer …` may read `/metrics`; empty: only this machine may."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """From which level on something is logged."""
    log_format: Literal["auto", "json", "pretty"] = "auto"
    """One JSON object a line, or coloured lines; `auto`: coloured on a terminal."""

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "third-ring.sqlite3"

    @property
    def photos(self) -> Path:
        """The folder of the photos."""
        return self.data / "photos"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is given
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but keyword arguments: only `load` looks around."""
        return (init_settings,)


def load(*, file: Path | None = None, **given: Any) -> tuple[Settings, dict[str, str]]:
    """The settings, and where each one that is not a default came from. What is `given` (not None) goes first.

    Raises `BadSettings`.
    """
    file = file or (Path(os.environ[CONFIG_VARIABLE]) if CONFIG_VARIABLE in os.environ else None)
    if file is not None and not file.is_file():
        raise BadSettings(f"There is no settings file {file}.")
    file = file or Path(FILE)
    _refuse_unknown_variables()
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in (
        (str(file), _from_toml(file)),
        ("secrets file", _from_secrets()),
        ("environment", EnvSettingsSource(Settings)()),
        ("command line", {name: value for name, value in given.items() if value is not None}),
    ):
        values |= found
        origins |= dict.fromkeys(found, origin)
    try:
        return Settings(**values), origins
    except ValidationError as error:
        raise BadSettings(_sentences(error, origins)) from None


def shown(settings: Settings) -> dict[str, Any]:
    """All settings with secrets masked, as plain JSON values."""
    plain = settings.model_dump(mode="json")
    for name, field in type(settings).model_fields.items():
        extra = field.json_schema_extra
        if isinstance(extra, dict) and extra.get("secret") and plain[name]:
            plain[name] = "••••••"
    return plain


def _from_toml(file: Path) -> dict[str, Any]:
    try:
        found = TomlConfigSettingsSource(Settings, toml_file=file)()
    except ValueError as error:
        raise BadSettings(f"{file} is no valid TOML: {error}.") from None
    for name in found:
        if name not in Settings.model_fields:
            raise BadSettings(f"{file} has the unknown setting {name}.{_did_you_mean(name)}")
    return found


def _from_secrets() -> dict[str, Any]:
    folder = Path(os.environ.get(SECRETS_VARIABLE) or os.environ.get("CREDENTIALS_DIRECTORY") or "/run/secrets")
    if not folder.is_dir():
        if SECRETS_VARIABLE in os.environ:
            raise BadSettings(f"There is no folder {folder} of secrets files.")
        return {}
    for path in folder.iterdir():
        name = path.name.lower()
        if name.startswith(PREFIX.lower()) and name.removeprefix(PREFIX.lower()) not in Settings.model_fields:
            raise BadSettings(
                f"{path} is named after an unknown setting.{_did_you_mean(name.removeprefix(PREFIX.lower()))}"
            )
    return SecretsSettingsSource(Settings, secrets_dir=folder)()


def _refuse_unknown_variables() -> None:
    """pydantic-settings looks only for names it knows, so that a typing mistake would go unnoticed."""
    for variable in os.environ:
        if not variable.startswith(PREFIX) or variable in NOT_SETTINGS or variable.startswith(f"{PREFIX}TEST_"):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in Settings.model_fields:
            raise BadSettings(f"The environment has the unknown setting {variable}.{_did_you_mean(name, PREFIX)}")


def _did_you_mean(name: str, prefix: str = "") -> str:
    near = difflib.get_close_matches(name, Settings.model_fields, n=1)
    return f" Did you mean {(prefix + near[0].upper()) if prefix else near[0]}?" if near else ""


def _sentences(error: ValidationError, origins: Mapping[str, str]) -> str:
    # A default that could not be computed follows from another mistake, which is said.
    problems = [problem for problem in error.errors() if problem["type"] != "default_factory_not_called"]
    return "\n".join(_sentence(problem, origins) for problem in problems)


def _sentence(problem: Any, origins: Mapping[str, str]) -> str:
    name = str(problem["loc"][0]) if problem["loc"] else "settings"
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"The setting {name} ({origins.get(name, 'default')}) can't be used: {said[:1].lower()}{said[1:]}."
