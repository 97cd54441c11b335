"""Evaluation of alerts: their own rules, in Prometheus's own evaluator, over real metrics."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias, TypeVar

import yaml
from prometheus_client import REGISTRY, generate_latest

from deploy.k8s.render import MANIFESTS
from tests.conftest import missing

RULES: Final = (
    MANIFESTS / "components" / "monitoring" / "rules.yaml",
    MANIFESTS / "components" / "backups-store" / "alerts.yaml",
)

Told: TypeAlias = Mapping[str, float]
"""Series, as ``name{label="value"}``, and what they say."""

PROVOKED: Final[set[str]] = set()
"""The alerts that a test provokes."""

_CALM, _BAD = 60, 200  # minutes
_END: Final = _CALM + _BAD - 1
_GROWS: Final = ("_total", "_count", "_sum", "_bucket")

_Test = TypeVar("_Test", bound=Callable[..., Any])


def provokes(alert: str) -> Callable[[_Test], _Test]:
    """Note that the test below provokes this alert."""

    def noted(test: _Test) -> _Test:
        PROVOKED.add(alert)
        return test

    return noted


def groups() -> Any:
    """Return the groups of all files, as Prometheus would be given one."""
    found = [yaml.safe_load(file.read_text())["spec"]["groups"] for file in RULES]
    return {"groups": [group for groups in found for group in groups]}


def told() -> dict[str, float]:
    """Return what this process tells on ``/metrics``."""
    return parsed(generate_latest(REGISTRY).decode())


def parsed(exposition: str) -> dict[str, float]:
    """Return every series of ours in the text that ``/metrics`` answers."""
    lines = [line for line in exposition.splitlines() if line.startswith("rapporteur_")]
    return {series: float(value) for series, _, value in (line.rpartition(" ") for line in lines)}


def fires(alert: str, before: Told, after: Told) -> tuple[bool, bool]:
    """Tell whether the alert fires while all is as before, and once it has stayed as after.

    What only grows goes on, each minute, as it grew between the two. Moments are moved to the
    evaluator's own time, which begins at 0.
    """
    firing = f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)'
    tried = {
        "rule_files": ["rules.yaml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [
                    {"series": one, "values": _values(one, before.get(one), after.get(one))}
                    for one in sorted({*before, *after})
                ],
                # Nothing is expected, so the evaluator says each time what it got.
                "promql_expr_test": [
                    {"expr": firing, "eval_time": f"{minute}m"} for minute in (_CALM - 1, _END)
                ],
            }
        ],
    }
    rules = [rule for group in groups()["groups"] for rule in group["rules"]]
    about = {"name": "it", "rules": [rule for rule in rules if rule["alert"] == alert]}
    files = {"rules.yaml": {"groups": [about]}, "tests.yaml": tried}
    said = _promtool(files, "test", "rules", "tests.yaml")
    try:
        calm, bad = (int(count) > 0 for count in re.findall(r"got: \{\} (\d+)E", said))
    except ValueError as error:
        raise AssertionError(said) from error
    return calm, bad


def outcome(alert: str, before: Told, after: Told | None = None) -> tuple[bool, bool]:
    """The same, where after is what this process tells now."""
    return fires(alert, before, told() if after is None else after)


def checked() -> str:
    """Return what the evaluator has to say of the rules as they are."""
    return _promtool({"rules.yaml": groups()}, "check", "rules", "--lint-fatal", "rules.yaml")


def _promtool(files: Mapping[str, Any], *arguments: str) -> str:
    promtool = shutil.which("promtool")
    if promtool is None:
        missing("promtool")
    with tempfile.TemporaryDirectory() as name:
        for file, content in files.items():
            (Path(name) / file).write_text(yaml.safe_dump(content))
        done = subprocess.run(  # noqa: S603  # this machine's promtool, our own rules
            [promtool, *arguments], capture_output=True, text=True, check=False, cwd=name
        )
    return done.stdout + done.stderr


def _values(series: str, before: float | None, after: float | None) -> str:
    """Return the values in promtool's notation: an hour as before, then as after."""
    name = series.partition("{")[0]
    moved = time.time() - _END * 60 if "_timestamp" in name else 0.0
    first = f"_x{_CALM}" if before is None else f"{_since(before, moved):f}+0x{_CALM}"
    if after is None:
        return f"{first} _x{_BAD}"
    if name.endswith(_GROWS):
        return f"{first} {before or 0:f}+{after - (before or 0):f}x{_BAD}"
    return f"{first} {_since(after, moved):f}+0x{_BAD}"


def _since(moment: float, moved: float) -> float:
    return moment - moved if moment else moment  # 0 is none, or never


def expressions() -> Iterator[tuple[str, str]]:
    """Return each alert's name and expression."""
    for group in groups()["groups"]:
        yield from ((rule["alert"], rule["expr"]) for rule in group["rules"])
