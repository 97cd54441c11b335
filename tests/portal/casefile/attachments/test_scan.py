import socket
import threading
from io import BytesIO
from pathlib import Path

import pytest

from portal.casefile.attachments.scan import Harmful, ScannerAway, scan
from tests.support.clamd import EICAR


def test_without_a_scanner_nothing_is_said_to_be_clean() -> None:
    assert scan(BytesIO(b"any"), "") == "not_scanned"


def test_a_harmless_file_is_clean(clamd: str) -> None:
    assert scan(BytesIO(b"harmless " * 300_000), clamd) == "clean"


def test_a_harmful_file_is_found(clamd: str) -> None:
    with pytest.raises(Harmful):
        scan(BytesIO(EICAR), clamd)


def test_a_scanner_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    for clamd in (f"unix:{tmp_path}/none", "127.0.0.1:1"):
        with pytest.raises(ScannerAway):
            scan(BytesIO(b"any"), clamd)


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\0"])
def test_an_answer_that_is_not_known_says_nothing(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once() -> None:
            client, _ = server.accept()
            with client:
                while not client.recv(4096).endswith(bytes(4)):
                    pass
                client.sendall(answer)

        answering = threading.Thread(target=once)
        answering.start()
        with pytest.raises(ScannerAway):
            scan(BytesIO(b"any"), f"127.0.0.1:{server.getsockname()[1]}")
        answering.join()
