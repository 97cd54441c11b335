"""The store of encrypted files: a directory, or an S3 bucket by URL, through obstore."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from obstore.store import ObjectStore

# obstore is 20 MB of a process: only who keeps or fetches a file loads it.
# ruff: noqa: PLC0415


class StoreAway(Exception):
    """The files' store does not answer."""


class Objects:
    """``url``: a path, or ``s3://bucket/prefix`` (credentials from the usual AWS variables)."""

    def __init__(self, url: str) -> None:
        self._url = url

    def put(self, name: str, content: IO[bytes]) -> None:
        """Store the content under this name, all or nothing. Raises ``StoreAway``.

        It outlives a power cut then: a bucket sees to that itself, in a directory we do.
        """
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self._store(), name, content)
            if not self._is_bucket():
                directory = Path(self._url).absolute()
                for written in (directory / name, directory, directory.parent):
                    _onto_disk(written)
        except (BaseError, OSError) as error:
            raise StoreAway from error

    def get(self, name: str) -> Iterator[bytes]:
        """Return the content in chunks. Raises ``StoreAway``, and ``KeyError`` for no such file."""
        import obstore
        from obstore.exceptions import BaseError, NotFoundError

        try:
            for chunk in obstore.get(self._store(), name).stream():
                yield bytes(chunk)
        except (NotFoundError, FileNotFoundError):
            raise KeyError(name) from None
        except (BaseError, OSError) as error:
            raise StoreAway from error

    def has(self, name: str) -> bool:
        """Whether there is such a file. Raises ``StoreAway``."""
        import obstore
        from obstore.exceptions import BaseError, NotFoundError

        try:
            obstore.head(self._store(), name)
        except (NotFoundError, FileNotFoundError):
            return False
        except (BaseError, OSError) as error:
            raise StoreAway from error
        return True

    def discard(self, name: str) -> None:
        """Remove the file; one that is not there is no error. Raises ``StoreAway``."""
        import obstore
        from obstore.exceptions import BaseError, NotFoundError

        try:
            obstore.delete(self._store(), name)
        except (NotFoundError, FileNotFoundError):
            return
        except (BaseError, OSError) as error:
            raise StoreAway from error

    def _store(self) -> "ObjectStore":
        from obstore.store import LocalStore, from_url

        if self._is_bucket():
            store: Any = from_url(self._url)
            return store  # type: ignore[no-any-return]
        return LocalStore(Path(self._url).absolute(), mkdir=True)

    def _is_bucket(self) -> bool:
        return "://" in self._url


def _onto_disk(written: Path) -> None:
    """Have the system write what it still holds of a file, or of the names in a directory."""
    opened = os.open(written, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
