"""Evidence of a self-check: what a file is, told by its first bytes, not by its name.

A photo named "test.mp4" is no video.  Telephones write MP4, QuickTime, 3GP and WebM
videos, and JPEG, PNG, WebP or HEIC photos.
"""

from enum import StrEnum


class Medium(StrEnum):
    """What a piece of evidence is made of."""

    PHOTO = "photo"
    VIDEO = "video"
    FILE = "file"
    TEXT = "text"


HEAD_BYTES = 64
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_VIDEOS = (b"\x1a\x45\xdf\xa3", b"\0\0\x01\xba", b"\0\0\x01\xb3", b"FLV\x01", b"OggS")
_STILLS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def medium_of(head: bytes) -> Medium:
    """What a file shows, by its first bytes.

    >>> medium_of(b"\\0\\0\\0 ftypisom"), medium_of(b"\\xff\\xd8\\xff\\xe0")
    (<Medium.VIDEO: 'video'>, <Medium.PHOTO: 'photo'>)
    """
    if head[4:8] == b"ftyp":
        return Medium.PHOTO if head[8:12] in _STILLS else Medium.VIDEO
    if head[:4] == b"RIFF":
        return {b"WEBP": Medium.PHOTO, b"AVI ": Medium.VIDEO}.get(
            head[8:12], Medium.FILE
        )
    if head.startswith(_PHOTOS):
        return Medium.PHOTO
    return Medium.VIDEO if head.startswith(_VIDEOS) else Medium.FILE


def suits(wanted: str, head: bytes) -> bool:
    """Whether a file can be the evidence that is wanted; a report may be a photo."""
    found = medium_of(head)
    return found == wanted or (wanted == Medium.FILE and found != Medium.VIDEO)


def decoded_size(base64_length: int) -> int:
    """Bytes of a file, from the length of its base64 text, rounded up.

    >>> decoded_size(8)
    6
    """
    return base64_length * 3 // 4
