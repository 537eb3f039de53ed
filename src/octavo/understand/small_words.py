"""Small words (articles, prepositions, pronouns, auxiliaries) that tell one language of Latin script from the others.

Each list holds common words; only those that no other list has count. The lists of neighbours that are never decided
here (Catalan, Galician, Danish …) are there to take away what they share.
"""

_WORDS = {
    "en": (
        "the of and to is was were for that with has have had said from are this which would their been who but "
        "not after its they it's about will when his her by as he she than what there could also more into being "
        "if we our you before between because over while where during"
    ),
    "de": (
        "der die das und ist nicht ein eine einen einem einer mit von für auf im den dem des sich auch es werden "
        "wurde wird haben hat sind bei nach zum zur über aus wie dass oder noch nur durch vor sie er wir ihre "
        "seine vom am kann aber sei seit mehr gegen unter"
    ),
    "fr": (
        "le la les des et est une dans pour que qui sur avec pas plus par au aux ce cette sont ont été du il elle "
        "mais comme ses leur ou nous vous son sa se ne être fait entre après selon depuis sous aussi était d'une "
        "d'un qu'il c'est ces"
    ),
    "es": (
        "el la los las y en que por una con para es del al se su como más pero sus fue este esta ha lo un según "
        "entre sobre también desde son hasta muy sin cuando hay años tras han donde durante ya está ser"
    ),
    "pt": (
        "o os a as e do da dos das em que um uma para com não por no na nos nas se mais foi ao aos como mas pela "
        "pelo são também ser está sua seu até quando entre sobre já após anos segundo depois há muito ele ela "
        "isso disse"
    ),
    "it": (
        "il lo gli che di della del dei delle nel nella alla con per una non più sono è ha anche come dal dalla "
        "si ma questo questa stato al alle degli ai sul sulla dopo essere loro suo sua hanno ed tra fra cui "
        "dell'ex perché anni un"
    ),
    "nl": (
        "de het een van en dat niet zijn voor met is op te aan door ook er bij naar uit maar om wordt werd heeft "
        "hebben over als die nog deze zich dan was worden kan meer geen tegen onder hij ze wij hun onze tot na "
        "jaar volgens wel waar"
    ),
    "pl": (
        "nie się jest na do że jak przez oraz po dla od który która które są był była było może tego ten tym jego "
        "jej przy także ale już tylko będzie czy ich ze co za też by gdy roku został"
    ),
    "tr": (
        "ve bir bu için ile da de olarak daha çok olan gibi kadar sonra en ise değil ancak var olduğu olduğunu "
        "tarafından göre her ne ki ya veya yeni üzerinde etti oldu dedi kendi"
    ),
    "sv": (
        "och att det är som på för av med till den inte har ett om var jag men från sig så kan när vi efter ska "
        "ut under eller också mot vid hade blev där över hans hennes bara år säger än"
    ),
    "da": (
        "og at det er som på for af med til den ikke har et om var jeg men fra sig så kan når vi efter skal ud "
        "under eller også mod ved havde blev hvor over hans hendes kun år siger end der de en i blive bliver ham"
    ),
    "nb": (
        "og at det er som på for av med til den ikke har et om var jeg men fra seg så kan når vi etter skal ut "
        "under eller også mot ved hadde ble hvor over hans hennes bare år sier enn der de en i bli blir ham"
    ),
    "nn": (
        "og at det er som på for av med til den ikkje har eit om var eg men frå seg så kan når vi etter skal ut "
        "under eller også mot ved hadde vart kvar over hans hennar berre år seier enn der dei ein i bli blir"
    ),
    "ca": (
        "el la els les i en que per una amb és del al es seu com més però va aquest aquesta ha ho un segons entre "
        "sobre també des són fins molt sense quan hi anys han on durant ja està ser dels pel no de"
    ),
    "gl": (
        "o os a as e do da dos das en que un unha para con non por no na nos nas se máis foi ao aos como pero "
        "pola polo son tamén ser está súa seu ata cando entre sobre xa tras anos segundo despois hai moi el ela "
        "iso dixo"
    ),
    "ro": (
        "și de la în cu pe care a o un nu din că pentru mai este au fost sunt prin dar ce să după le se al ale "
        "cel cei la iar fi lui sau fără între sub"
    ),
    "af": (
        "die van en het is in wat nie om te aan vir met op dat sy hy was by ook as word uit na maar sal kan deur "
        "hulle oor ons een"
    ),
    "id": (
        "yang dan di dari untuk dengan pada ini itu dalam akan tidak adalah ke juga oleh sebagai telah karena "
        "bisa para saat mereka kata lebih ada"
    ),
    "fil": "ang ng sa na at mga ay si ni para hindi ito kay kung may ako niya siya nang rin din",
    "vi": "và của là có cho không được trong với các một những này đã người khi về để",
    "hu": "a az és hogy nem egy is van volt meg csak de ezt már azt ki mint még ha el sem lehet után",
    "cs": "a se na je v že to s z do o i ve pro jako by jsem ale po od za si které který byl bylo jsou",
    "sk": "a sa na je v že to s z do o i vo pre ako by som ale po od za si ktoré ktorý bol bolo sú",
    "fi": "ja on ei että oli se hän mutta kun myös niin kuin ovat joka tai olla",
    "et": "ja on ei et oli see ta aga kui ka nii mis või olla",
    "hr": "i je u na se da za od su s o kao koji ne što to ili bi iz te nije će do",
    "sl": "in je v na se da za so od s o kot ki ne kar to ali bi iz ter ni do pa",
    "sq": "dhe të në e i që një për me nga është ka se si nuk u do",
    "eu": "eta da ez bat zen dira egin du ere izan baina hau dute",
    "lt": "ir yra į kad tai su iš ne bet kaip už jo apie buvo dėl",
    "lv": "un ir ka ar no uz par tas bija kas arī kā bet vai",
    "eo": "la kaj de en estas ne por kun al ke li mi sed kiel de pri",
    "la": "et in est non ad cum ut qui quae sed ex de a ab sunt",
    "oc": "lo la los las e en que per una amb es del al se son",
    "cy": "y yr a i yn o ar ei ac am ond mae oedd wedi fel gan",
    "ga": "an na agus ar a le i is do go sé bhí tá leis",
    "mt": "il li ta u ma f'il biex minn dan kien fuq",
    "sw": "ya na wa kwa ni za katika la hii kuwa",
    "so": "iyo ee ka oo ku ah in waxaa",
    "ht": "nan ak pou ki yo te pa gen yon sa",
    "lb": "den d'an déi net op mat fir ass vun eng",
    "fy": "de it fan en in yn dat net op mei te foar",
    "is": "og að er í á sem um það ekki við til með var",
    "ku": "û li ji bi di de ku bo jî ev",
    "uz": "va bu bilan uchun ham bir bo'lgan",
    "az": "və bu bir ilə üçün də da olan kimi daha",
    "yo": "ti ni awọn si fun ati lati",
    "tk": "we bir bu bilen üçin",
    "xh": "ukuba kwaye le uku",
    "mi": "te ki he o nga i me ka",
}

# The languages that may be decided by these words alone.
TELLING_WORDS = frozenset({"en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "sv"})


def _unique_words() -> dict[str, str]:
    seen: dict[str, set[str]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            seen.setdefault(word, set()).add(language)
    return {word: next(iter(languages)) for word, languages in seen.items() if len(languages) == 1}


LANGUAGE_OF_WORD = _unique_words()
# Of any of these languages: what a text is about is none of them.
ALL_SMALL_WORDS = frozenset(word for words in _WORDS.values() for word in words.split())
