"""Addresses on a page, made whole."""

import re
from urllib.parse import urljoin, urlsplit

# An address with nothing odd about its host, which most are: taking it apart would only find it good.
_PLAINLY_WHOLE = re.compile(r"https?://[a-zA-Z0-9][a-zA-Z0-9.-]*(?:[/?#]|$)")


def absolute(base_url: str, address: str) -> str:
    """An http(s) address, or ""."""
    address = address.strip()
    if _PLAINLY_WHOLE.match(address):
        return address
    try:
        url = address if address.startswith(("https://", "http://")) else urljoin(base_url, address)
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def parseable(url: str) -> str:
    """The address, or "" when it is none that can be taken apart."""
    try:
        urlsplit(url)
    except ValueError:
        return ""
    return url
