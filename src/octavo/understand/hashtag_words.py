"""Words that make no hashtag: what publishers tag for themselves, and adjectives of peoples."""

from octavo.understand.name_words import words_of

# As slugs. Genres, sections and functions of a page; a reader follows none of them.
JUNK = words_of(
    "news home homepage latest breaking topnews headlines world international national local regional politics "
    "opinion business sport sports culture lifestyle entertainment video videos audio podcast podcasts photo "
    "photos gallery live liveblog blog article articles newsletter premium plus exclusive analysis comment "
    "commentary editorial feature features general other misc uncategorized featured top story stories report "
    "reports update updates topic topics tags tag nachrichten aktuelles politik wirtschaft kultur welt ausland "
    "inland panorama meinung kommentar gastkommentar "
    "gesellschaft vermischtes startseite schlagzeilen regionales "
    "wissen leben actualité actualités monde société économie "
    "une accueil vidéo opinions portada noticias mundo "
    "sociedad economía cultura deportes opinión actualidad última cronaca notizie attualità economia mondo "
    "notícias últimas brasil nieuws binnenland buitenland "
    "aktualności wiadomości świat kraj domácí zprávy nyheter "
    "inrikes utrikes kultur haber gündem dünya spor "
    "berita nasional новости россия главное мир общество экономика "
    "новини світ суспільство τοπικά ειδήσεις أخبار الأخبار عاجل سياسة "
    "رياضة اقتصاد समाचार ताज़ा খবর 新闻 新聞 国际 國際 "
    "ニュース 国内 国際 뉴스 사회 정치 세계 reuters afp dpa ap "
    "epa apa sid upi ansa efe pti ani tass getty gettyimages facebook "
    "twitter instagram whatsapp youtube tiktok telegram linkedin "
    "pinterest email e-mail copyright foto fotos bild "
    "bilder quelle source redaktion editor "
)

DEMONYMS = words_of(
    "american americans british english french german "
    "germans russian russians chinese japanese israeli israelis "
    "palestinian palestinians ukrainian ukrainians iranian iranians european europeans african africans asian "
    "indian indians italian spanish australian australians canadian canadians mexican mexicans turkish syrian "
    "syrians egyptian iraqi afghan korean irish scottish "
    "welsh polish dutch swedish brazilian arab arabs muslim "
    "muslims christian christians jewish jews "
    "democrat democrats democratic republican republicans conservative "
    "conservatives labour western eastern northern southern "
    "latin deutsche deutschen deutscher amerikaner russen "
    "franzosen briten chinesen europäer ukrainer österreicher schweizer berliner hamburger wiener münchner "
    "frankfurter américain américains français russe russes allemand estadounidense ruso rusa russo americano "
    "catholic catholics soviet nazi black white internet sunday father mother god prime minister president "
)
