from dataclasses import fields
from pathlib import Path

import pytest

from assize.server.config import SETTINGS, Config, ConfigError, read_config


def test_defaults() -> None:
    assert read_config({}, {}) == Config()


def test_a_flag_wins_over_the_environment_over_the_default() -> None:
    environ = {"ASSIZE_THREADS": "3", "ASSIZE_PROCESSES": "2"}
    config = read_config(environ, {"threads": "4", "processes": None})
    assert (config.threads, config.processes, config.grace) == (4, 2, 10.0)


def test_every_setting_can_be_given_and_is_explained() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Config)]
    assert all(setting.help for setting in SETTINGS)


def test_all_errors_come_at_once() -> None:
    environ = {"ASSIZE_ADDRESS": "nowhere", "ASSIZE_TLS_KEY": "/no/such/file"}
    with pytest.raises(ConfigError) as caught:
        read_config(environ, {"threads": "0", "adress": "x"})
    assert caught.value.problems == (
        "unknown setting `adress`; did you mean `address`?",
        (
            "ASSIZE_ADDRESS: must be host:port, as 127.0.0.1:50051, [::]:50051 or 0.0.0.0:0 for any "
            "free port, got `nowhere`"
        ),
        "--threads: must be a whole number from 1 to 64, got `0`",
        "ASSIZE_TLS_KEY: must be a file that can be read, got `/no/such/file`",
    )


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "٣", "999999999999999999999"])
def test_sizes_are_whole_numbers_in_range(text: str) -> None:
    with pytest.raises(ConfigError):
        read_config({}, {"max_items": text})


@pytest.mark.parametrize(("text", "value"), [("true", True), ("Off", False), ("1", True), ("no", False)])
def test_switches(text: str, *, value: bool) -> None:
    assert read_config({}, {"reflection": text}).reflection is value


def test_variables_that_kubernetes_makes_are_left_alone() -> None:
    assert read_config({"ASSIZE_PORT": "tcp://10.0.0.1:50051", "ASSIZE_SERVICE_HOST": "x"}, {}) == Config()


def test_an_empty_variable_is_not_given() -> None:
    assert read_config({"ASSIZE_THREADS": ""}, {}) == Config()


def test_tls_files_go_together(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("x")
    with pytest.raises(ConfigError, match="go together"):
        read_config({}, {"tls_key": str(key)})
    with pytest.raises(ConfigError, match="needs tls_certificate"):
        read_config({}, {"tls_client_ca": str(key)})
    both = read_config({}, {"tls_key": str(key), "tls_certificate": str(key)})
    assert both.tls_key == both.tls_certificate == key


def test_folders_with_rulebooks(tmp_path: Path) -> None:
    assert read_config({}, {"rulebooks": f"{tmp_path}:{tmp_path}"}).rulebooks == (tmp_path, tmp_path)
    with pytest.raises(ConfigError, match="there is no"):
        read_config({}, {"rulebooks": str(tmp_path / "none")})
