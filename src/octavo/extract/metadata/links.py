"""Addresses on a page, made whole."""

from urllib.parse import urljoin, urlsplit


def absolute(base_url: str, address: str) -> str:
    """An http(s) address, or ""."""
    address = address.strip()
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
