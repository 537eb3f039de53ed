"""What gets into running text and does not belong there, told by where it stands and by what it says.

Phrases are of the press's own furniture, in its languages; a phrase counts at the beginning of a short block alone,
so that an article *about* newsletters keeps its sentences.
"""

import re
from collections.abc import Sequence

from octavo.core.articles import Leak
from octavo.extract.body.blocks import HEADINGS, Block
from octavo.extract.body.wording import NAME_BITS, name_bits

MAX_LINE_CHARS = 240
MAX_NOTICE_CHARS = 700
MAX_CAPTION_CHARS = 600

# "Read also: …", and what stands for it. Followed by a colon, a dash, or a link.
_RELATED = (
    "read more", "read also", "also read", "read next", "read the full", "read:", "see also", "see more", "more on this",
    "related", "related stories", "related articles", "recommended", "more from", "more:", "don't miss", "up next", "watch:",
    "listen:", "lesen sie auch", "lesen sie hier", "lesen sie mehr", "lies auch", "mehr zum thema", "mehr dazu", "mehr lesen",
    "lesetipp", "das könnte sie auch interessieren", "auch interessant", "siehe auch", "weiterlesen", "zum thema",
    "lire aussi", "à lire aussi", "a lire aussi", "lire également", "à lire", "sur le même sujet", "voir aussi",
    "lee también", "lea también", "leer también", "leer más", "le puede interesar", "te puede interesar", "puedes leer",
    "vea también", "más información", "relacionado", "leia também", "leia mais", "leia:", "saiba mais", "veja também", "veja mais",
    "leggi anche", "leggi pure", "per approfondire", "lees ook", "lees meer", "lees verder", "les også", "les mer", "læs også",
    "læs mere", "läs mer", "läs också", "läs även", "lue myös", "lue lisää", "czytaj też", "czytaj także", "czytaj również",
    "zobacz też", "zobacz także", "przeczytaj", "czytaj więcej", "přečtěte si", "čtěte také", "olvasta már", "citește și", "citiți și",
    "прочетете още", "вижте още", "читайте также", "читать также", "читайте ещё", "читайте также:", "смотрите также", "по теме",
    "читайте також", "дивіться також", "читати також", "διαβάστε επίσης", "διαβάστε ακόμα", "δείτε επίσης", "ilgili haber",
    "bunu da okuyun", "baca juga", "lihat juga", "baca:", "xem thêm", "đọc thêm", "اقرأ أيضا", "اقرأ أيضاً", "إقرأ أيضا", "اقرأ المزيد",
    "شاهد أيضا", "بیشتر بخوانید", "مزید پڑھیں", "यह भी पढ़ें", "ये भी पढ़ें", "इसे भी पढ़ें", "और पढ़ें", "আরও পড়ুন", "相关阅读", "相关新闻", "延伸阅读",
    "延伸閱讀", "相關新聞", "推薦閱讀", "関連記事", "あわせて読みたい", "関連ニュース", "관련기사", "관련 기사", "อ่านเพิ่มเติม", "ข่าวที่เกี่ยวข้อง",
)  # fmt: skip
_NEWSLETTER = (
    "sign up", "subscribe to", "subscribe now", "get our", "join our", "newsletter", "follow us", "follow our", "click here to subscribe",
    "download our app", "join the conversation", "this article is for subscribers", "already a subscriber", "create an account",
    "log in", "register for free", "abonnieren sie", "jetzt abonnieren", "newsletter abonnieren", "melden sie sich", "folgen sie uns",
    "abonnez-vous", "inscrivez-vous", "recevez", "suivez-nous", "suscríbete", "suscríbase", "síguenos", "siga-nos", "assine",
    "inscreva-se", "iscriviti", "seguici", "abbonati", "schrijf je in", "meld je aan", "volg ons", "prenumerera", "følg oss",
    "zapisz się", "obserwuj nas", "подписывайтесь", "подпишитесь", "підписуйтесь", "підпишіться", "abone ol", "bizi takip", "ikuti kami",
    "تابعنا", "تابعونا", "اشترك", "हमें फॉलो", "关注我们", "訂閱", "加入我們", "구독", "unlimited access", "exclusive articles", "unlimited online",
)  # fmt: skip
_DONATION = (
    "support our journalism", "support independent", "donate", "make a donation", "help us", "your support", "please consider",
    "unterstützen sie", "spenden", "faites un don", "soutenez", "haz una donación", "apoya", "apoie", "sostieni", "wesprzyj",
    "поддержите", "підтримайте", "destek ol", "buy us a coffee", "become a member", "become a supporter", "chip in",
)  # fmt: skip
_CONSENT = (
    "an dieser stelle", "externer inhalt", "externe inhalte", "ich bin damit einverstanden", "mit ihrer zustimmung", "this content is hosted",
    "to view this content", "we use cookies", "this site uses cookies", "this website uses cookies", "by clicking", "accept cookies",
    "wir verwenden cookies", "diese website verwendet", "personenbezogene daten können", "nous utilisons des cookies", "pour afficher ce contenu",
    "utilizamos cookies", "este sitio utiliza", "este contenido está", "utilizziamo i cookie", "questo sito utilizza", "wij gebruiken cookies",
    "używamy plików cookie", "мы используем", "ta strona używa", "please enable javascript", "javascript is", "your browser", "allow cookies",
    "this cookie is", "the cookie is", "empfohlener redaktioneller inhalt", "inhalt von", "recommended content",
)  # fmt: skip
_NEWSLETTER_WORDS = (
    "newsletter",
    "subscribe",
    "abonnier",
    "abonnez",
    "suscríb",
    "iscriviti",
    "рассылк",
    "подпис",
    "abone ol",
    "النشرة",
)
_MARKUP = re.compile(
    r"</?(?:div|p|span|script|style|a|img|iframe|table|br)\b[^<>]{0,200}>|&(?:lt|gt|amp|nbsp|quot|#\d{2,5});|(?:%[0-9A-Fa-f]{2}){4}"
    r"|\{\s*\"@|function\s*\(|\bvar \w+ = |\{\{|\[/?(?:caption|embed|gallery|vc_\w+|et_pb\w+)\b"
)
_CAPTION_BITS = sum(1 << NAME_BITS.index(name) for name in ("caption",))
_MEDIA_BITS = sum(1 << NAME_BITS.index(name) for name in ("media",))
_ARTICLE_BITS = sum(1 << NAME_BITS.index(name) for name in ("article_body", "content"))
_QUOTING = frozenset(("blockquote", "table", "td", "pre", "li"))
_CREDIT = re.compile(
    r"(?:photo|foto|bild|image|picture|credit|fotografía|crédito)s?\s*(?:by|courtesy|credit|von|:|/|©)", re.IGNORECASE
)


def leak_of(block: Block) -> Leak | None:
    """What a block is if it is none of the article's; None for all that may be."""
    text = block.text
    if _is_caption(block):
        return Leak.CAPTION
    if len(text) <= MAX_LINE_CHARS:
        start = text[:80].casefold().lstrip('•·–—-»>▶►→*#|[( \u00a0"“')
        if start.startswith(_RELATED) and _points_elsewhere(block, start):
            return Leak.RELATED
        if start.startswith(_NEWSLETTER) and _is_call(block):
            return Leak.NEWSLETTER
        if start.startswith(_DONATION) and _is_call(block):
            return Leak.DONATION
    if len(text) <= MAX_NOTICE_CHARS and text[:60].casefold().startswith(_CONSENT):
        return Leak.CONSENT
    if len(text) < 4_000 and len(_MARKUP.findall(text)) * 60 > len(text):
        return Leak.MARKUP
    return None


def suspected_leaks(kept: Sequence[Block]) -> tuple[Leak, ...]:
    """What a less certain look finds among the kept blocks: enough to count and to warn, not enough to leave out."""
    found: dict[Leak, None] = {}
    for block in kept:
        if leak := _suspect(block):
            found[leak] = None
        if block.box.tag == "h1":
            found[Leak.OTHER_STORY] = None
    return tuple(found)


def _suspect(block: Block) -> Leak | None:
    text = block.text
    if _MARKUP.search(text[:4_000]) and block.box.tag not in ("pre", "code"):
        return Leak.MARKUP
    if len(text) > MAX_LINE_CHARS:
        return None
    start = text.casefold()
    if _CREDIT.match(text):
        return Leak.CAPTION
    if block.links and any(phrase in start for phrase in _NEWSLETTER_WORDS):
        return Leak.NEWSLETTER
    if "cookie" in start and len(text) < MAX_LINE_CHARS / 2:
        return Leak.CONSENT
    if block.linked > len(text) * 0.8 and len(text) > 30 and block.box.tag == "p":
        return Leak.RELATED
    return None


def _is_caption(block: Block) -> bool:
    box = block.box
    if box.tag == "figcaption":
        return True
    if len(block.text) >= MAX_CAPTION_CHARS or box.tag in ("article", "section", "main"):
        return False
    around = (box, box.parent or box, (box.parent and box.parent.parent) or box)
    if any(near.tag in ("figure", "figcaption") for near in around) and not any(
        near.tag in _QUOTING for near in around
    ):
        return True
    names = name_bits(box.names)
    if names & _CAPTION_BITS:
        return True
    if block.pictures == 0 or len(block.text) > MAX_LINE_CHARS or box.tag in HEADINGS:
        return False
    above = name_bits(around[1].names)
    return bool((names | (0 if above & _ARTICLE_BITS else above)) & _MEDIA_BITS)


def _points_elsewhere(block: Block, start: str) -> bool:
    """A pointer is a link, or ends its phrase with a colon."""
    return block.linked * 3 > len(block.text) or ":" in start[:40] or "：" in start[:20] or len(block.text) < 30


def _is_call(block: Block) -> bool:
    return block.links > 0 or len(block.text) < 120
