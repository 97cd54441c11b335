"""MurmurHash2, with which Kafka's clients choose a key's partition.

Both client libraries include it, but loading either would cost every process 10 MB.
"""

from struct import iter_unpack

_MIX = 0x5BD1E995
_SEED = 0x9747B28C  # Kafka's
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """Return the hash as an unsigned 32-bit number."""
    whole = len(data) & ~3
    mixed = _SEED ^ len(data)
    for (word,) in iter_unpack("<I", data[:whole]):
        once = word * _MIX & _MASK
        mixed = (mixed * _MIX & _MASK) ^ ((once ^ once >> 24) * _MIX & _MASK)
    if rest := data[whole:]:
        mixed = (mixed ^ int.from_bytes(rest, "little")) * _MIX & _MASK
    mixed = (mixed ^ mixed >> 13) * _MIX & _MASK
    return mixed ^ mixed >> 15
