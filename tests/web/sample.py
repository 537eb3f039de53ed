"""A small newsroom of invented events in five scripts, with drawn pictures, for page and browser tests."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

from newsroom import Newsroom, digested, extracted, polled
from octavo.core.articles import Kind, Media
from octavo.core.catalogue import CatalogueStream
from octavo.core.listening import Chapter, Episode, SpokenLine, TranscriptLink
from octavo.core.rights import Terms

PUBLISHERS = (
    ("harbour-post", "The Harbour Post", "KE", ("en", "sw"), Terms.EXCERPT),
    ("open-ledger", "Open Ledger", "GB", ("en",), Terms.FULL),
    ("correo-del-valle", "Correo del Valle", "MX", ("es",), Terms.EXCERPT),
    ("al-marsa", "المرسى", "MA", ("ar",), Terms.EXCERPT),
    ("nadi-patrika", "नदी पत्रिका", "IN", ("hi",), Terms.LINK),
    ("yunhe-ribao", "云河日报", "TW", ("zh",), Terms.EXCERPT),
)
HEADLINES = (
    ("harbour-post", "en", "World", "Seven river towns agree to share the water of a single dam"),
    ("open-ledger", "en", "Business", "Ferry fares fall for the first time in a decade as electric boats arrive"),
    ("harbour-post", "en", "Science", "A lake that vanished in 1974 is filling again, and nobody is sure why"),
    ("open-ledger", "en", "Politics", "Parliament votes to publish every lobbyist's diary"),
    ("harbour-post", "en", "Sport", "Ninety-one minutes, one goal: the island side that would not go home"),
    ("open-ledger", "en", "Technology", "Engineers teach an old telephone exchange to predict floods"),
    ("harbour-post", "en", "Health", "Village nurses cut waiting times with a notebook and a bicycle"),
    ("open-ledger", "en", "Culture", "The orchestra that rehearses only at low tide"),
    ("correo-del-valle", "es", "World", "Siete pueblos ribereños acuerdan compartir el agua de una sola presa"),
    ("correo-del-valle", "es", "Culture", "La biblioteca que viaja en una lancha celebra cien años"),
    ("al-marsa", "ar", "World", "سبع بلدات على النهر تتفق على تقاسم مياه سد واحد"),
    ("al-marsa", "ar", "Business", "انخفاض أجور العبّارات لأول مرة منذ عقد مع وصول القوارب الكهربائية"),
    ("al-marsa", "ar", "Science", "بحيرة اختفت قبل نصف قرن تمتلئ من جديد، ولا أحد يعرف السبب"),
    ("al-marsa", "ar", "Culture", "أوركسترا لا تتمرن إلا عند انحسار المدّ"),
    ("al-marsa", "ar", "Sport", "هدف واحد في الدقيقة الأخيرة: فريق الجزيرة الذي لم يستسلم"),
    ("al-marsa", "ar", "Health", "ممرضات القرى يقلّصن ساعات الانتظار بدفتر ودراجة"),
    ("al-marsa", "ar", "Politics", "البرلمان يصوّت على نشر مواعيد جماعات الضغط"),
    ("al-marsa", "ar", "Technology", "مهندسون يعلّمون مقسم هاتف قديماً كيف يتنبأ بالفيضانات"),
    ("nadi-patrika", "hi", "World", "सात नदी कस्बे एक ही बाँध का पानी बाँटने पर सहमत"),
    ("yunhe-ribao", "zh", "World", "七座河畔小镇同意共享一座水坝的水"),
)
SECTIONS = (
    "World", "Politics", "Business", "Science", "Technology", "Health", "Environment", "Sport", "Culture",
    "Entertainment", "Society", "Travel", "Lifestyle", "Opinion",
)  # fmt: skip
BODY = {
    "en": "The agreement was read aloud on a jetty, twice, once in each of the languages spoken along the river. "
    "It runs to nine pages and sets out who may draw how much water, and when.\n\n"
    "“We have argued about this for longer than I have been alive,” said one of the seven mayors. "
    "“My mother would not have believed it, and she believed most things.”",
    "es": "El acuerdo se leyó en voz alta en un muelle, dos veces, una en cada lengua del río.",
    "ar": "قُرئ الاتفاق بصوت عالٍ على الرصيف مرتين، مرة بكل لغة من لغات النهر. "
    "ويقع في تسع صفحات تحدد من يسحب الماء وكم ومتى.\n\nوقالت إحدى رئيسات البلديات: «لقد تجادلنا في هذا طويلاً».",
    "hi": "समझौता घाट पर दो बार पढ़ा गया।",
    "zh": "协议在码头上宣读了两遍，每种河边语言各一遍。",
}
CHAPTERS = (Chapter(0, "On the quay"), Chapter(15, "The engine"), Chapter(30, "What the ferry knows"))
SPOKEN = (
    SpokenLine("The ferry leaves at eight.", 0.5, 4.0, "Amina Odhiambo"),
    SpokenLine("Everyone knows its <b>engine</b>.", 15.0, 18.0, "Tomás Vela"),
    SpokenLine("It waits, and nobody told it to.", 30.0, 34.0, "Amina Odhiambo"),
)
COLOURS = ("#37566b", "#7a5c3e", "#4d6b50", "#8a4b3c", "#5b5470", "#2f6d6a", "#94743a", "#6a6f7a")


def fill(newsroom: Newsroom, pictures: Path, *, rounds: int = 3, picture_every: int = 1) -> dict[str, int]:
    """Fill the newsroom; `rounds` times the headlines. Returns the ids of telling articles by name.

    None of them is in a story yet: `web.telling.tell` sees to that.
    """
    for slug, name, country, languages, terms in PUBLISHERS:
        owner = "Harbour Trust" if slug == "harbour-post" else ""
        newsroom.publisher(slug, name=name, country=country, languages=languages, terms=terms, owner=owner)
    named: dict[str, int] = {}
    for turn in range(rounds):
        for place, (publisher, language, section, title) in enumerate(HEADLINES):
            with_picture = (place + turn) % (3 * picture_every) != 2
            named[f"{publisher}-{turn}-{place}"] = newsroom.article(
                title if turn == 0 else f"{title} ({turn + 1})",
                publisher=publisher,
                language=language,
                section=section,
                text=BODY[language] if turn else f"{BODY[language]}\n\n{BODY[language]}",
                keywords=("water rights", "rivers") if language == "en" else ("أنهار",) if language == "ar" else (),
                picture=with_picture,
                authors=("Amina Odhiambo", "Tomás Vela") if place % 2 == 0 else (),
                standfirst="What was agreed on the jetty, and what still divides the two banks."
                if place == 0
                else None,
                age=timedelta(minutes=39 + 37 * (place + len(HEADLINES) * turn)),
            )
    named |= _recordings(newsroom)
    named["corrected"] = _corrected(newsroom)
    _draw(pictures)
    return named


def _recordings(newsroom: Newsroom) -> dict[str, int]:
    from octavo.store.episodes import record_transcript

    audio = Media("audio", "https://harbour-post.example/low-tide.mp3", "audio/mpeg", "Low Tide, episode 12", 1694)
    video = Media("video", "https://open-ledger.example/ferry.mp4", "video/mp4", "The first electric ferry", 184)
    embed = Media(
        "embed", "https://www.youtube.com/watch?v=abcdefghijk", title="The dam from above", provider="youtube"
    )
    show = newsroom.feed(
        "harbour-post", url="https://harbour-post.example/low-tide.xml", use="podcast", title="Low Tide"
    )
    bells = Media("audio", "https://harbour-post.example/bells.mp3", "audio/mpeg", "Low Tide, episode 13", 45)
    named = {
        "podcast": newsroom.article(
            "Low Tide: the ferry that learned to wait",
            publisher="harbour-post",
            kind=Kind.PODCAST,
            media=(audio,),
            picture=True,
            feed=show,
            episode=Episode(12, 2, CHAPTERS, transcripts=(TranscriptLink("https://harbour-post.example/12.vtt"),)),
        ),
        "bells": newsroom.article(
            "Low Tide: four bells", publisher="harbour-post", kind=Kind.PODCAST, media=(bells,), feed=show
        ),
        "video": newsroom.article(
            "Aboard the first electric ferry", publisher="open-ledger", kind=Kind.VIDEO, media=(video,), picture=True
        ),
        "embed": newsroom.article("The dam from above", publisher="open-ledger", kind=Kind.VIDEO, media=(embed,)),
        "live": newsroom.article("Live: the count in the river towns", publisher="harbour-post", kind=Kind.LIVE),
        "show": show,
    }
    record_transcript(named["podcast"], TranscriptLink("https://harbour-post.example/12.vtt"), SPOKEN, newsroom.now)
    _streams(newsroom)
    return named


def _streams(newsroom: Newsroom) -> None:
    """One that plays in our page, one that is down, one not checked yet."""
    from octavo.store.models import LiveStream
    from octavo.store.streams import StreamCheck, add_streams, record_check

    channel = "https://www.youtube.com/embed/live_stream?channel=UC" + "x" * 22
    told = {"On the quay": channel, "River radio": "", "Mountain TV": ""}
    address = "https://harbour-post.example/live/"
    streams = [CatalogueStream(f"{address}{n}", title, "en", told[title]) for n, title in enumerate(told)]
    add_streams(streams, "harbour-post", newsroom.now)
    for stream in LiveStream.objects.exclude(title="Mountain TV"):
        is_up, later = stream.title != "River radio", newsroom.now + timedelta(minutes=15)
        record_check(StreamCheck(stream.pk, newsroom.now, is_up, int(not is_up), "", later))


def _corrected(newsroom: Newsroom) -> int:
    """An article that its publisher corrected an hour later."""
    from octavo.store.feeds import record_polls
    from octavo.store.models import Article

    feed = newsroom.feed("open-ledger")
    url = "https://open-ledger.example/corrected"
    before = extracted(
        "Dam will hold 40 million litres",
        url=url,
        text="The dam will hold 40 million litres.\n\nWork begins in May.",
        language="en",
    )
    after = extracted(
        "Dam will hold 4 million litres",
        url=url,
        text="The dam will hold 4 million litres.\n\nWork begins in May.",
        language="en",
    )
    at = newsroom.now - timedelta(hours=2)
    for article, moment in ((before, at), (after, newsroom.now)):
        entry = digested(replace(article, published_at=at), key=url)
        record_polls([polled(feed, entry, at=moment)])
    return int(Article.objects.get(url=url).pk)


def _draw(directory: Path) -> None:
    """A file for each picture that the store says it has: hills under a sky, in the picture's own colour."""
    from octavo.store.models import Picture

    for number, row in enumerate(Picture.objects.order_by("id")):
        colour = COLOURS[number % len(COLOURS)]
        Picture.objects.filter(pk=row.pk).update(colour=colour)
        name = bytes(row.url_hash).hex()
        for width in row.widths:
            path = directory / name[:2] / f"{name}-{width}.webp"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_drawing(colour, width, width * row.height // row.width))


@cache
def _drawing(colour: str, w: int, h: int) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (w, h), colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse([w * 0.62, h * 0.14, w * 0.76, h * 0.35], fill="#f3e3b5")
    draw.polygon([(0, h * 0.7), (w * 0.3, h * 0.4), (w * 0.6, h * 0.75), (w, h * 0.5), (w, h), (0, h)], fill="#1e2a30")
    draw.polygon([(0, h * 0.85), (w * 0.5, h * 0.66), (w, h * 0.88), (w, h), (0, h)], fill="#e9e2d3")
    packed = BytesIO()
    image.save(packed, "WEBP", quality=60, method=0)
    return packed.getvalue()
