from __future__ import annotations

from pathlib import Path

import pytest

from edukg.errors import InputError, MissingFileError
from edukg.settings import read_settings


def test_later_sources_win(tmp_path: Path) -> None:
    file = tmp_path / "edukg.toml"
    file.write_text('port = 1\nhost = "0.0.0.0"\nquery_timeout = 5\n', encoding="utf-8")
    environment = {"EDUKG_PORT": "2", "EDUKG_HOST": "::1"}
    settings = read_settings(file=file, environment=environment, port=3)
    assert (settings.port, settings.host, settings.query_timeout) == (3, "::1", 5.0)


def test_home_is_the_users_data_folder_by_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert read_settings(environment={}).home == tmp_path / "edukg"


def test_an_unfitting_value_says_where_it_comes_from() -> None:
    assert read_settings(environment={"EDUKG_QUERY_WORKERS": "3"}).query_workers == 3
    with pytest.raises(InputError, match="'port' in the environment is 'many', which is not a int"):
        read_settings(environment={"EDUKG_PORT": "many"})


def test_an_unknown_name_lists_the_known_ones(tmp_path: Path) -> None:
    file = tmp_path / "edukg.toml"
    file.write_text("porr = 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no setting 'porr'.*base_url, home, host"):
        read_settings(file=file, environment={})


def test_a_missing_and_a_broken_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="cannot be read"):
        read_settings(file=tmp_path / "none.toml", environment={})
    broken = tmp_path / "broken.toml"
    broken.write_text("port = = 1", encoding="utf-8")
    with pytest.raises(InputError, match=r"broken\.toml: The settings file is not TOML"):
        read_settings(file=broken, environment={})
