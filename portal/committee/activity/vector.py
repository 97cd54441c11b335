"""A reader's position: the highest store position of every partition.

It is the id of every feed event, sealed (``web/place.py``), and means the same in every worker,
after every restart and in a refilled Kafka. A line is new to a reader exactly when its position is
above the reader's position in its partition. So there are no gaps and no duplicates, whatever the
order of partitions.
"""

from collections.abc import Mapping, Sequence

from portal.web import place
from shared.facts.kafka import Partition

_LONGEST = 4_000  # characters; it comes from the network


def sealed(vector: Mapping[Partition, int], keys: Sequence[str]) -> str:
    """Return the vector as it leaves the house. ``keys``: newest first."""
    return place.sealed(dump(vector), keys)


def opened(written: str, keys: Sequence[str]) -> dict[Partition, int] | None:
    """Return the vector, or None if it is not ours: then the reader must start again."""
    if len(written) > _LONGEST:
        return None
    found = place.opened(written, keys)
    return None if found is None else load(found)


def dump(vector: Mapping[Partition, int]) -> str:
    """Return it as text, short: each event of the feed carries it to each viewer."""
    told: dict[str, str] = {}
    for (topic, partition), position in sorted(vector.items()):
        service = topic.removesuffix(".events")
        told[service] = f"{told.get(service, service)}:{partition}:{position}"
    return ",".join(told.values())


def load(text: str) -> dict[Partition, int] | None:
    """Return the vector, or None when ``text`` is none."""
    vector: dict[Partition, int] = {}
    for part in filter(None, text.split(",")):
        service, *numbers = part.split(":")
        if not numbers or len(numbers) % 2 or not all(number.isdecimal() for number in numbers):
            return None
        for partition, position in zip(numbers[::2], numbers[1::2], strict=True):
            vector[f"{service}.events", int(partition)] = int(position)
    return vector
