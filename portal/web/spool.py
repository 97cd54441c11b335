"""Temporary storage of an upload while it is read: on disk, and never in the clear.

Werkzeug would write what does not fit into memory to the temporary directory as it came. Here it is
encrypted under a key that only this object knows (SecureDrop's way), so that a crash leaves noise.
"""

from io import RawIOBase
from os import SEEK_END, SEEK_SET, urandom
from tempfile import TemporaryFile
from typing import IO, Final, TypeAlias

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR
from typing_extensions import Buffer, override

_BLOCK: Final = 16  # bytes, of AES


class Spool(RawIOBase):
    """A file to be written from start to end, then read, from any place and again."""

    def __init__(self) -> None:
        super().__init__()
        self._file: IO[bytes] = TemporaryFile(buffering=0)  # noqa: SIM115  # closed with this object
        self._key, self._nonce = urandom(32), urandom(_BLOCK)
        self._encryptor = self._cipher(0).encryptor()
        self._size = 0
        self._at = 0

    @override
    def readable(self) -> bool:
        return True

    @override
    def writable(self) -> bool:
        return True

    @override
    def seekable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        """Append, wherever was read last."""
        plain = bytes(data)
        self._file.seek(0, SEEK_END)
        self._file.write(self._encryptor.update(plain))
        self._size += len(plain)
        self._at = self._size
        return len(plain)

    @override
    def readinto(self, buffer: Buffer, /) -> int:
        wanted = memoryview(buffer).cast("B")
        block, skipped = divmod(self._at, _BLOCK)
        self._file.seek(block * _BLOCK)
        cipher = self._file.read(skipped + len(wanted))
        plain = self._cipher(block).decryptor().update(cipher)[skipped:]
        wanted[: len(plain)] = plain
        self._at += len(plain)
        return len(plain)

    @override
    def seek(self, offset: int, whence: int = SEEK_SET, /) -> int:
        base = {SEEK_SET: 0, SEEK_END: self._size}.get(whence, self._at)
        self._at = max(0, base + offset)
        return self._at

    @override
    def tell(self) -> int:
        return self._at

    @override
    def close(self) -> None:
        self._file.close()
        super().close()

    def _cipher(self, block: int) -> "Cipher[CTR]":
        counter = (int.from_bytes(self._nonce) + block) % (1 << 128)
        return Cipher(AES(self._key), CTR(counter.to_bytes(_BLOCK)))


File: TypeAlias = IO[bytes] | Spool
"""Bytes that can be read more than once."""
