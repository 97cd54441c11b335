"""Our partition for a key is the one that every other Kafka client chooses."""

import aiokafka.partitioner
import kafka.partitioner.default
from hypothesis import given
from hypothesis import strategies as st

from shared.facts.murmur2 import murmur2


@given(st.binary(max_size=80))
def test_a_key_is_placed_as_by_the_client_libraries(key: bytes) -> None:
    theirs = kafka.partitioner.default.murmur2(key)
    assert murmur2(key) == theirs & 0xFFFFFFFF
    assert murmur2(key) == aiokafka.partitioner.murmur2(key)
