"""Content-Encoding, undone piece by piece under a cap, so that a compressed bomb stops at its first megabytes.

gzip (many members, too), deflate (with zlib's wrapper or raw) and br, alone or stacked. A body that is gzip without
saying so (`.xml.gz` sitemaps, confused servers) is unpacked as well; one that says gzip and is plain is taken as it is.
"""

import zlib
from typing import Protocol

GZIP_MAGIC = b"\x1f\x8b"
ACCEPT_ENCODING = "gzip, deflate, br"
GZIP_WBITS = zlib.MAX_WBITS | 16
MAX_LAYERS = 3
MAX_GZIP_MEMBERS = 1_000  # blocked gzip has one for each 64 kB; endless empty ones are an attack


class BodyTooLargeError(Exception):
    """The body is longer than the cap once unpacked."""


class BadEncodingError(Exception):
    """The body is not what its Content-Encoding says, or ends early."""


class Decoder(Protocol):
    """One layer of encoding."""

    def feed(self, data: bytes, room: int) -> bytes:
        """Unpack `data`, but at most `room` + 1 bytes: one more than fits says "too large".

        Raises `BadEncodingError` for nonsense.
        """
        ...

    def finish(self) -> None:
        """Raises `BadEncodingError` when the data ended in the middle."""
        ...


class _Zlib:
    """gzip or deflate. Bytes after the last gzip member are ignored, as browsers do."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._unpacker: zlib._Decompress | None = None
        self._is_plain = False
        self._members = 1

    def feed(self, data: bytes, room: int) -> bytes:
        if self._unpacker is None and not self._is_plain:
            self._unpacker = self._start(data)
            self._is_plain = self._unpacker is None
        if self._unpacker is None:
            return data
        try:
            return self._unpack(self._unpacker, data, room)
        except zlib.error as error:
            raise BadEncodingError(str(error)) from error

    def _start(self, data: bytes) -> "zlib._Decompress | None":
        if self._wbits == GZIP_WBITS:
            return zlib.decompressobj(GZIP_WBITS) if GZIP_MAGIC.startswith(data[:2]) else None
        has_wrapper = len(data) > 1 and data[0] & 0x0F == 8 and (data[0] << 8 | data[1]) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if has_wrapper else -zlib.MAX_WBITS)

    def _unpack(self, unpacker: "zlib._Decompress", data: bytes, room: int) -> bytes:
        pieces: list[bytes] = []
        length = 0
        while data and length <= room:
            if unpacker.eof:
                if not data.startswith(GZIP_MAGIC):
                    break
                self._unpacker = unpacker = self._next_member()
            pieces.append(unpacker.decompress(data, room - length + 1))
            length += len(pieces[-1])
            data = unpacker.unused_data
        return b"".join(pieces)

    def _next_member(self) -> "zlib._Decompress":
        self._members += 1
        if self._members > MAX_GZIP_MEMBERS:
            raise BadEncodingError("too many gzip members")
        return zlib.decompressobj(GZIP_WBITS)

    def finish(self) -> None:
        if self._unpacker is not None and not self._unpacker.eof:
            raise BadEncodingError("the compressed body ends early")


class _Brotli:
    def __init__(self) -> None:
        import brotli

        self._error: type[Exception] = brotli.error
        self._unpacker = brotli.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        try:
            pieces = [self._unpacker.process(data, output_buffer_limit=room + 1)]
            length = len(pieces[0])
            while length <= room and not self._unpacker.can_accept_more_data():
                pieces.append(self._unpacker.process(b"", output_buffer_limit=room - length + 1))
                length += len(pieces[-1])
        except self._error as error:
            raise BadEncodingError("not a brotli stream") from error
        return b"".join(pieces)

    def finish(self) -> None:
        if not self._unpacker.is_finished():
            raise BadEncodingError("the compressed body ends early")


def _decoder(name: str) -> Decoder | None:
    if name in ("gzip", "x-gzip"):
        return _Zlib(GZIP_WBITS)
    if name == "deflate":
        return _Zlib(zlib.MAX_WBITS)
    if name == "br":
        return _Brotli()
    if name in ("identity", ""):
        return None
    raise BadEncodingError(f"Content-Encoding {name[:40]!r} was not asked for")


class Body:
    """Collects a body as it arrives. `limit` is in bytes after unpacking; `cut` keeps what fits instead of raising."""

    def __init__(self, content_encoding: str, limit: int, *, cut: bool = False) -> None:
        names = [name.strip() for name in content_encoding.lower().split(",")] if content_encoding else []
        if len(names) > MAX_LAYERS:
            raise BadEncodingError("too many layers of Content-Encoding")
        self._decoders = [decoder for name in reversed(names) if (decoder := _decoder(name))]
        self._pieces: list[bytes] = []
        self._room = limit
        self._cut = cut
        self.is_full = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire. Raises `BodyTooLargeError` or `BadEncodingError`."""
        if not self._pieces and not self._decoders and data.startswith(GZIP_MAGIC):
            self._decoders = [_Zlib(GZIP_WBITS)]
        for decoder in self._decoders:
            data = self._fit(decoder.feed(data, self._room))
        self._pieces.append(data if self._decoders else self._fit(data))
        self._room -= len(self._pieces[-1])

    def _fit(self, data: bytes) -> bytes:
        if len(data) <= self._room:
            return data
        if not self._cut:
            raise BodyTooLargeError
        self.is_full = True
        return data[: self._room]

    def finish(self) -> bytes:
        """The whole body. Raises `BadEncodingError` when it ended in the middle of a compressed stream."""
        if self._pieces and not self.is_full:
            for decoder in self._decoders:
                decoder.finish()
        return self._pieces[0] if len(self._pieces) == 1 else b"".join(self._pieces)
