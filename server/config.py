"""The settings of the service: read once, checked once, all errors at once.

A flag wins over the environment (`ASSIZE_` and the name in capitals), which wins over the default.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, NamedTuple

from assize.rules.errors import AssizeError, nearest

MIB = 1024 * 1024
PREFIX = "ASSIZE_"
HTTP_PORT = 8080
LOG_LEVELS = ("debug", "info", "warning", "error")


@dataclass(frozen=True, slots=True)
class Config:
    """How the service runs. Sizes are bytes, times seconds."""

    address: str = "127.0.0.1:50051"
    http: bool = True
    http_port: int | None = None
    rulebooks: tuple[Path, ...] = ()
    processes: int = 1
    threads: int = 2
    max_calls: int = 1000
    max_items: int = 1000
    max_request_bytes: int = 4 * MIB
    max_answer_bytes: int = 4 * MIB
    max_streams: int = 8
    max_batch_rows: int = 100_000
    max_batch_bytes: int = 64 * MIB
    grace: float = 10.0
    reflection: bool = True
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    tls_client_ca: Path | None = None
    log_level: str = "info"

    @property
    def http_port_or_default(self) -> int:
        """The given port; else 8080, or any free one where the address takes any free one."""
        if self.http_port is not None:
            return self.http_port
        return 0 if self.address.endswith(":0") else HTTP_PORT


class ConfigError(AssizeError):
    """Settings that cannot be used; `problems` says of each where it was set and what it must be."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


class Setting(NamedTuple):
    """How a setting is read from text, and what it is for."""

    name: str
    read: Callable[[str], Any]
    help: str

    @property
    def variable(self) -> str:
        """Its name in the environment."""
        return PREFIX + self.name.upper()


def read_config(environ: Mapping[str, str], flags: Mapping[str, str | None]) -> Config:
    """The settings from flags (None: not given), environment and defaults.

    Variables of other names are left alone: Kubernetes makes some for a service that is called assize.
    """
    problems = [f"unknown setting `{name}`; {nearest(name, NAMES)}" for name in flags if name not in NAMES]
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        place, text = _given(setting, environ, flags)
        if text is None:
            continue
        try:
            values[setting.name] = setting.read(text)
        except ValueError as error:
            problems.append(f"{place}: {error}, got `{text}`")
    config = Config(**values)
    problems = problems or _together(config)
    if problems:
        raise ConfigError(tuple(problems))
    return config


def _given(
    setting: Setting, environ: Mapping[str, str], flags: Mapping[str, str | None]
) -> tuple[str, str | None]:
    flag = flags.get(setting.name)
    if flag is not None:
        return "--" + setting.name.replace("_", "-"), flag
    return setting.variable, environ.get(setting.variable) or None


def _together(config: Config) -> list[str]:
    """Problems of settings that do not fit each other."""
    problems = []
    if (config.tls_certificate is None) != (config.tls_key is None):
        problems.append("tls_certificate and tls_key go together; one of them is missing")
    if config.tls_client_ca is not None and config.tls_certificate is None:
        problems.append("tls_client_ca needs tls_certificate and tls_key")
    return problems


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and low <= int(text) <= high):
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return read


def _seconds(text: str) -> float:
    return _whole(0, 3600)(text)


def _switch(text: str) -> bool:
    words = {
        "true": True,
        "1": True,
        "yes": True,
        "on": True,
        "false": False,
        "0": False,
        "no": False,
        "off": False,
    }
    if text.lower() not in words:
        raise ValueError("must be true or false")
    return words[text.lower()]


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise ValueError("must be host:port, as 127.0.0.1:50051, [::]:50051 or 0.0.0.0:0 for any free port")
    return text


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise ValueError("must be a file that can be read")
    return Path(text)


def _folders(text: str) -> tuple[Path, ...]:
    folders = tuple(Path(part) for part in text.split(":") if part)
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing:
        raise ValueError("must be folders, parted by `:`; there is no " + ", ".join(missing))
    return folders


def _level(text: str) -> str:
    if text.lower() not in LOG_LEVELS:
        raise ValueError("must be one of " + ", ".join(LOG_LEVELS))
    return text.lower()


SETTINGS = (
    Setting("address", _address, "host and port to listen on; port 0 takes a free one"),
    Setting("http", _switch, "answer JSON over HTTP too, on the same host"),
    Setting(
        "http_port",
        _whole(0, 65535),
        f"port for HTTP; 0 takes a free one; without it {HTTP_PORT}, or a free one if the address takes one",
    ),
    Setting("rulebooks", _folders, "folders with rulebooks beside the shipped ones, parted by `:`"),
    Setting("processes", _whole(1, 64), "processes that share the port, one a core at most"),
    Setting("threads", _whole(1, 64), "threads of a process; 2 is quickest"),
    Setting("max_calls", _whole(1, 100_000), "calls that may run or wait; more are refused"),
    Setting("max_items", _whole(1, 100_000), "items that a request may have"),
    Setting("max_request_bytes", _whole(1024, 1024 * MIB), "bytes that a request may have"),
    Setting("max_answer_bytes", _whole(1024, 1024 * MIB), "bytes that an answer may have"),
    Setting("max_streams", _whole(1, 1000), "streams that a process has open at a time; more are refused"),
    Setting("max_batch_rows", _whole(1, 10_000_000), "rows that a batch of a stream may have"),
    Setting(
        "max_batch_bytes",
        _whole(1024, 16 * 1024 * MIB),
        "bytes that a batch of a stream may take once it is unpacked",
    ),
    Setting("grace", _seconds, "seconds that running calls may take to end when the service is stopped"),
    Setting("reflection", _switch, "tell clients what the services are"),
    Setting("tls_certificate", _file, "certificate chain of the service (PEM); without it there is no TLS"),
    Setting("tls_key", _file, "private key of the certificate (PEM)"),
    Setting("tls_client_ca", _file, "certificates that clients must come from (PEM)"),
    Setting("log_level", _level, "least serious lines that are logged: " + ", ".join(LOG_LEVELS)),
)
NAMES = tuple(field.name for field in fields(Config))
