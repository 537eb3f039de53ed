"""Addresses on a page, made whole."""

from urllib.parse import urljoin, urlsplit


def absolute(base_url: str, address: str) -> str:
    """An http(s) address, or ""."""
    try:
        url = urljoin(base_url, address.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""
