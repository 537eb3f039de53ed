"""Players of other sites that a page may frame once the reader asks: only these hosts, only these shapes of address."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE = "https://www.youtube-nocookie.com"
VIMEO = "https://player.vimeo.com"
DAILYMOTION = "https://geo.dailymotion.com"
SPOTIFY = "https://open.spotify.com"
SOUNDCLOUD = "https://w.soundcloud.com"
FRAME_SOURCES = (YOUTUBE, VIMEO, DAILYMOTION, SPOTIFY, SOUNDCLOUD)


@dataclass(frozen=True, slots=True)
class Player:
    """`frame_url` is "" where the page may not frame it: then only a link is shown."""

    provider: str
    frame_url: str


def player_of(url: str) -> Player:
    """The player page behind an embed's address, in its provider's most private form."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    except ValueError:
        return Player("", "")
    if parts.scheme not in ("http", "https"):
        return Player("", "")
    for name, hosts, frame_of in _PROVIDERS:
        if host in hosts:
            return Player(name, frame_of(parts.path, parts.query, url))
    return Player(host, "")


def _youtube(path: str, query: str, _url: str) -> str:
    found = re.fullmatch(r"/(?:embed/|shorts/|live/|v/)?([\w-]{11})/?", path)
    channel = (parse_qs(query).get("channel") or [""])[0]
    if path == "/embed/live_stream":
        is_channel = re.fullmatch(r"UC[\w-]{22}", channel)
        return f"{YOUTUBE}/embed/live_stream?channel={channel}&autoplay=1" if is_channel else ""
    key = found[1] if found else (parse_qs(query).get("v") or [""])[0]
    return f"{YOUTUBE}/embed/{key}?autoplay=1" if re.fullmatch(r"[\w-]{11}", key) else ""


def _vimeo(path: str, _query: str, _url: str) -> str:
    found = re.fullmatch(r"/(?:video/)?(\d+)/?", path)
    return f"{VIMEO}/video/{found[1]}?dnt=1&autoplay=1" if found else ""


def _dailymotion(path: str, query: str, _url: str) -> str:
    found = re.search(r"/(?:embed/)?(?:video/)?(x[0-9a-z]+)/?$", path)
    key = found[1] if found else (parse_qs(query).get("video") or [""])[0]
    return f"{DAILYMOTION}/player.html?video={key}" if re.fullmatch(r"x[0-9a-z]+", key) else ""


def _spotify(path: str, _query: str, _url: str) -> str:
    found = re.fullmatch(r"/(?:embed/)?(track|episode|show|album|playlist)/(\w+)/?", path)
    return f"{SPOTIFY}/embed/{found[1]}/{found[2]}" if found else ""


def _soundcloud(_path: str, query: str, _url: str) -> str:
    inner = (parse_qs(query).get("url") or [""])[0]
    found = re.fullmatch(r"https://api\.soundcloud\.com/(tracks|playlists)/(\d+)", inner)
    return f"{SOUNDCLOUD}/player/?url=https%3A//api.soundcloud.com/{found[1]}/{found[2]}" if found else ""


_PROVIDERS = (
    ("YouTube", ("youtube.com", "youtu.be", "youtube-nocookie.com"), _youtube),
    ("Vimeo", ("vimeo.com", "player.vimeo.com"), _vimeo),
    ("Dailymotion", ("dailymotion.com", "geo.dailymotion.com"), _dailymotion),
    ("Spotify", ("open.spotify.com",), _spotify),
    ("SoundCloud", ("soundcloud.com", "w.soundcloud.com"), _soundcloud),
)
