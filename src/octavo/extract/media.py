"""What can be played: audio and video files, and players of others as click-to-load cards.

A player's address is put on the provider's own privacy-friendlier host where it has one. Nothing here is loaded.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from octavo.core.articles import Media
from octavo.core.feeds import Enclosure
from octavo.core.listening import MAX_TRANSCRIPTS, Episode, TranscriptLink
from octavo.extract.tree import Element

MAX_MEDIA = 12

AUDIO_SUFFIXES = (".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wav", ".flac")
VIDEO_SUFFIXES = (".mp4", ".m4v", ".webm", ".ogv", ".mov", ".m3u8")


@dataclass(frozen=True, slots=True)
class Provider:
    """A service whose players publishers embed. `player` is filled with the quoted groups that `link` finds."""

    name: str
    link: re.Pattern[str]
    player: str
    poster: str = ""


def _provider(name: str, link: str, player: str, poster: str = "") -> Provider:
    return Provider(name, re.compile(r"(?:https?:)?//(?:[\w-]+\.)*?" + link, re.IGNORECASE), player, poster)


PROVIDERS = (
    _provider(
        "youtube",
        r"(?:youtube(?:-nocookie)?\.com/(?:embed/|shorts/|live/|v/|watch\?(?:[^#]*&)?v=)|youtu\.be/)([\w-]{11})(?![\w-])",
        "https://www.youtube-nocookie.com/embed/{0}",
        "https://i.ytimg.com/vi/{0}/hqdefault.jpg",
    ),
    _provider("vimeo", r"vimeo\.com/(?:video/)?(\d{5,12})", "https://player.vimeo.com/video/{0}?dnt=1"),
    _provider(
        "dailymotion",
        r"(?:dailymotion\.com/(?:embed/)?video/|dai\.ly/)([a-z0-9]{5,12})",
        "https://geo.dailymotion.com/player.html?video={0}",
    ),
    _provider(
        "dailymotion",
        r"dailymotion\.com/player[^?#]*\?(?:[^#]*&)?video=([a-z0-9]{5,12})",
        "https://geo.dailymotion.com/player.html?video={0}",
    ),
    _provider(
        "x",
        r"(?:twitter|x)\.com/(?:\w+|i/web)/status(?:es)?/(\d{5,25})",
        "https://platform.twitter.com/embed/Tweet.html?id={0}&dnt=true",
    ),
    _provider(
        "instagram", r"instagram\.com/(?:[\w.]+/)?(p|reel|tv)/([\w-]{5,40})", "https://www.instagram.com/{0}/{1}/embed/"
    ),
    _provider(
        "tiktok",
        r"tiktok\.com/(?:@[\w.-]+/video|embed(?:/v2)?|player/v1)/(\d{8,25})",
        "https://www.tiktok.com/player/v1/{0}",
    ),
    _provider(
        "spotify",
        r"open\.spotify\.com/(?:embed/)?(episode|show|track|album|playlist)/(\w{10,30})",
        "https://open.spotify.com/embed/{0}/{1}",
    ),
    _provider("twitch", r"twitch\.tv/videos/(\d{5,15})", "https://player.twitch.tv/?video={0}&autoplay=false"),
    _provider("streamable", r"streamable\.com/(?:[oe]/)?([a-z0-9]{4,10})", "https://streamable.com/e/{0}"),
    _provider(
        "apple-podcasts", r"podcasts\.apple\.com/([\w/.%-]+/id\d+(?:\?i=\d+)?)", "https://embed.podcasts.apple.com/{0}"
    ),
)
# These wrap the address that they play in a parameter.
_FACEBOOK = re.compile(
    r"(?:https?:)?//(?:[\w-]+\.)?facebook\.com/(?:plugins/(?:video|post)\.php\?|[\w.]+/(?:videos|posts)/|watch/?\?|reel/)",
    re.IGNORECASE,
)
_SOUNDCLOUD = re.compile(r"(?:https?:)?//w\.soundcloud\.com/player/?\?(?:[^#]*&)?url=([^&#]+)", re.IGNORECASE)

_PLAYER_TAGS = ("iframe", "video", "audio", "blockquote", "amp-youtube", "lite-youtube", "embed")
QUOTED_POST_CLASSES = ("twitter-tweet", "twitter-video", "instagram-media", "tiktok-embed", "fb-post", "fb-video")
_ADDRESS_ATTRIBUTES = (
    "src",
    "data-src",
    "data-lazy-src",
    "data-original",
    "cite",
    "data-instgrm-permalink",
    "data-href",
)


def embed_of(url: str, *, title: str | None = None) -> Media | None:
    """The click-to-load player for an address of a known provider, else None."""
    for provider in PROVIDERS:
        if found := provider.link.match(url):
            groups = found.groups()
            poster = provider.poster.format(*groups) or None
            return Media(
                "embed", provider.player.format(*groups), title=title, poster_url=poster, provider=provider.name
            )
    if _FACEBOOK.match(url):
        return Media("embed", _facebook_player(url), title=title, provider="facebook")
    if found := _SOUNDCLOUD.match(url):
        player = f"https://w.soundcloud.com/player/?url={found[1]}&auto_play=false"
        return Media("embed", player, title=title, provider="soundcloud")
    return None


def _facebook_player(url: str) -> str:
    if "/plugins/" in url:
        return "https:" + url[url.index("//") :]
    kind = "video" if "/videos/" in url or "/watch" in url or "/reel/" in url else "post"
    return f"https://www.facebook.com/plugins/{kind}.php?href={quote(url, safe='')}"


def media_of_enclosure(enclosure: Enclosure) -> Media | None:
    """A playable file or known player out of a feed's enclosure; None for pictures, documents and the like."""
    url = enclosure.url
    if not url.startswith(("http://", "https://")):
        return None
    kind = playable_kind(url, enclosure.type)
    if kind:
        return Media(kind, url, type=enclosure.type, title=enclosure.title, duration_s=enclosure.duration_s)
    return embed_of(url, title=enclosure.title)


def playable_kind(url: str, mime_type: str) -> str | None:
    """ "audio" or "video" when a browser can be expected to play the file."""
    family = mime_type.partition("/")[0].lower()
    if family in {"audio", "video"}:
        return family
    if mime_type and family != "application":
        return None
    path = url.partition("?")[0].partition("#")[0].lower()
    if path.endswith(AUDIO_SUFFIXES):
        return "audio"
    return "video" if path.endswith(VIDEO_SUFFIXES) else None


def find_media(scope: Element, base_url: str) -> tuple[Media, ...]:
    """The files and players inside part of a page, in reading order."""
    found: list[Media] = []
    for element in scope.iter(*_PLAYER_TAGS):
        if media := _media_of_element(element, base_url):
            found.append(media)
        if len(found) >= MAX_MEDIA * 2:
            break
    return unique_media(found)


def _media_of_element(element: Element, base_url: str) -> Media | None:
    if element.tag == "blockquote":
        return _media_of_quoted_post(element)
    if element.tag in {"amp-youtube", "lite-youtube"}:
        video = element.get("data-videoid") or element.get("videoid") or ""
        return embed_of(f"https://youtu.be/{video}")
    for address in _addresses(element):
        if element.tag in {"video", "audio"}:
            if media := _media_of_file(element, _absolute(base_url, address), base_url):
                return media
        elif media := embed_of(address, title=element.get("title")):
            return media
    return None


def _addresses(element: Element) -> Iterable[str]:
    for holder in (element, *element.findall("source")):
        for name in _ADDRESS_ATTRIBUTES:
            if value := (holder.get(name) or "").strip():
                yield value


def _media_of_file(element: Element, url: str, base_url: str) -> Media | None:
    if not url:
        return None
    poster = element.get("poster")
    return Media(
        str(element.tag),
        url,
        type=(element.get("type") or "").partition(";")[0],
        title=element.get("title"),
        poster_url=_absolute(base_url, poster) if poster else None,
    )


def _media_of_quoted_post(element: Element) -> Media | None:
    """Posts are embedded as a quotation with a link, which a script would turn into a player."""
    if not any(name in (element.get("class") or "") for name in QUOTED_POST_CLASSES):
        return None
    links = [link.get("href") or "" for link in element.iter("a")]
    for address in (*_addresses(element), *reversed(links)):
        if media := embed_of(address):
            return media
    return None


def find_captions(tree: Element, base_url: str) -> Episode | None:
    """The captions of the first film on a page that has some."""
    for film in tree.iter("video"):
        tracks = [one for one in film.iter("track") if (one.get("kind") or "subtitles") in {"captions", "subtitles"}]
        tracks.sort(key=lambda one: one.get("default") is None)
        links = [(_absolute(base_url, one.get("src") or ""), one.get("srclang") or "") for one in tracks]
        if found := [TranscriptLink(url, "text/vtt", language[:35]) for url, language in links if url]:
            return Episode(transcripts=tuple(found[:MAX_TRANSCRIPTS]))
    return None


def _absolute(base_url: str, address: str) -> str:
    """An http(s) address, or "" for anything else (blob:, data:, javascript:)."""
    try:
        url = urljoin(base_url, address.strip())
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.netloc else ""


def unique_media(found: Iterable[Media]) -> tuple[Media, ...]:
    """At most `MAX_MEDIA`, each address once, in the order given."""
    by_url: dict[str, Media] = {}
    for media in found:
        by_url.setdefault(media.url, media)
    return tuple(by_url.values())[:MAX_MEDIA]
