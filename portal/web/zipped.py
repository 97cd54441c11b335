"""What is read of archives: workbooks are archives, too."""

from typing import Final
from zipfile import BadZipFile
from zlib import error as ZlibError  # noqa: N812  # an exception, whatever its case

DAMAGED: Final = (
    *(BadZipFile, ZlibError, NotImplementedError, EOFError, OverflowError),
    *(KeyError, ValueError, IndexError, OSError, RuntimeError),
)
"""What ``zipfile`` raises of a damaged, encrypted or unknown archive.

``NotImplementedError``: of a way of packing that it does not know.
"""
