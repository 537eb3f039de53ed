"""Other extractors on the same pages, in the same run: trafilatura's default, readability-lxml and newspaper4k."""

import logging
import warnings
from collections.abc import Callable

from evals import datapack
from octavo.extract.decoding import decode_page


def _trafilatura(html: str, url: str) -> str:
    import trafilatura

    return trafilatura.extract(html, url=url or None, include_comments=False) or ""


def _readability(html: str, _url: str) -> str:
    from lxml.html import fromstring
    from readability import Document

    return "\n".join(fromstring(Document(html).summary()).itertext())


def _newspaper(html: str, url: str) -> str:
    from newspaper import Article

    article = Article(url or "https://page.example/", fetch_images=False)
    article.download(input_html=html)
    article.parse()
    return str(article.text)


PEER_EXTRACTORS: dict[str, Callable[[str, str], str]] = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
}


def peer_texts(peer: str, folder: str, records: list[datapack.Record]) -> list[str]:
    """The text that a peer finds on each page, which is decoded for it; "" where it fails."""
    logging.getLogger(peer).setLevel(logging.CRITICAL)
    return [
        peer_text(peer, decode_page(datapack.read_page(folder, record)), record.get("url", "")) for record in records
    ]


def peer_text(peer: str, html: str, url: str) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return PEER_EXTRACTORS[peer](html, url)
        except Exception:  # noqa: BLE001  # whatever a peer raises counts against it
            return ""
