"""Two FastStream workers on one group, one of which is killed."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from faststream.kafka import KafkaBroker

pytestmark = pytest.mark.live


class Worker:
    """A worker process, and what it said that it has handled."""

    def __init__(self, *arguments: str) -> None:
        self.handled: list[tuple[int, int]] = []
        self._is_there = threading.Event()
        script = Path(__file__).with_name("worker.py")
        self.process = subprocess.Popen(  # noqa: S603  our own script
            [sys.executable, str(script), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            if line == "there\n":
                self._is_there.set()
                continue
            partition, number = map(int, line.split())
            self.handled.append((partition, number))

    def await_start(self) -> None:
        """How long a process takes to start is the machine's; what is tried begins after that."""
        assert self._is_there.wait(120)

    @property
    def numbers(self) -> set[int]:
        return {number for _, number in self.handled}

    @property
    def partitions(self) -> set[int]:
        return {partition for partition, _ in self.handled}

    def end(self) -> None:
        with self.process:
            self.process.kill()
        self._listener.join()


@pytest.fixture
def start(kafka: str) -> Iterator[Callable[..., Worker]]:
    workers: list[Worker] = []

    def begin(topic: str, group: str, pause: float = 0, session: int = 6) -> Worker:
        workers.append(Worker(kafka, topic, group, str(pause), str(session * 1_000)))
        workers[-1].await_start()
        return workers[-1]

    yield begin
    for worker in workers:
        worker.end()


@pytest.fixture
def tell(producer: Any) -> Callable[[str, range], None]:
    def write(topic: str, numbers: range) -> None:
        for number in numbers:
            producer.send(topic, b"%d" % number, partition=number % 4)
        producer.flush()

    return write


async def test_a_message_is_published_and_handled(
    kafka: str,
    new_topic: Callable[..., str],
    new_group: Callable[[], str],
    start: Callable[..., Worker],
    eventually: Callable[..., None],
) -> None:
    topic = new_topic()
    worker = start(topic, new_group())
    async with KafkaBroker(kafka, allow_auto_create_topics=False) as broker:
        await broker.publish(42, topic)
    eventually(lambda: worker.handled == [(0, 42)])


def test_what_a_killed_worker_left_is_taken_over(
    new_topic: Callable[..., str],
    new_group: Callable[[], str],
    start: Callable[..., Worker],
    tell: Callable[[str, range], None],
    eventually: Callable[..., None],
) -> None:
    topic, group = new_topic(4), new_group()
    one, two = start(topic, group), start(topic, group)
    sent = 0

    def both_work() -> bool:
        nonlocal sent
        tell(topic, range(sent, sent + 4))
        sent += 4
        return len(one.partitions) >= 2 and len(two.partitions) >= 2 and sent > 40

    eventually(both_work, 20)
    two.process.kill()
    tell(topic, range(sent, sent + 40))
    sent += 40
    # its session of 6 s must pass first
    eventually(lambda: one.numbers | two.numbers == set(range(sent)), 20)
    assert one.partitions == {0, 1, 2, 3}


def test_a_worker_that_is_told_to_stop_hands_over_at_once(
    new_topic: Callable[..., str],
    new_group: Callable[[], str],
    start: Callable[..., Worker],
    tell: Callable[[str, range], None],
    eventually: Callable[..., None],
) -> None:
    topic, group = new_topic(4), new_group()
    one = start(topic, group, session=60)
    tell(topic, range(20))
    eventually(lambda: one.numbers == set(range(20)))
    one.process.terminate()
    one.process.wait(10)
    two = start(topic, group, session=60)
    tell(topic, range(20, 40))
    # long before a session of 60 s has passed
    eventually(lambda: two.numbers == set(range(20, 40)))
