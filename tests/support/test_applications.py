"""A reused application is the same at the beginning of each test."""

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from portal.app.pages import build
from portal.web.accounts.access import public
from shared.platform.settings import Settings
from tests.support.applications import READ
from tests.support.portal import pages, sqlite_urls


class Reading:
    """Settings that note which of them are asked for."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.read.add(name)
        return getattr(self.settings, name)


def test_building_reads_no_setting_that_applications_are_not_told_apart_by(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as portal:
        reading = Reading(portal.settings)
        parts = portal.app.extensions["rapporteur"]
        build(replace(parts, settings=cast("Settings", reading)))
    assert reading.read == set(READ)


def test_the_next_test_gets_the_same_application_without_what_this_one_set(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as first:
        first.app.config["TESTING"] = "set by a test"
        assert first.visitor().get("/").status_code == 200
    with pages(*sqlite_urls(tmp_path / "other")) as second:
        assert second.app is first.app
        assert second.app.config["TESTING"] is False
        assert second.app.extensions["rapporteur"].engine is second.engine


def test_two_at_once_are_two(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path)) as one, pages(*sqlite_urls(tmp_path / "2")) as other:
        assert one.app is not other.app


@pytest.mark.parametrize(
    "how", ["another page", "another view", "another global", "a global replaced"]
)
def test_one_that_a_test_has_changed_is_not_used_again(tmp_path: Path, how: str) -> None:
    with pages(*sqlite_urls(tmp_path)) as changed:
        if how == "another page":
            changed.app.add_url_rule("/added", view_func=public(lambda: "added"))
        elif how == "another view":
            changed.app.view_functions["home.index"] = lambda: "another"
        elif how == "another global":
            changed.app.jinja_env.globals["planted"] = "planted"
        else:
            changed.app.jinja_env.globals["now"] = lambda: "planted"
    with pages(*sqlite_urls(tmp_path / "other")) as next_one:
        assert next_one.app is not changed.app


def test_read_models_are_there_from_the_beginning(tmp_path: Path) -> None:
    with pages(*sqlite_urls(tmp_path), demo=True) as portal:
        assert portal.visitor().get("/register").status_code == 200
