"""The whole platform on one laptop: checks ports, makes keys, starts all, prints the accounts."""

import asyncio
import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from deploy.local.child import Child, State
from deploy.local.keys import FIRST, first_key, keys_of
from deploy.local.ports import complaints
from deploy.local.private import keep_private
from deploy.local.processes import PUBLIC_PORT, Process, platform, settings
from deploy.local.screen import SETTLED, Screen
from deploy.local.supervisor import Supervisor

OTHERWHERE: Final = 10_000
"""How far off the ports are that are offered where the usual ones are taken."""


class CannotStart(Exception):
    """The platform was not started; the message says why, in sentences for the person."""


def run(*, var: Path, offset: int, follow: bool = False) -> None:
    """Run the platform until it is told to stop.

    Raises:
        CannotStart: another platform uses ``var``, or a port is taken.
    """
    keep_private(var)
    var = var.resolve()
    given = dict(os.environ)
    processes = platform(var=var, offset=offset, given=given)
    supervise(
        processes,
        var=var,
        offset=offset,
        environment=settings(var=var, offset=offset, given=given)
        | keys_of(var / "secrets.json", given)
        | first_key(var / "secrets.json", given),
        follow=follow,
    )


def supervise(
    processes: Sequence[Process],
    *,
    var: Path,
    offset: int,
    environment: Mapping[str, str],
    follow: bool = False,
) -> None:
    """Run these processes under one supervisor; ``var/platform.json`` has their state."""
    with _alone(var):
        if sentences := complaints(processes):
            raise CannotStart("\n".join([*sentences, _other_ports(offset)]))
        asyncio.run(_supervise(processes, var, offset, environment, Screen(follow=follow)))


async def _supervise(
    processes: Sequence[Process],
    var: Path,
    offset: int,
    environment: Mapping[str, str],
    screen: Screen,
) -> None:
    url = f"http://127.0.0.1:{PUBLIC_PORT + offset}"
    began = time.monotonic()
    stopping_since: list[float] = []

    def changed(child: Child) -> None:
        _write_state(var, url, offset, list(supervisor.children.values()))
        if child.state in {State.STOPPING, State.STOPPED}:
            if not stopping_since:
                stopping_since.append(time.monotonic())
                screen.stopping()
        else:
            screen.changed(child)

    supervisor = Supervisor(
        processes,
        environment=environment,
        logs=var / "log",
        changed=changed,
        said=screen.said if screen.follow else None,
    )
    screen.starting(list(supervisor.children.values()))

    async def tell() -> None:
        await supervisor.ready()
        seconds = time.monotonic() - began
        ready = f"Rapporteur is ready at {url} ({seconds:.1f} s)"
        screen.started([ready, *who_signs_in(var, url, environment)])

    telling = asyncio.create_task(tell())
    try:
        await supervisor.run()
    finally:
        telling.cancel()
        with contextlib.suppress(FileNotFoundError):
            (var / "platform.json").unlink()
    screen.stopped(time.monotonic() - (stopping_since or [time.monotonic()])[0])


def who_signs_in(var: Path, url: str, environment: Mapping[str, str]) -> list[str]:
    """Return the lines on who can sign in, or on who makes it so that somebody can."""
    key = environment.get(FIRST)
    if not key:
        return accounts(var / "demo.json")
    return [
        "",
        "There are no invented people and cases. Make the first two administrators here:",
        f"  {url}/first-administrators?key={key}",
    ]


def accounts(file: Path) -> list[str]:
    """Return the demo accounts as lines of a table; none if the file is not there."""
    try:
        demo = json.loads(file.read_text())
    except FileNotFoundError:
        return []
    rows = [(a["role"], a["email"], a["password"]) for a in demo["accounts"]]
    rows.insert(0, ("role", "e-mail", "password"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    table = [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return [
        "",
        "Demo accounts (invented people, this machine only):",
        *table,
        "",
        "  The code of the second step stands on the sign-in page.",
        f"  API token: {demo['api_token']}",
        f"  All of this: {file}",
    ]


@contextlib.contextmanager
def _alone(var: Path) -> Iterator[None]:
    """Lock the data directory: two platforms would corrupt it."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "platform.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"A platform already runs on {var} (process {lock.read().strip()}). "
                "Stop that one, or give this one another directory with --var."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _other_ports(offset: int) -> str:
    return (
        "Nothing was started. Stop what holds the ports, or use others: "
        f"python -m deploy.local --base-port {PUBLIC_PORT + offset + OTHERWHERE}"
    )


def _write_state(var: Path, url: str, offset: int, children: Sequence[Child]) -> None:
    state = {
        "pid": os.getpid(),
        "url": url,
        "offset": offset,
        "ready": all(child.state in SETTLED for child in children),
        "processes": {
            child.process.name: {
                "pid": child.pid,
                "port": child.process.port,
                "state": child.state.value,
                "starts": child.starts,
            }
            for child in children
        },
    }
    new = var / "platform.json.new"
    new.write_text(json.dumps(state, indent=1) + "\n")
    new.replace(var / "platform.json")
