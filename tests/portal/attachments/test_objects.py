from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from portal.attachments.objects import Objects, StoreAway


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


def test_what_is_kept_comes_back_whole(objects: Objects) -> None:
    content = bytes(range(256)) * 50_000
    objects.put("one", BytesIO(content))
    objects.put("two", BytesIO(b"other"))
    assert b"".join(objects.get("one")) == content


def test_what_was_discarded_is_not_there(objects: Objects) -> None:
    objects.put("one", BytesIO(b"x"))
    objects.discard("one")
    objects.discard("one")
    with pytest.raises(KeyError):
        list(objects.get("one"))


def test_a_store_that_cannot_be_reached_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no directory")
    away = Objects(str(tmp_path / "file"))
    with pytest.raises(StoreAway):
        away.put("one", BytesIO(b"x"))
