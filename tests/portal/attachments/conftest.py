from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from portal.attachments.objects import Objects
from tests.conftest import missing
from tests.support.clamd import NoClamd, running_clamd


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        with running_clamd(tmp_path_factory.mktemp("clamd")) as address:
            yield address
    except NoClamd as reason:
        missing(str(reason))


@pytest.fixture
def pdf() -> BytesIO:
    return BytesIO(b"%PDF-1.7\n" + b"the whole report " * 10_000)


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "attachments"


@pytest.fixture(params=["directory", "s3"])
def objects(
    request: pytest.FixtureRequest, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Objects]:
    if request.param == "directory":
        yield Objects(str(directory))
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "tests",
        "AWS_SECRET_ACCESS_KEY": "tests",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    import boto3  # noqa: PLC0415  # to make the bucket, as an operator would

    boto3.client("s3", endpoint_url=f"http://{host}:{port}").create_bucket(Bucket="files")
    try:
        yield Objects("s3://files/attachments")
    finally:
        server.stop()
