"""Texts about invented events, and ways to copy them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from octavo.core.stories import Sighting
from octavo.testing.embedders import HashEmbedder

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

FERRY = (
    "The ferry Aldona ran aground on Monday off the port of Merrow with 214 passengers on board, the "
    "harbour master said.\n\n"
    "Nobody was hurt. Two tugs from the neighbouring island of Skarv reached the ship within forty "
    "minutes and held it against the wind until the tide came in.\n\n"
    "The captain, Ines Halloran, told passengers over the loudspeaker that a steering motor had failed. A "
    "spare was brought aboard by helicopter at dusk.\n\n"
    "The line that runs the ship, Northwater, promised to pay back every fare and to put travellers up in "
    "hotels along the quay.\n\n"
    "The transport ministry opened an inquiry. It is the third failure of its kind on that route since "
    "the winter timetable began."
)

MARKET = (
    "Traders in the hill town of Orsava closed their stalls for a second day in protest at a levy on "
    "weighing scales.\n\n"
    "The council says that the charge of four crowns a week pays for new drains under the square, which "
    "flooded twice last spring and spoiled the stock of thirty shops.\n\n"
    "A baker, Tomas Verin, said that he would rather carry his own water away in buckets than pay for "
    "what was promised before the last election.\n\n"
    "Talks are to go on Thursday in the old granary. Neither side expects them to be short, and both have "
    "asked the bishop to listen."
)

CHINESE = (
    "周一上午，载有二百一十四名乘客的渡轮阿尔多纳号在梅罗港外搁浅，港务局长表示无人受伤。两艘拖"
    "船在四十分钟内赶到，顶着风浪稳住船身，直到潮水上涨。船长告诉乘客，一台舵机发生故障，备用部"
    "件在黄昏时由直升机送到船上。运营该船的公司承诺退还全部票款，并安排旅客住进码头边的旅馆。交"
    "通部已展开调查。"
)

HINDI = (
    "सोमवार को मेरो बंदरगाह के पास दो सौ चौदह यात्रियों को ले जा रही नौका अल्दोना रेत "
    "में फँस गई। बंदरगाह प्रमुख ने बताया कि किसी को चोट नहीं आई। पड़ोसी द्वीप से दो "
    "नावें चालीस मिनट में पहुँचीं और ज्वार आने तक जहाज़ को हवा के सामने थामे रहीं। "
    "कप्तान ने यात्रियों से कहा कि पतवार की मशीन ख़राब हो गई थी और शाम को हेलीकॉप्टर "
    "से नई मशीन लाई गई।"
)

FRENCH = (
    "Le ferry Aldona s’est échoué lundi au large du port de Merrow avec 214 passagers à bord, a annoncé le "
    "capitaine du port.\n\n"
    "Personne n’a été blessé. Deux remorqueurs de l’île voisine de Skarv ont rejoint le navire en quarante "
    "minutes et l’ont tenu contre le vent jusqu’à la marée haute.\n\n"
    "La commandante, Ines Halloran, a dit aux passagers qu’un moteur de direction était tombé en panne. La "
    "compagnie Northwater a promis de rembourser tous les billets. Le ministère des transports a ouvert une enquête."
)

ARABIC = (
    "جنحت العبارة ألدونا يوم الاثنين قبالة ميناء ميرو وعلى متنها 214 راكبا، حسبما أعلن مدير الميناء. ولم يصب أحد "
    "بأذى. ووصلت قاطرتان من جزيرة سكارف المجاورة خلال أربعين دقيقة وثبتتا السفينة في وجه الريح حتى ارتفع المد. وقالت "
    "القبطانة إينيس هالوران للركاب إن محرك التوجيه تعطل. ووعدت شركة نورثووتر المشغلة للعبارة برد ثمن التذاكر كاملا، "
    "وفتحت وزارة النقل تحقيقا في الحادث."
)

FERRY_SOLD = (
    "Northwater has agreed to sell its six ferries to a rival, Blueline, for 90 million crowns, both companies "
    "said.\n\n"
    "The sale must be approved by the competition office, which has until autumn to decide. Blueline plans to keep "
    "all timetables and most of the 430 jobs.\n\n"
    "Northwater's shares rose by a fifth. Its chief executive, Marta Oyelaran, said that the family which founded the "
    "line ninety years ago would keep its hotels."
)
"""Another event about the same company."""

OTHER_FERRY = (
    "A car ferry collided with a fishing boat in thick fog near the lighthouse of Tarnholm, and eleven people "
    "were taken to hospital, rescuers said.\n\n"
    "The fishing boat sank within minutes; its crew of four were pulled from the water. The ferry Kestrel reached the "
    "port under its own power with a hole in the bow.\n\n"
    "Police took a blood sample from the helmsman of the Kestrel, as they do after every accident."
)
"""Another event of the same kind."""


def sighting(article: str, text: str, *, title: str = "", hours: float = 0, **said: Any) -> Sighting:
    return Sighting(article, title or f"Headline {article}", text, at=NOON + timedelta(hours=hours), **said)


def without_paragraph(text: str, number: int) -> str:
    paragraphs = text.split("\n\n")
    return "\n\n".join(paragraphs[:number] + paragraphs[number + 1 :])


def seen(article: str, text: str, *, title: str = "", hours: float | None = 0, **said: Any) -> Sighting:
    """With an embedding that knows letters only, and the names given."""
    vector = HashEmbedder(384).embed([f"{title}\n{text}"[:800]])[0]
    at = None if hours is None else NOON + timedelta(hours=hours)
    return Sighting(article, title, text, at=at, embedding=vector.astype("<f2").tobytes(), **said)
