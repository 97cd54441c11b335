"""Every read model of the running platform is the same after it is dropped and rebuilt."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import Engine, inspect, update

from deploy.local.supervisor import ROOT
from deploy.local.testing import Platform
from portal.public.register.read_model import REGISTER
from shared.platform.tables import make_engine
from shared.read_models.model import digest, unlike
from shared.read_models.places import shapes
from tests.support.filing import submission
from tests.support.people import Person, filed
from tests.support.settling import PAUSE, Places, State, places_of, reached, settled

pytestmark = pytest.mark.live


def test_rebuilt_tables_have_the_same_hash(platform: Platform) -> None:
    platform.wait_ready()
    before, places = settled(platform)
    assert all(places.values()), "the demonstration's cases are in every read model"
    after, there = rebuilt(platform, places)
    if there != places:  # by the clock a fact came meanwhile, as once a month
        before, places = after, there
        after, there = rebuilt(platform, places)
    assert there == places
    assert after == before


def rebuilt(platform: Platform, places: Places) -> State:
    """Empty all read models, and return what they are once they are where they were, or further."""
    command = [sys.executable, "-m", "portal", "rebuild"]
    subprocess.run(command, env=dict(platform.environment), cwd=ROOT, check=True)  # noqa: S603
    consume = platform.kill("consume")
    platform.wait_restarted("consume", consume)
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        deadline = time.monotonic() + 60
        while _behind(engine, places):
            assert time.monotonic() < deadline
            time.sleep(PAUSE)
    finally:
        engine.dispose()
    return settled(platform)


def _behind(engine: Engine, places: Places) -> bool:
    now = places_of(engine)
    return any(
        now.get(consumer, {}).get(partition, -1) < position
        for consumer, there in places.items()
        for partition, position in there.items()
    )


def test_tables_dropped_behind_a_running_consumer_are_filled_again_and_keep_nobody_waiting(
    platform: Platform,
) -> None:
    platform.wait_ready()
    command = [sys.executable, "-m", "portal", "rebuild"]
    activity, environment = "portal.activity", dict(platform.environment)
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        before = reached(engine)
        subprocess.run([*command, activity], env=environment, cwd=ROOT, check=True)  # noqa: S603
        assert filed(platform, submission(), str(uuid4())).status_code == 201
        deadline = time.monotonic() + 60
        while not _beyond(engine, before):
            assert time.monotonic() < deadline
            time.sleep(PAUSE)
        platform.wait_ready()
    finally:
        engine.dispose()
    said = subprocess.run(  # noqa: S603
        [*command, "--beside", activity], env=environment, cwd=ROOT, check=True, capture_output=True
    ).stdout.decode()
    assert said.rstrip().endswith("equal.")


def _beyond(engine: Engine, before: Mapping[str, Mapping[tuple[str, int], int]]) -> bool:
    """Whether every read model has all that it had, and those of submissions something more."""
    now = reached(engine)
    return all(
        now[consumer].get(tp, 0) >= position
        for consumer, places in before.items()
        for tp, position in places.items()
    ) and all(now[one] != before[one] for one in ("portal.activity", "portal.submissions"))


def test_a_read_model_is_built_beside_the_one_that_pages_read(
    platform: Platform, sign_in: Callable[[str], Person]
) -> None:
    """Killed on the way and asked for again, while somebody reads the activity."""
    platform.wait_ready()
    command = [sys.executable, "-m", "portal", "rebuild", "--beside", "portal.activity"]
    committee = sign_in("committee")
    before = _listed(committee.get("/activity/"))
    assert before
    killed = subprocess.Popen(command, env=dict(platform.environment), cwd=ROOT)  # noqa: S603
    time.sleep(3.0)  # wherever it is by then
    killed.kill()
    killed.wait()
    with subprocess.Popen(  # noqa: S603
        command,
        env=dict(platform.environment),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as again:
        while again.poll() is None:
            assert _keeps(before, _listed(committee.get("/activity/")))
        said = again.stdout.read() if again.stdout else ""
    assert again.returncode == 0, said
    assert "facts" in said
    assert said.rstrip().endswith("equal.")
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    try:
        assert [name for name in inspect(engine).get_table_names() if "__" in name] == []
    finally:
        engine.dispose()


def test_tables_of_another_version_are_replaced_and_never_emptied(platform: Platform) -> None:
    platform.wait_ready()
    engine = make_engine(platform.environment["RAPPORTEUR_DATABASE"], durable=False)
    register = f"{platform.url}/en/register"
    try:
        with engine.connect() as conn:
            before = digest(conn, REGISTER.tables)
        with engine.begin() as conn:
            conn.execute(update(shapes).where(_REGISTER).values(shape="another version's"))
        with httpx.Client(trust_env=False, timeout=30) as http:
            ready = http.get(f"{platform.url}/health/ready")
            assert ready.status_code == 503
            assert ready.json()["database"] == "read models of another version"
            consume = platform.kill("consume")
            platform.wait_restarted("consume", consume)
            deadline = time.monotonic() + 60
            while unlike(engine, [REGISTER]):
                assert time.monotonic() < deadline
                assert http.get(register).status_code == 200
            platform.wait_ready()
            assert http.get(f"{platform.url}/health/ready").status_code == 200
        with engine.connect() as conn:
            assert digest(conn, REGISTER.tables) == before
    finally:
        engine.dispose()


_REGISTER = shapes.c.consumer == REGISTER.consumer


def _keeps(before: list[str], now: list[str]) -> bool:
    """Whether all is still there, in its order. The clock may have told something meanwhile."""
    rest = iter(now)
    return all(one in rest for one in before)


def _listed(page: str) -> list[str]:
    """Return the kinds of fact that the page of activity lists."""
    return re.findall(r'data-kind="([^"]+)"', page)
