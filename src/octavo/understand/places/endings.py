"""How languages bend a name: from a word of a text to the keys that it may be a form of.

Keys carry no accents (`keys`), so neither do these endings in Latin script. A rule is an ending and what may have stood
in its place: "ie>a," turns "warszawie" into "warszawa" and "krakowie" into "krakow".
"""

from functools import lru_cache

MAX_FORMS = 14

_RULES = {
    "pl": (
        "sce>ska ji>ja ii>ia ie>a,,y ze>ga iu>,ia u>,o y>a i>a,ia, a> iem> em>,o ej>a ach>e,y ich>ie "
        "ow>y,e e>a skim>ski skiej>ska"
    ),
    "cs": "ne>no ze>ha e>a, y>a u>a, ou>a ich>ice ach>y ku>ko ka>ko em>,o i> a> sku>sko ska>sko ske>ska",
    "sl": "u>,a a> e>a i>a om>,a ju>ja jo>ja",
    "sr": "u>,a a> e>a i>a om>,a,i ju>ja jo>ja ом>,а,и у>,а а> е>а и>а ју>ја",
    "lt": "uje>us oje>a eje>e yje>is e>as,a iaus>ius os>a es>e o>as ai>a a>a",
    "lv": "as>a u>a i>a,s es>e us>us e>e",
    "ru": "ии>ия ию>ия ией>ия ией>ия ие>ие е>а,,ь,я,й ы>а и>а,ь,я у>а, ю>я,ь,й ой>а,ая,ый ей>я,а ом>,о,ый ем>ий,ь,й "
          "а> я>ь,й ах>ы,а ами>ы его>ий ему>ий им>ий ых>ые ого>ий,ый ую>ая ью>ь",
    "uk": (
        "єві>їв єва>їв ові>ів ова>ів ії>ія ію>ія ією>ія єю>я і>а,,ь,я у>а, и>а ою>а ом> ем>ь а> я>ь "
        "ої>а,а ій>а"
    ),
    "be": "е>а, ы>а у>а, ам> а> ай>а і>а,ь ыі>ыя",
    "bg": "та> ът> а>",
    "fi": "eella>e eelta>e eelle>e eessa>e eesta>e russa>rku rusta>rku run>rku ngissa>nki ngista>nki ngin>nki "
          "ssa>,i sta>,i lla> lta> lle> n>,i aan>a een>e,i iin>i oon>o uun>u yyn>y a> ta> "
          "essa>i esta>i ella>e een>e,i en>i ksi> ni>",
    "et": "as> is>,i us> s> st> sse> l> le> lt> i> a> e> ssa>",
    "hu": "ban> ben> ba> be> bol> on> en> an> re> ra> rol> nak> nek> val> vel> tol> hoz> ig> t> i> ert>",
    "tr": "da> de> dan> den> ta> te> nin> nun> in> un> ya> ye> a> e> i> yi> deki> daki> ta> lı> li>",
    "az": "da> dan> nin> nın> nun> ya> ın> in> un> a> nı> ni> daki>",
    "uz": "da> dan> ning> ga> ni> dagi>",
    "kk": (
        "да> де> та> те> да> дан> ден> нан> нен> ның> нің> дың> дің> тың> тің> ға> ге> қа> ке> ды> ді> "
        "дағы> дегі>"
    ),
    "el": "ου>ος,ο ης>η ας>α ν> ο>ος α>ας,",
    "ro": "ului>,u ul> iei>ia ii>ia ei>a a> i>",
    "de": "ners>en ner>en ers> er>,en s> ern>",
    "en": "s>", "nl": "s>", "sv": "s>", "da": "s>", "nb": "s>", "nn": "s>",
    "is": "i>,ur ar> s>,ur um>",
    "ka": "ში>ი,ა,ო,ე ის>ი ს>ი, დან>,ი ით>ი თან>",
    "hy": "ում> ի> ից> ն> ը> ին> ի>ա",
    "ko": "에서> 에서는> 에는> 에> 의> 은> 는> 이> 가> 을> 를> 와> 과> 로> 으로> "
          "도> 서> 까지> 부터> 발> 인> 산> 군> 측> 시> 내> 행>",
    "bn": "ের> ে> র> য়> য়> তে> কে> রা> য়ের> ার>া",
    "as": "ৰ> ত> লৈ>",
    "hi": "ों>",
    "mr": "तील> त> च्या> ला> हून> मध्ये> ात> ्यात>े ातील> चा> ची> चे> ने>",
    "gu": "માં> ના> ની> નો> થી> ને> નું>",
    "pa": "ਚ>",
    "ta": "யில்> யின்> க்கு> ில்>் த்தில்>ம் ின்>் ுக்கு>் யிலிருந்து> வில்> வின்> வுக்கு> த்தின்>ம்",
    "te": "లో> కు> కి> ని> నుంచి> లోని> నుండి>",
    "kn": "ದಲ್ಲಿ> ನಲ್ಲಿ> ಯಲ್ಲಿ> ದ> ಯ> ಿನಲ್ಲಿ>್ ಿನ>್ ಕ್ಕೆ> ಗೆ>",
    "ml": "ിൽ>്, ിലെ>്, യിൽ> യിലെ> ത്തിൽ>ം യുടെ> ന്റെ> യ്ക്ക്>",
    "eu": "n> ko> ra> ren> tik> ean> eko> era>",
}  # fmt: skip
for _same, _as in {"sk": "cs", "hr": "sl", "bs": "sl", "mk": "bg", "ky": "kk", "tt": "kk"}.items():
    _RULES[_same] = _RULES[_as]

_PREFIXES = {
    "ar": ["و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "كال", "لل>ال", "ول", "وب"],
    "he": ["ב", "ל", "מ", "ה", "ו", "ש", "כ", "וב", "ול", "ומ", "שב", "שה", "בה", "מה"],
    "am": ["በ", "ከ", "የ", "ለ", "እና", "ስለ"],
    "ti": ["ናይ", "ኣብ", "ብ"],
}
_PREFIXES["ckb"] = _PREFIXES["ug"] = []


@lru_cache(maxsize=64)
def _rules(language: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    rules = (rule.partition(">") for rule in _RULES.get(language, "").split())
    return tuple(
        sorted(((ending, tuple(stood.split(","))) for ending, _, stood in rules), key=lambda rule: -len(rule[0]))
    )


@lru_cache(maxsize=8_192)
def forms_of(key: str, language: str) -> tuple[str, ...]:
    """The keys that a word may be a form of, the likeliest first, without itself; a phrase bends in each word."""
    first, _, rest = key.partition(" ")
    if rest:
        return _phrase_forms(first, rest, language)
    if not key:
        return ()
    return tuple(dict.fromkeys((*_without_prefix(key, language), *_without_ending(key, language))))[:MAX_FORMS]


def _phrase_forms(first: str, rest: str, language: str) -> tuple[str, ...]:
    """Its first word bent, its last, or both."""
    firsts = (first, *forms_of(first, language)[:5])
    rests = (rest, *(() if " " in rest or language in _PREFIXES else forms_of(rest, language)[:5]))
    return tuple(f"{one} {other}" for one in firsts for other in rests)[1:]


def _without_ending(key: str, language: str) -> list[str]:
    found: list[str] = []
    least = _least_stem(key)
    for ending, stood in _rules(language):
        if key.endswith(ending) and len(key) - len(ending) >= 2:
            stem = key[: -len(ending)]
            found.extend(stem + end for end in stood if stem + end != key and len(stem + end) >= least)
    return found


def _least_stem(key: str) -> int:
    """Indic and Korean syllables say more in fewer letters."""
    return 2 if ord(key[0]) >= 0x900 else 3


def _without_prefix(key: str, language: str) -> list[str]:
    found = []
    for prefix in _PREFIXES.get(language, ()):
        head, _, stood = prefix.partition(">")
        if key.startswith(head) and len(key) - len(head) >= 3:
            found.append(stood + key[len(head) :])
    return found
