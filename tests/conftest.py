"""Fixtures of all tests, and the list of skipped tests."""

import contextlib
import gc
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import hypothesis
import pytest
from _pytest.terminal import TerminalReporter

from deploy.local.apache_kafka.testing import running_kafka
from deploy.local.testing import Platform, running_platform
from tests.support import choosing, drawing, left
from tests.support.browsers import found_browser
from tests.support.budget import Times, file_of
from tests.support.postgres import NoPostgres, fresh_database, in_memory, running_postgres
from tests.support.told import told_platform

CI = os.environ.get("CI", "").lower() in {"1", "true"}
KAFKA = os.environ.get("RAPPORTEUR_TEST_KAFKA", "")
MISSING = "missing part: "
SAID, WIDE = 12, 600
"""Lines, and characters of each, of what a failure says that are told again when all is done."""


# How long an example takes is not what is tested, and other tests run beside it. In CI the same
# examples come each time.
hypothesis.settings.register_profile(
    "rapporteur",
    deadline=None,
    derandomize=CI,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("rapporteur")


def missing(part: str) -> NoReturn:
    """Skip a test for want of a part of the machine; CI counts that as a failure."""
    pytest.skip(f"{MISSING}{part}")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: drives a platform or a browser (set by itself)")
    gc.disable()  # nothing is garbage while tests are read, and some millions of objects come
    if memory := in_memory():  # each test of a page has databases of 3 MB
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    if not hasattr(config, "workerinput"):  # the process that all reports reach
        config.pluginmanager.register(Times())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no file that has none of the tests that this run is of."""
    kind = choosing.kind_of(config.option.markexpr, kafka=bool(KAFKA))
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    return True if kind and is_test and not choosing.may_have(collection_path, kind) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Leave out what belongs to the other Kafka; whole platforms come last, browsers after them.

    Marks are set before ``-m`` chooses by them, and the order after all was shuffled: Playwright's
    synchronous API keeps an event loop running in its process, in which no asynchronous test can
    run after it, so browser tests are the very last. What starts platforms of its own takes longest
    and comes before what shares one: else it would be waited for at the end.

    What random examples reach is not counted as covered: other examples would not reach it.
    """
    for item in items:
        _is_found(item)
    config.hook.pytest_deselected(items=[item for item in items if not _belongs(item)])
    items[:] = filter(_belongs, items)
    for item in items:
        if _alone(item):
            item.add_marker("alone")
    yield
    for item in items:
        if item.get_closest_marker("hypothesis"):
            item.add_marker("no_cover")
    items.sort(key=_turn)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, and no longer among all tests and modules."""
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
    gc.enable()


def _turn(item: pytest.Item) -> tuple[bool, bool, bool]:
    marked = {mark.name for mark in item.iter_markers()}
    platforms_last = ("alone" in marked) != bool(KAFKA)  # on Kafka they are what takes longest
    return "browser" in marked, platforms_last, "platform" in getattr(item, "fixturenames", ())


def _is_found(item: pytest.Item) -> None:
    """Fail for a test that a run of its kind would overlook."""
    kinds = {
        "browser": item.get_closest_marker("browser") is not None,
        "alone": _alone(item),
        "kafka": item.get_closest_marker("kafka") is not None
        or "platform" in getattr(item, "fixturenames", ()),
    }
    for kind, has in kinds.items():
        if has and not choosing.may_have(item.path, kind):
            message = f"{item.nodeid}: tests/support/choosing.py does not see that it is {kind}"
            raise pytest.UsageError(message)


def _belongs(item: pytest.Item) -> bool:
    """With a real Kafka run what differs on it, without one run the rest.

    To read models and to the feed Kafka is the same whether the people use JavaScript or not.
    """
    fixtures = getattr(item, "fixturenames", ())
    marked = item.get_closest_marker("kafka") is not None
    if not KAFKA:
        return not marked
    left_out = item.get_closest_marker("chaos") or item.get_closest_marker("pages")
    callspec = getattr(item, "callspec", None)
    without_script = callspec is not None and callspec.params.get("sit_down") is False
    return marked or ("platform" in fixtures and left_out is None and not without_script)


def _alone(item: pytest.Item) -> bool:
    """Whether it drives a whole platform or a browser: those run apart from the small tests."""
    marks = {mark.name for mark in item.iter_markers()}
    return "platform" in getattr(item, "fixturenames", ()) or bool(marks & {"browser", "chaos"})


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip fails: in CI every one, for there everything can be installed.

    Elsewhere a part of the machine may be missing. There is no other reason to skip a test.
    """
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if (
        isinstance(reporter, TerminalReporter)
        and any(CI or not _for_want(one) for one in reporter.stats.get("skipped", []))
        and session.exitstatus == pytest.ExitCode.OK
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """List what did not run, with the reason; tell ``make test`` what failed."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(map(_reason, skipped))
    lines = [f"{number:5}  {reason}" for reason, number in sorted(reasons.items())]
    if not KAFKA:
        lines.append("       On a real Apache Kafka: make kafka runs that.")
    if lines:
        terminalreporter.section("not run here", sep="=")
    for line in lines:
        terminalreporter.line(line)
    if reasons and CI:
        terminalreporter.line("In CI a part that is missing is a failure.", red=True)
    reports = [one for kind in terminalreporter.stats.values() for one in kind]
    drawn = drawing.account({file_of(getattr(one, "nodeid", "")) for one in reports})
    if drawn:
        terminalreporter.section("of these walks a part was drawn", sep="=")
    for line in drawn:
        terminalreporter.line(line)
    failed = [one for how in ("failed", "error") for one in terminalreporter.stats.get(how, [])]
    failed += [one for one in skipped if CI or not _for_want(one)]
    in_charge = not hasattr(terminalreporter.config, "workerinput")
    if in_charge and (told := os.environ.get("RAPPORTEUR_TEST_FAILURES")):
        with Path(told).open("a") as file:
            file.writelines(line for one in failed for line in _told(one))


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """A socket, loop, thread or process that a test leaves disturbs whichever comes after it."""
    yield from left.checked()


def _told(report: Any) -> Iterator[str]:
    """Name what failed, and what it said of that."""
    yield f"{report.outcome}: {report.nodeid}\n"
    said = [line for line in str(report.longrepr).splitlines() if line.startswith("E  ")]
    yield from (f"    {line[:WIDE]}\n" for line in said[:SAID])


def _reason(report: Any) -> str:
    where = report.longrepr
    reason = where[2] if isinstance(where, tuple | list) else where
    return str(reason).removeprefix("Skipped: ")


def _for_want(report: Any) -> bool:
    return _reason(report).startswith(MISSING)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A private PostgreSQL of this worker, started when the first test asks for it."""
    try:
        with running_postgres() as url:
            yield url
    except NoPostgres as reason:
        missing(str(reason))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind that Rapporteur runs on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/test.db"
        return
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A whole platform for all tests of this worker that ask; on real Kafka if there is one."""
    directory = tmp_path_factory.mktemp("platform")
    environment = {"RAPPORTEUR_TELEMETRY": f"file:{directory}/spans"}
    with contextlib.ExitStack() as stack:
        if KAFKA:  # a node of its own: two platforms on one would hear each other's facts
            environment["RAPPORTEUR_KAFKA"] = stack.enter_context(running_kafka())
            yield stack.enter_context(running_platform(directory, env=environment))
        else:
            yield stack.enter_context(told_platform(directory, env=environment))


@pytest.fixture(scope="session")
def base_url(platform: Platform) -> str:
    """Where ``page.goto("/...")`` goes."""
    return platform.url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the browser of the machine; pytest-playwright would download one of its own."""
    found = found_browser()
    if found is None:
        missing("a browser (Debian: chromium)")
    arguments = [
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--disable-component-update",
        "--disable-background-networking",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to start as root with it
    return {**browser_type_launch_args, "executable_path": found, "args": arguments}
