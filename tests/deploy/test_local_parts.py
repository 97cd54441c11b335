"""The supervisor's small parts, each by itself."""

import asyncio
import base64
import io
import json
import os
import socket
import stat
from pathlib import Path

import pytest

from deploy.local import keys, laptop, log, ports, processes
from deploy.local.child import Child, State
from deploy.local.processes import Accepts, Process
from deploy.local.screen import Screen


def test_keys_are_made_once_and_are_nobody_elses_to_read(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    made = keys.laptop_keys(file)
    assert set(made) == set(keys.NAMES)
    assert len(set(made.values())) == 3
    assert all(len(base64.urlsafe_b64decode(key)) == 32 for key in made.values())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keys.laptop_keys(file) == made


def test_a_key_that_came_later_is_added_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    file.write_text(json.dumps({"RAPPORTEUR_VAULT_KEYS": "kept"}))
    assert keys.laptop_keys(file)["RAPPORTEUR_VAULT_KEYS"] == "kept"
    assert set(json.loads(file.read_text())) == set(keys.NAMES)


def test_a_log_past_its_bound_starts_anew_and_keeps_the_former(tmp_path: Path) -> None:
    path = tmp_path / "log" / "x.log"
    bounded = log.BoundedLog(path, bound=10)
    for chunk in (b"12345678\n", b"abc\n", b"0123456789ABCDEF\n"):
        bounded.write(chunk)
    bounded.close()
    assert path.read_bytes() == b"0123456789ABCDEF\n"
    assert (tmp_path / "log" / "x.log.1").read_bytes() == b"abc\n"


def test_a_log_opened_again_goes_on_where_it_was(tmp_path: Path) -> None:
    for word in (b"one\n", b"two\n"):
        bounded = log.BoundedLog(tmp_path / "x.log")
        bounded.write(word)
        bounded.close()
    assert (tmp_path / "x.log").read_bytes() == b"one\ntwo\n"


def test_the_holder_of_a_port_is_named() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        assert not ports.is_free(port)
        assert f"process {os.getpid()} (" in (ports.holder(port) or "")
        process = Process(name="web", command=("x",), ready=Accepts(), port=port)
        assert ports.complaints([process])[0].startswith(f"Port {port}, wanted for web, is taken")
    assert ports.is_free(port)
    assert ports.complaints([process]) == []


def test_every_port_moves_by_the_offset() -> None:
    home = processes.platform(var=Path("/v"), offset=0, given={})
    away = processes.platform(var=Path("/v"), offset=12000, given={})
    moved = [p.port + 12000 if p.port else None for p in home]
    assert [p.port for p in away] == moved
    environment = processes.settings(var=Path("/v"), offset=12000, given={})
    for process in away:
        if process.port and process.name not in {"eventstore", "broker", "front"}:
            assert environment[f"RAPPORTEUR_{process.name.upper()}_URL"] == (
                f"http://127.0.0.1:{process.port}"
            )
        if process.port and process.name not in {"eventstore", "broker"}:
            assert process.environment["RAPPORTEUR_HTTP_PORT"] == str(process.port)
    assert environment["RAPPORTEUR_KAFKA"] == "127.0.0.1:21092"
    assert environment["RAPPORTEUR_EVENTSTORE"] == "esdb://127.0.0.1:14113?Tls=false"


def test_all_needs_are_declared_before_what_needs_them() -> None:
    seen: set[str] = set()
    for process in processes.platform(var=Path("/v"), offset=0, given={}):
        assert set(process.needs) <= seen, process.name
        seen.add(process.name)


def test_a_kafka_that_is_given_replaces_the_embedded_one() -> None:
    given = {"RAPPORTEUR_KAFKA": "kafka.example:9092"}
    declared = processes.platform(var=Path("/v"), offset=0, given=given)
    assert "broker" not in {process.name for process in declared}
    assert not any("broker" in process.needs for process in declared)
    assert processes.settings(var=Path("/v"), offset=0, given=given)["RAPPORTEUR_KAFKA"] == (
        "kafka.example:9092"
    )


def test_a_laptop_keeps_the_number_of_partitions_that_its_topics_have(tmp_path: Path) -> None:
    def told(**given: str) -> str | None:
        return processes.settings(var=tmp_path, offset=0, given=given).get("RAPPORTEUR_PARTITIONS")

    assert told() is None  # the default of a new one
    for topic in ("one", "two"):
        (tmp_path / "broker" / "topics" / topic).mkdir(parents=True)
        for number in range(3):
            (tmp_path / "broker" / "topics" / topic / f"{number}.log").touch()
    assert told() == "3"
    assert told(RAPPORTEUR_PARTITIONS="6") == "6"
    assert told(RAPPORTEUR_KAFKA="kafka.example:9092") is None


def test_the_demo_accounts_are_a_table(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    assert laptop.accounts(file) == []
    account = {"role": "desk", "email": "desk@demo.example", "password": "invented"}
    file.write_text(json.dumps({"accounts": [account], "api_token": "t0ken"}))
    lines = "\n".join(laptop.accounts(file))
    assert "  desk  desk@demo.example  invented" in lines
    assert "API token: t0ken" in lines


def test_an_empty_platform_says_where_its_first_administrators_are_made(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    assert keys.first_key(file, {}) == {}
    assert keys.first_key(file, {"RAPPORTEUR_DEMO": "1"}) == {}
    key = keys.first_key(file, {"RAPPORTEUR_DEMO": "0"})
    assert keys.first_key(file, {"RAPPORTEUR_DEMO": "0"}) == key
    lines = laptop.who_signs_in(tmp_path, "http://127.0.0.1:8000", key)
    address = f"http://127.0.0.1:8000/first-administrators?key={key[keys.FIRST]}"
    assert address in lines[-1]
    assert not set(keys.laptop_keys(file)) & set(key)
    names = {one.name for one in processes.platform(var=tmp_path, offset=0, given={})}
    empty = processes.platform(var=tmp_path, offset=0, given={"RAPPORTEUR_DEMO": "0"})
    assert names - {one.name for one in empty} == {"demo", "world"}


def test_the_world_is_told_before_any_service_or_relay_starts(tmp_path: Path) -> None:
    whole = {one.name: one for one in processes.platform(var=tmp_path, offset=0, given={})}
    ours = [one for one in whole if one in processes.SERVICES or one.startswith("relay-")]
    assert len(ours) == 2 * len(processes.SERVICES)
    assert all("world" in whole[one].needs for one in ours)
    assert whole["world"].needs == ("eventstore", "migrate")
    few = processes.platform(var=tmp_path, offset=0, given={processes.WORLD: "0"})
    assert whole.keys() - {one.name for one in few} == {"world"}


def test_on_a_terminal_the_table_is_drawn_in_place(tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    async def draw() -> str:
        stream = Terminal()
        screen = Screen(stream)
        process = Process(name="web", command=("x",), ready=Accepts(), port=1)
        child = Child(process, environment={}, logs=tmp_path, cwd=tmp_path, changed=screen.changed)
        screen.starting([child])
        child.state = State.READY
        screen.changed(child)
        screen.started(["Ready."])
        return stream.getvalue()

    assert asyncio.run(draw()) == (
        "  waiting   web                      1\n"
        "\x1b[1A\x1b[J"
        "  \x1b[32mready    \x1b[0m web                      1\n"
        "\nReady.\n"
    )


def test_output_is_printed_in_whole_lines_behind_the_name(tmp_path: Path) -> None:
    async def follow() -> str:
        stream = io.StringIO()
        screen = Screen(stream, follow=True)
        process = Process(name="web", command=("x",), ready=Accepts())
        child = Child(process, environment={}, logs=tmp_path, cwd=tmp_path, changed=screen.changed)
        screen.said(child, b"one\ntw")
        screen.said(child, b"o\n")
        return stream.getvalue()

    assert asyncio.run(follow()).split("\n") == [
        "                 web | one",
        "                 web | two",
        "",
    ]


@pytest.mark.parametrize("name", ["eventstore", "broker"])
def test_the_foundations_are_there_by_default(name: str) -> None:
    assert name in {p.name for p in processes.platform(var=Path("/v"), offset=0, given={})}


def test_what_dies_of_the_same_again_takes_one_line(tmp_path: Path) -> None:
    class Dying(Child):
        def last_lines(self, number: int = 5) -> list[str]:  # noqa: ARG002  # as its parent
            return ["oh no"]

    async def die_twice() -> str:
        stream = io.StringIO()
        screen = Screen(stream)
        process = Process(name="web", command=("x",), ready=Accepts())
        child = Dying(process, environment={}, logs=tmp_path, cwd=tmp_path, changed=screen.changed)
        child.failed(3, 0.5)
        child.failed(3, 1)
        return stream.getvalue()

    printed = asyncio.run(die_twice())
    assert printed.count("ended with 3") == 2
    assert printed.count("oh no") == 1
