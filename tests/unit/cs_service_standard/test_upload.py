import pytest
from cs_service_standard.engine.upload import accepts_file

OFFICE = {"pdf", "png", "txt"}


@pytest.mark.parametrize(
    ("name", "head", "endings", "expected"),
    [
        ("bill.pdf", b"%PDF-1.4", OFFICE, True),
        ("BILL.PDF", b"%PDF-1.4", OFFICE, True),
        ("photo.png", b"\x89PNG\r\n", OFFICE, True),
        ("table.xlsx", b"PK\x03\x04", OFFICE, False),
        ("table.xlsx", b"PK\x03\x04", set(), True),
        ("noending", b"hello", OFFICE, False),
        ("noending", b"hello", set(), True),
        ("page.html", b"hello", set(), False),
        ("page.html", b"hello", {"html"}, False),
        ("bill.pdf.exe", b"%PDF-1.4", set(), False),
        ("bill.pdf", b"  \n<HTML><script>", OFFICE, False),
        ("bill.pdf", b"\xef\xbb\xbf<!DOCTYPE html>", OFFICE, False),
        ("photo.png", b"<svg onload=alert(1)>", OFFICE, False),
        ("photo.png", b"MZ\x90\x00", OFFICE, False),
        ("notes.txt", b"#!/bin/sh", OFFICE, False),
        ("notes.txt", b"1 < 2", OFFICE, True),
        ("", b"", OFFICE, False),
    ],
)
def test_accepts_file(name, head, endings, expected):
    assert accepts_file(name, head, endings) is expected
