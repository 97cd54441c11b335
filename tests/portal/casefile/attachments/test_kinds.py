import struct
import zipfile
from io import BytesIO

import pytest

from portal.casefile.attachments.kinds import NotTaken, media_type, shown_name

PNG = (
    b"\x89PNG\r\n\x1a\n"
    + struct.pack(">I", 13)
    + b"IHDR"
    + struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("report.pdf", b"%PDF-1.7\n...", "application/pdf"),
        ("REPORT.PDF", b"%PDF-1.7\n...", "application/pdf"),
        ("photo.png", PNG, "image/png"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01", "image/jpeg"),
        ("شهادة.txt", "شهادة مكتوبة".encode(), "text/plain"),
    ],
)
def test_what_is_taken(name: str, content: bytes, expected: str) -> None:
    assert media_type(name, content) == expected


def test_a_text_document_of_an_office_program_is_taken() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as document:
        document.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        document.writestr("content.xml", "<office/>")
    assert media_type("a.odt", file.getvalue()) == "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", b"", "This file is empty."),
        ("a.exe", b"MZ\x90\x00", "Send documents"),
        ("a", b"%PDF-1.7\n", "Send documents"),
        ("a.html", b"<html>", "Send documents"),
        ("a.svg", b"<svg>", "Send documents"),
        ("a.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00", "is not what its name ends with"),
        ("a.png", b"%PDF-1.7\n", "is not what its name ends with"),
        ("a.txt", b"\x00\x01\x02\x03", "is not what its name ends with"),
        ("a.txt", b"<html><script>alert(1)</script></html>", "is not what its name ends with"),
    ],
)
def test_what_is_not_taken(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(NotTaken, match=sentence):
        media_type(name, content)


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\amina\\report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("re\x00po\nrt.pdf", "report.pdf"),
        ("شهادة.pdf", "شهادة.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_shown_without_what_could_harm(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown
