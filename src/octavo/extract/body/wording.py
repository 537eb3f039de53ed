"""Words that give furniture away: what classes and ids are called, and what short lines around articles say.

Groups of words as data, in the languages of the press. Each group becomes one bit; no group decides anything alone.
"""

import re
from functools import lru_cache

# What publishers call the boxes of their pages (class, id, role, itemprop …), in the languages that they write them in.
NAME_GROUPS: dict[str, str] = {
    "article_body": r"article-?_*(?:body|content|text|copy|main|inner|entry)|(?:story|entry|post|news|body|page|single|main|content)[-_]*"
    r"(?:body|content|text|copy)|articletext|bodytext|textbody|richtext|rich-text|wysiwyg|prose|storytext|paywall|cuerpo|corpo|corps|news-?detail|detay",
    "content": r"article|story|post\b|entry|content|main|body|text|artikel|beitrag|nota|noticia|contenu|testo|tekst|haber|detail|artigo|itemtext",
    "comment": r"comment|disqus|repl(?:y|ies)|kommentar|comentario|comentário|discuss|forum|\bopin|reader-?letters|respond",
    "related": r"relat|recommend|read-?more|read-?also|also|similar|weitere|mehr-|verwandt|relacionad|lire-aussi|next|popular|trending|most-?|latest"
    r"|recirc|outbrain|taboola|more-|see-?also|teaser|further|suggest|recent|aehnlich|ähnlich|correlat|leggi|onward|up-?next|highlights",
    "share": r"share|sharing|social|facebook|twitter|whatsapp|addthis|tweet|follow|teilen|partag|compart|condivid|pinterest|telegram|bookmark",
    "promo": r"promo|advert|\bads?\b|[-_]ads?[-_]|sponsor|banner|offer|shop|affiliate|commercial|anzeige|werbung|publicit|dfp|gpt|marketing|product|deal|partner|\bcta\b",
    "subscribe": r"newsletter|subscri|sign-?up|regwall|paywall-|donat|member|abonn|\babo\b|piano|inscri|mailing|signin|login|premium|support-us",
    "author": r"author|byline|\bbio\b|[-_]bio|writer|contributor|autor|auteur|redak|profile|journalist|reporter|avatar|vcard",
    "tags": r"\btags?\b|[-_]tags?\b|tags?[-_]|keyword|topic|categor|hashtag|schlagw|labels?|thema|rubri|etiquet",
    "caption": r"caption|credit|copyright|figure|legend|bildunter|fotograf|photographer|imagetext|wp-caption",
    "media": r"image|photo|picture|gallery|media|video|bild|foto|player|slide|carousel|lightbox|audio|podcast|immagin|galer|swiper",
    "nav": r"nav|menu|breadcrumb|toolbar|topbar|masthead|logo|search|pagination|pager|ticker|skip|header|kopf|cabec|dropdown|tabs?\b|ariane",
    "footer": r"foot|legal|bottom|imprint|impressum|colophon|contact|disclaimer|fuss",
    "sidebar": r"side|aside|rail|widget|secondary|complementary|right|left|colonne|module",
    "meta": r"meta|date|\btime|timestamp|info|publish|print|rating|source|updated|pubdate|views|count|stats|reading-?time|datum|fecha|quelle",
    "headline": r"title|headline|heading|kicker|\bhed\b|titre|titol|titul|überschrift|eyebrow|overline|dachzeile",
    "standfirst": r"standfirst|\blead\b|lead-|-lead|[-_]lead|lede|summary|intro|excerpt|\bdek\b|abstract|subtitle|sub-?head|chapo|vorspann|anons|description"
    r"|\bdeck\b|subhe|bajada|entradilla|sommario|occhiello|ingress|manchet|spot|sapo|resum|teasertext|subtit|strap",
    "listing": r"list|card|\bitem|[-_]item|grid|feed|tile|slider|stream|archive|headlines|stories|articles|posts|news-box|newsbox|rows?\b",
    "consent": r"cookie|consent|gdpr|privacy|modal|popup|pop-up|overlay|dialog|notice|alert|message|warning|noscript|cmp",
    "paragraph": r"paragraph|\bpar\b|[-_]para\b|text-?block|absatz|textbaustein|\bp[-_]?\d|component-text|block-text|text-component|parrafo",
    "quote": r"quote|zitat|citation|cita\b|citat|testimonial",
    "aside_box": r"fact|infobox|info-box|\bbox\b|[-_]box|box[-_]|embed|callout|key-?points|takeaway|snippet|factbox|glossar|faktaruta|exkurs|inset|pullout|element",
    "hiding": r"hidden|visually|sr-only|screen-?reader|\bhide|invisible|d-none|display-none|collaps|offscreen|a11y|noprint|no-print|print-only|tooltip",
    "live": r"live|liveblog|update|timeline|event|score|results?|standings|weather|stock|quote-|market|lottery|poll|quiz|survey",
}  # fmt: skip

# What short lines near articles say. Whole words as people write them; a line's groups are the union of its words'.
WORD_GROUPS: dict[str, str] = {
    "share": "share shares sharing facebook twitter whatsapp linkedin pinterest telegram tweet email e-mail mail print drucken teilen"
    " compartir compartilhar partager condividi imprimer imprimir stampa delen udostępnij поделиться paylaş bagikan κοινοποίηση"
    " dela jaa sdílet megosztás distribuie сподели поширити شارك مشاركة साझा 分享 共有 공유 reddit instagram tiktok bluesky threads",
    "comment": "comment comments kommentar kommentare kommentieren comentario comentarios comentários commentaire commentaires commenti"
    " commento reacties komentarze komentarz комментарии комментарий коментарі yorum yorumlar komentar σχόλια kommentarer"
    " kommentit reply replies respond antworten responder répondre log logged تعليق تعليقات टिप्पणी 评论 評論 コメント 댓글",
    "subscribe": "newsletter newsletters subscribe subscribed subscriber subscribers subscription sign inbox abonnieren abo abonnement abonnez"
    " s'abonner abonné abonnés suscríbete suscribirse suscripción boletín boletin assine assinante assinantes assinar iscriviti"
    " abbonati abbonamento abonneren prenumerera prenumerationen zapisz подписаться подпишитесь подписывайтесь рассылка"
    " підписатися підписуйтесь abone bülten berlangganan εγγραφείτε tilaa odebírat feliratkozás abonați اشترك سجّل 订阅 訂閱 登録 구독"
    " register registrieren trial unlimited premium membership donate donation spenden contribute support",
    "related": "related recommended more also read see lesen auch mehr weitere weiterlesen thema verwandte leer más también relacionadas"
    " relacionados relacionado leia mais também lire aussi plus voir leggi anche altri correlati lees ook meer läs mer også les"
    " czytaj również więcej także zobacz читайте также ещё похожие читати також haberler ilgili baca juga terkait διαβάστε"
    " επίσης σχετικά lue myös další více čtěte tovább citește și اقرأ أيضا المزيد यह भी पढ़ें 相关 相關 延伸閱讀 関連 관련 trending popular"
    " latest meistgelesen gelesen previous next vorheriger nächster suivant précédent siguiente anterior próxima",
    "advert": "advertisement advertising ad ads anzeige werbung publicidad publicidade publicité pubblicità advertentie annons reklama"
    " реклама reklam iklan διαφήμιση mainos sponsored sponsor gesponsert promoted commission affiliate shop buy deal إعلان 广告 廣告 広告 광고",
    "rights": "© copyright rights reserved reproduction reproduced redistributed permission alle rechte vorbehalten derechos reservados"
    " direitos droits réservés diritti riservati wszelkie prawa zastrzeżone права защищены όλα δικαιώματα hakları saklıdır"
    " impressum imprint datenschutz privacy policy terms conditions agb cookies cookie consent حقوق الحقوق محفوظة 版权 版權 著作権 無断転載 저작권",
    "credit": "photo photos photograph image images picture foto fotos bild bilder imagen imágenes crédito credit quelle source getty reuters"
    " ap afp dpa epa ansa tass imago shutterstock istock alamy unsplash courtesy via file archivo archiv fotografia zdjęcie фото"
    " fotoğraf valokuva kuva фотография صورة الصورة फोटो 图 图片 圖 写真 사진 caption",
    "author": "by von por par di door av af autor autora author auteur auteurs redaktion redacción redação rédaction redactie redazione"
    " redakcja editor editors reporter correspondent journalist staff written автор текст редакция yazan kaleme penulis συντάκτης"
    " toimittaja بقلم كتب द्वारा 作者 记者 記者 編輯 编辑 責任编辑 文 기자",
    "time": "updated published posted ago minutes minute min hours hour days yesterday today aktualisiert veröffentlicht stand uhr publicado"
    " actualizado atualizado publié mis à jour pubblicato aggiornato gepubliceerd bijgewerkt opublikowano aktualizacja опубликовано"
    " обновлено назад güncelleme giriş diperbarui publicerad oppdatert opdateret julkaistu δημοσίευση عاجل نشر تحديث منذ प्रकाशित 发布 更新 公開"
    " january february march april may june july august september october november december monday tuesday wednesday thursday"
    " friday saturday sunday gmt utc est edt cet bst am pm lesezeit reading read-time",
    "tags": "tags tag topics topic keywords filed under categories category kategorie kategorien schlagwörter schlagworte themen etiquetas"
    " temas categorías assuntos mots-clés thèmes étiquettes argomenti onderwerpen tagi tematy теги метки темы etiketler ämnen emner aiheet"
    " ετικέτες وسوم 标签 標籤 關鍵字 タグ 태그",
    "control": "menu search login log home skip close open show hide play watch listen download click here scroll top back suche suchen menü"
    " anmelden startseite zurück inicio buscar cerrar accueil rechercher fermer connexion cerca accedi zoeken szukaj zaloguj поиск"
    " войти меню ara giriş cari masuk video videos podcast audio gallery galerie slideshow live app javascript browser enable loading"
    " follow folgen seguir suivre segui volg följ obserwuj takip ikuti متابعة تابعنا フォロー",
}  # fmt: skip

NAME_BITS = tuple(NAME_GROUPS)
WORD_BITS = tuple(WORD_GROUPS)

_NAME_PATTERNS = tuple((1 << bit, re.compile(pattern)) for bit, pattern in enumerate(NAME_GROUPS.values()))
_WORDS: dict[str, int] = {}
for _bit, _words in enumerate(WORD_GROUPS.values()):
    for _word in _words.split():
        _WORDS[_word] = _WORDS.get(_word, 0) | 1 << _bit
# Scripts without spaces between words: found anywhere in a line.
_UNSPACED = tuple((word, bits) for word, bits in _WORDS.items() if word[0] >= "\u2e80")

_STRIP = ".,:;!?()[]{}\"'“”„«»‘’|•·–—-/>…→"


@lru_cache(maxsize=16_384)
def name_bits(names: str) -> int:
    """The groups that a box's names belong to, one bit each in the order of `NAME_BITS`."""
    bits = 0
    for name in names.split():
        bits |= _bits_of_name(name)
    return bits


@lru_cache(maxsize=32_768)
def _bits_of_name(name: str) -> int:
    return sum(bit for bit, pattern in _NAME_PATTERNS if pattern.search(name))


def word_bits(text: str, limit: int = 24) -> int:
    """The groups that the first `limit` words of a line belong to, one bit each in the order of `WORD_BITS`."""
    bits = 0
    get = _WORDS.get
    for word in text[:400].casefold().split(None, limit)[:limit]:
        if found := get(word) or get(word.strip(_STRIP)):
            bits |= found
    if text[:1] >= "\u2e80":
        for word, found in _UNSPACED:
            if word in text[:60]:
                bits |= found
    return bits
