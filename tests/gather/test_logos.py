"""Which pictures a home page offers as its publisher's logo, and in which order we try them."""

import pytest

from octavo.gather.logos import find_logo_urls

PAGE = "https://herald.example/home/index.html"
FALLBACK = "https://herald.example/favicon.ico"


@pytest.mark.parametrize(
    ("html", "logos"),
    [
        ("", ()),
        ("<p>nothing here", ()),
        (
            """<head><link rel="shortcut icon" href="/fav.ico"><link rel=icon sizes="16x16 192x192" href=i.png>
            <link rel="apple-touch-icon-precomposed" sizes="512x512" href="//cdn.example/touch.png">
            <link rel="mask-icon" href="/mask.svg"><link rel=stylesheet href=style.css>
            <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "WebSite",
            "publisher": {"@type": ["NewsMediaOrganization"], "logo": {"@type": "ImageObject",
            "url": "/wordmark.png"}}}]}</script></head>""",
            (
                "https://cdn.example/touch.png",
                "https://herald.example/home/i.png",
                "https://herald.example/wordmark.png",
                "https://herald.example/fav.ico",
            ),
        ),
        (
            """<base href="https://static.example/assets/"><link rel="icon" type="image/svg+xml" href="x">
            <link rel="icon" href="logo.svg?v=2"><link rel="icon" sizes="any" href="logo.png">""",
            ("https://static.example/assets/logo.png",),
        ),
        (
            """<link rel=icon href="javascript:alert(1)"><link rel=icon href="data:image/png;base64,AAAA">
            <link rel=icon href="http://u:p@herald.example/x.png"><link rel=icon href="">
            <script type="application/ld+json">{broken</script>
            <script type="application/ld+json">[{"@type": "Organization", "logo": ["https://a.example/l.png", 7]}]
            </script>""",
            ("https://a.example/l.png",),
        ),
    ],
)
def test_logos_best_first(html: str, logos: tuple[str, ...]) -> None:
    found = find_logo_urls(html.encode(), PAGE)
    assert found[:-1] == logos
    assert found[-1].endswith("/favicon.ico")
    if "<base" not in html:
        assert found[-1] == FALLBACK


def test_hostile_pages_raise_nothing() -> None:
    nested = b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script>"
    many = b"".join(b'<link rel=icon sizes="99999x1" href="/%d.png">' % number for number in range(5_000))
    assert find_logo_urls(nested + many + bytes(range(256)), PAGE)
    assert len(find_logo_urls(many, PAGE)) == 8
    assert find_logo_urls(b"<link rel=icon href=/a.png>", "ftp://herald.example/") == ()
    assert find_logo_urls("<link rel=icon href=/a.png>".encode("utf-16"), PAGE)[-1] == FALLBACK
