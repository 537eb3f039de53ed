"""A file of ours in parts, as players ask for them (RFC 9110, section 14): one range of bytes a request."""

import re
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

_ONE_RANGE = re.compile(r"bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))")


def ranged(request: HttpRequest, path: Path, media_type: str) -> HttpResponse:
    """The file or the part that is asked for. Its name must be another one where its content is. Raises `OSError`."""
    tag, size = f'"{path.stem}"', path.stat().st_size
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Cache-Control": "public, max-age=3600"}
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers=headers)
    part = _asked(request, size) if request.headers.get("If-Range", tag) == tag else None
    if part is not None and not part:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    shown = range(size) if part is None else part
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    body = b"" if request.method == "HEAD" else _read(path, shown)
    headers["Content-Length"] = str(len(shown))
    return HttpResponse(body, status=200 if part is None else 206, content_type=media_type, headers=headers)


def _asked(request: HttpRequest, size: int) -> range | None:
    """The bytes that are asked for, none of them where they lie outside; None for all, or what makes no sense."""
    found = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not found:
        return None
    first, last, final = found.groups()
    if final:
        return range(max(0, size - int(final)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)


def _read(path: Path, part: range) -> bytes:
    with path.open("rb") as file:
        file.seek(part.start)
        return file.read(len(part))
