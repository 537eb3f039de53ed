"""News agencies and how the press of the world writes their names: facts, kept as a table.

A short name that is a word of other things too ("ANI", "PA") counts only where it is set apart: in brackets, alone in
a credit, or as the whole value of a field.
"""

from functools import lru_cache

from octavo.extract.text import fold

# The name that readers are shown, then the spellings.
AGENCIES = (
    (
        "Reuters",
        ("Reuters", "Thomson Reuters", "Рейтер", "Reuter", "رويترز", "路透社", "路透", "ロイター", "로이터", "रॉयटर्स"),
    ),
    (
        "AFP",
        (
            "AFP",
            "Agence France-Presse",
            "Agence France Presse",
            "АФП",
            "فرانس برس",
            "أ ف ب",
            "法新社",
            "AFP通信",
            "एएफपी",
        ),
    ),
    (
        "AP",
        (
            "AP",
            "Associated Press",
            "The Associated Press",
            "АП",
            "أسوشيتد برس",
            "أ ب",
            "美联社",
            "美聯社",
            "AP通信",
            "एपी",
        ),
    ),
    ("dpa", ("dpa", "Deutsche Presse-Agentur", "dpa-AFX", "د ب أ", "德新社")),
    ("EFE", ("EFE", "Agencia EFE", "ЭФЕ", "埃菲社")),
    ("ANSA", ("ANSA", "安莎社")),
    ("Xinhua", ("Xinhua", "Xinhua News Agency", "Синьхуа", "شينخوا", "新华社", "新華社", "신화통신")),
    ("TASS", ("TASS", "ITAR-TASS", "ТАСС", "ИТАР-ТАСС", "تاس", "塔斯社", "タス通信")),
    ("RIA Novosti", ("RIA Novosti", "РИА Новости", "俄新社")),
    ("Interfax", ("Interfax", "Интерфакс", "国际文传电讯社")),
    ("Ukrinform", ("Ukrinform", "Укринформ", "Укрінформ")),
    ("Interfax-Ukraine", ("Interfax-Ukraine", "Интерфакс-Украина", "Інтерфакс-Україна")),
    ("Belga", ("Belga", "Agence Belga")),
    ("ANP", ("ANP",)),
    ("APA", ("APA", "Austria Presse Agentur")),
    ("Keystone-SDA", ("Keystone-SDA", "Keystone-ATS", "SDA", "ATS", "sda/ats")),
    ("SID", ("SID", "Sport-Informations-Dienst")),
    ("epd", ("epd", "Evangelischer Pressedienst")),
    ("KNA", ("KNA", "Katholische Nachrichten-Agentur")),
    ("AFX", ("AFX",)),
    ("PA Media", ("PA Media", "Press Association", "PA")),
    ("AAP", ("AAP", "Australian Associated Press")),
    ("The Canadian Press", ("The Canadian Press", "Canadian Press", "La Presse Canadienne", "Presse Canadienne")),
    ("UPI", ("UPI", "United Press International")),
    ("Bloomberg", ("Bloomberg", "Bloomberg News")),
    ("Lusa", ("Lusa", "Agência Lusa")),
    ("Europa Press", ("Europa Press",)),
    ("AdnKronos", ("AdnKronos", "Adnkronos")),
    ("AGI", ("AGI",)),
    ("NTB", ("NTB", "NTB Scanpix")),
    ("TT", ("TT", "TT Nyhetsbyrån")),
    ("Ritzau", ("Ritzau",)),
    ("STT", ("STT", "STT-Lehtikuva")),
    ("PAP", ("PAP", "Polska Agencja Prasowa")),
    ("ČTK", ("ČTK", "CTK")),
    ("TASR", ("TASR",)),
    ("SITA", ("SITA",)),
    ("MTI", ("MTI",)),
    ("Agerpres", ("Agerpres", "AGERPRES")),
    ("BTA", ("BTA", "БТА")),
    ("Hina", ("Hina", "HINA")),
    ("Tanjug", ("Tanjug", "Танјуг")),
    ("Beta", ("Agencija Beta",)),
    ("FENA", ("FENA",)),
    ("ANA-MPA", ("ANA-MPA", "ΑΠΕ-ΜΠΕ", "ΑΠΕ")),
    ("Anadolu", ("Anadolu", "Anadolu Agency", "Anadolu Ajansı", "Agence Anadolu", "الأناضول", "阿纳多卢通讯社")),
    ("DHA", ("DHA", "Demirören Haber Ajansı")),
    ("İHA", ("İHA", "IHA", "İhlas Haber Ajansı")),
    ("IRNA", ("IRNA", "ایرنا", "إرنا")),
    ("ISNA", ("ISNA", "ایسنا")),
    ("WAM", ("WAM", "وام")),
    ("SPA", ("Saudi Press Agency", "واس")),
    ("MENA", ("Middle East News Agency", "أ ش أ")),
    ("SANA", ("SANA", "سانا")),
    ("Wafa", ("Wafa", "WAFA", "وفا")),
    ("QNA", ("QNA", "قنا")),
    ("KUNA", ("KUNA", "كونا")),
    ("APS", ("Algérie Presse Service", "وأج")),
    ("TAP", ("Tunis Afrique Presse",)),
    ("MAP", ("Maghreb Arabe Presse",)),
    ("PTI", ("PTI", "Press Trust of India", "पीटीआई")),
    ("ANI", ("ANI", "Asian News International", "एएनआई")),
    ("IANS", ("IANS", "Indo-Asian News Service", "आईएएनएस")),
    ("UNI", ("United News of India",)),
    ("APP", ("Associated Press of Pakistan",)),
    ("UNB", ("UNB", "United News of Bangladesh", "ইউএনবি")),
    ("BSS", ("BSS", "Bangladesh Sangbad Sangstha", "বাসস")),
    ("Kyodo", ("Kyodo", "Kyodo News", "共同通信", "共同社", "共同", "교도통신")),
    ("Jiji", ("Jiji", "Jiji Press", "時事通信", "時事", "지지통신")),
    ("Yonhap", ("Yonhap", "Yonhap News", "연합뉴스", "韩联社", "韓聯社", "聯合ニュース")),
    ("Newsis", ("Newsis", "뉴시스")),
    ("CNA", ("中央社", "Central News Agency")),
    ("CNS", ("中新社", "中国新闻社", "China News Service")),
    ("Antara", ("Antara", "ANTARA")),
    ("Bernama", ("Bernama", "BERNAMA")),
    ("VNA", ("TTXVN", "Vietnam News Agency")),
    ("TNA", ("Thai News Agency", "สำนักข่าวไทย")),
    ("NAN", ("News Agency of Nigeria",)),
    ("GNA", ("Ghana News Agency",)),
    ("SAnews", ("SAnews", "SAnews.gov.za")),
    ("Agência Brasil", ("Agência Brasil",)),
    ("Télam", ("Télam", "Telam")),
    ("Notimex", ("Notimex",)),
    ("Prensa Latina", ("Prensa Latina",)),
)
LONGEST_SPELLING = 40


def agency_named(text: str) -> str | None:
    """The agency whose name this is, all of it; None for anything else."""
    return _by_spelling().get(fold(text)) if len(text) <= LONGEST_SPELLING else None


@lru_cache(maxsize=1)
def _by_spelling() -> dict[str, str]:
    return {fold(spelling): name for name, spellings in AGENCIES for spelling in (name, *spellings)}
