"""Evidence: files judged by their first bytes."""

import pytest
from cs_service_standard.engine.evidence import Medium, decoded_size, medium_of, suits

HEADS = [
    (b"\0\0\0\x18ftypmp42", Medium.VIDEO),
    (b"\0\0\0\x14ftypqt  ", Medium.VIDEO),
    (b"\0\0\0\x18ftyp3gp5", Medium.VIDEO),
    (b"\x1a\x45\xdf\xa3\x01", Medium.VIDEO),
    (b"RIFF1234AVI LIST", Medium.VIDEO),
    (b"\0\0\0\x18ftypheic", Medium.PHOTO),
    (b"RIFF1234WEBPVP8 ", Medium.PHOTO),
    (b"RIFF1234WAVEfmt ", Medium.FILE),
    (b"\xff\xd8\xff\xe1", Medium.PHOTO),
    (b"\x89PNG\r\n\x1a\n", Medium.PHOTO),
    (b"%PDF-1.7", Medium.FILE),
    (b"PK\x03\x04", Medium.FILE),
    (b"", Medium.FILE),
]


@pytest.mark.parametrize(("head", "medium"), HEADS)
def test_medium(head: bytes, medium: Medium) -> None:
    assert medium_of(head) == medium
    assert suits(medium, head)


@pytest.mark.parametrize(
    ("wanted", "head", "fits"),
    [
        ("video", b"\xff\xd8\xff", False),
        ("video", b"%PDF-1.7", False),
        ("photo", b"\0\0\0\x18ftypmp42", False),
        ("file", b"\xff\xd8\xff", True),
        ("file", b"\0\0\0\x18ftypmp42", False),
    ],
)
def test_suits(wanted: str, head: bytes, fits: bool) -> None:
    assert suits(wanted, head) is fits


def test_size() -> None:
    assert decoded_size(4 * 1000) == 3000
