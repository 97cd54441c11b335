"""Files sent as a browser or a program sends them."""

from io import BytesIO
from typing import Any
from uuid import uuid4

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.support.portal import HERE, Visitor

PDF = b"%PDF-1.7\n" + b"the whole report " * 100


def send(visitor: Visitor, address: str, *files: tuple[bytes, str], **typed: str) -> Any:
    """Send a form with files, as a stream: a large one the test client would leave lying open."""
    parts: MultiDict[str, Any] = MultiDict(
        {"csrf_token": visitor.form_token(), "command_id": str(uuid4()), **typed}
    )
    for content, name in files:
        parts.add("files", FileStorage(BytesIO(content), name))
    boundary, body = encode_multipart(parts)
    return visitor.client.post(
        address,
        input_stream=BytesIO(body),
        content_length=len(body),
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=HERE,
    )
