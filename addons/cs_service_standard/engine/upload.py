"""Which files a customer may send: no web pages, no programs, whatever their name.

A file is judged by its ending and by its first bytes, since renaming a page is easy.
A company may narrow the endings; it can never widen them to what a browser or a
computer would run.
"""

from collections.abc import Collection

HEAD_BYTES = 1024
FORBIDDEN_ENDINGS = frozenset(
    {"apk", "bat", "cmd", "com", "dll", "exe", "hta", "htm", "html", "jar", "js"}
    | {"lnk", "mht", "mhtml", "mjs", "msi", "ps1", "scr", "sh", "shtml", "svg"}
    | {"svgz", "swf", "vbs", "wsf", "xht", "xhtml", "xml", "xsl"}
)
FORBIDDEN_STARTS = (b"mz", b"\x7felf", b"#!", b"\xca\xfe\xba\xbe")
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<iframe")


def accepts_file(name: str, head: bytes, endings: Collection[str]) -> bool:
    """Whether a file may be taken.

    :param name: name of the file as its sender calls it
    :param head: its first bytes (``HEAD_BYTES`` are enough)
    :param endings: lower-case endings that are wanted; empty: any harmless one

    >>> accepts_file("bill.pdf", b"%PDF-1.4", {"pdf"})
    True
    >>> accepts_file("bill.pdf", b"<html><script>", {"pdf"})
    False
    """
    ending = name.rpartition(".")[2].lower()
    if ending in FORBIDDEN_ENDINGS or (endings and ending not in endings):
        return False
    start = head[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return not start.startswith(FORBIDDEN_STARTS + MARKUP)
