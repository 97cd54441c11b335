"""Where encrypted files are kept: a directory, or a bucket of S3 by URL, through obstore."""

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
        """Keep the content under this name, all of it or nothing. Raises ``StoreAway``."""
        import obstore
        from obstore.exceptions import BaseError

        try:
            obstore.put(self._store(), name, content)
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

        if "://" in self._url:
            store: Any = from_url(self._url)
            return store  # type: ignore[no-any-return]
        return LocalStore(Path(self._url).absolute(), mkdir=True)
