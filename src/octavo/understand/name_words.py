"""Words that stand in, before or beside names without being one: particles, titles, days, common German nouns.

Lists are small on purpose: they hold what is frequent in news, in lower case. What they miss costs a weak name.
"""

from octavo.understand.small_words import ALL_SMALL_WORDS


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Join two capitalised words into one name ("Ursula von der Leyen", "Bank of England").
PARTICLES = words_of(
    "de da do dos das del della dello di du van von der den ter bin ibn bint al el of ul la las los le "
)
# Particles only after another one ("de la", "van der"), never alone.
SECOND_PARTICLES = words_of("la las los le der den ter ")

TITLES = words_of(
    # en
    "mr mrs ms dr prof professor president vice prime minister chancellor premier senator sen rep gov governor "
    "mayor king queen prince princess duke pope sir lord lady dame judge justice general gen colonel col captain "
    "capt lieutenant lt sergeant sgt secretary ambassador congressman congresswoman representative chief director "
    "former foreign defence defense interior rev reverend father bishop archbishop cardinal saint professor "
    "sheikh imam rabbi père révérend peder rahip vater bischof pfarrer reverend padre św св о finance attorney "
    "spokesman spokeswoman spokesperson coach ceo chairman chairwoman "
    # de
    "herr frau präsident präsidentin bundeskanzler bundeskanzlerin kanzler kanzlerin ministerpräsident "
    "ministerpräsidentin premierminister premierministerin außenminister außenministerin innenminister "
    "innenministerin finanzminister finanzministerin verteidigungsminister verteidigungsministerin bürgermeister "
    "bürgermeisterin oberbürgermeister minister ministerin trainer sprecher sprecherin papst könig königin prinz "
    "us-präsident bundespräsident bundestrainer generalsekretär chef chefin professorin "
    # fr es it pt nl pl sv tr
    "m mme mlle monsieur madame président présidente ministre maire pape roi reine sr sra don doña señor señora "
    "presidente presidenta ministro ministra papa rey reina signor signora dottor onorevole sindaco premier rei "
    "rainha senhor senhora koning koningin prins paus pan pani prezydent premier papież statsminister kung "
    "drottning påven cumhurbaşkanı başkan bakanı başkanı sayın bay presiden perdana menteri gubernur "
    # ru uk el
    "президент премьер министр господин госпожа папа прем'єр міністр пан пані κ πρωθυπουργός πρόεδρος υπουργός "
)

# Titles that a country's or a firm's name may stand before ("Harlundian Prime Minister Anna Brandt").
OFFICES = words_of("president minister chancellor ceo general secretary senator governor spokesman spokeswoman mayor")

DATES = words_of(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun january "
    "february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec gmt utc est edt am pm bst cet montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag januar februar märz mai juni juli oktober dezember dientes uhr mandag tirsdag onsdag "
    "torsdag fredag lørdag søndag senin selasa rabu kamis jumat sabtu minggu januari februari maret mei agustus "
    "desember lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre janeiro fevereiro março maio junho julho setembro outubro "
    "novembro dezembro segunda-feira terça-feira quarta-feira quinta-feira sexta-feira pazartesi salı çarşamba "
    "perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık "
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου "
    "ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου "
)

# Capitalised in English or at the head of sentences and pages, and never whom or what a text is about.
NO_NAMES = words_of(
    "i i'm i've i'll i'd ok okay yes no mr mrs ms dr st photo photos video image images read more also see "
    "advertisement related updated published watch live news breaking exclusive opinion analysis editorial editor "
    "editors getty reuters ap afp however meanwhile although despite according since still many some most several "
    "here there these those such then now today yesterday tomorrow earlier later last next first second third "
    "another other each every both either neither nor yet so thus therefore instead just even only once until "
    "unless whether why how what when where who whose which that this it its he she we they you my your his her "
    "our their me him them us die das der foto bild laut doch dabei zudem außerdem allerdings jedoch nun so hier "
    "dort heute gestern morgen "
)

# The last word of a name of several words that alone says nothing ("European Union", "Банк России").
COMMON_HEADS = words_of(
    "union states nations kingdom republic party bank university council court house office ministry department "
    "agency association organization organisation group company corporation club city county state street road "
    "avenue park river lake sea ocean island islands mountain mountains school college hospital church museum "
    "center centre institute foundation committee commission parliament congress senate assembly army force "
    "forces police service authority board team league cup championship games world news times post journal act "
    "bill law war day week month year prize award festival report conference summit east west north south america "
    "district province region valley bay airport station line bridge square stadium arena tower hall palace "
    "movement front community services systems studies sciences centre alliance federation society fund trust "
    "network television radio press magazine review "
)

GERMAN_NOUNS = words_of(
    "abend abkommen amt anfang angabe angaben angebot angst anteil antrag arbeit arbeiter art arzt aufgabe "
    "auftrag auge augen ausland auto bahn bau beginn behörde behörden beispiel bericht besuch betrieb bevölkerung "
    "beziehung bild blick boden branche brand brief bruder buch bund bundesland bundesregierung bundestag "
    "bundeswehr bürger chance daten dauer dialog ding dinge dorf druck ebene ehe ehre eigentümer eingriff einsatz "
    "einwohner eltern ende energie entwicklung erde erfolg ergebnis euro experte experten fahrer fahrt fahrzeug "
    "fall falle familie farbe fehler feier feind feld fest feuer feuerwehr film firma firmen flucht flughafen "
    "flugzeug folge folgen form frage fragen frau frauen freiheit freund freunde frieden führer fuß gas gast "
    "gebäude gebiet gefahr gegner geist geld gericht geschäft gesetz gesicht gespräch gespräche gesundheit gewalt "
    "gewinn glück grad grenze größe grund gruppe hafen hand handel haus haushalt heimat herbst herz hilfe himmel "
    "hinweis hinweise hoffnung idee industrie inhalt insel interesse interview jahr jahre jahren jahrhundert job "
    "jugend junge jungen kampf kandidat kauf kind kinder kindern kirche klasse klima koalition konflikt konzern "
    "kopf kosten kraft kräfte krankenhaus krankheit krieg krise kritik kultur kunde kunden kunst lage land länder "
    "landes lauf leben lehrer lehrerin leute licht liebe liste lösung luft macht mal mann männer markt maßnahme "
    "maßnahmen maß mehrheit meinung meister menge mensch menschen meter mieter milliarde milliarden million "
    "millionen minute minuten mitarbeiter mitglied mitglieder mitte mittel mord motor musik mutter nachmittag "
    "nachricht nachrichten nacht name namen natur netz niederlage norden nutzer opfer opposition ort osten partei "
    "parteien partner personen person pflicht plan pläne platz politik politiker polizei post praxis preis preise "
    "problem probleme produkt produktion programm projekt prozent punkt punkte qualität quelle rand rat raum "
    "recht rechte rede reform regel regeln regen region reise rennen rest richter richtung rolle ruhe runde sache "
    "saison satz schaden schiff schluss schritt schritte schuld schule schüler schutz schwester see seite seiten "
    "sender sicht sieg sinn sitz sohn soldat soldaten sommer sonne spiel spieler spiele sport sprache staat "
    "staaten stadt städte stand start stelle stellen steuer stimme stimmen straße streit stück student studie "
    "stunde stunden süden tag tage tagen tat täter team technik teil teile tempo termin text thema themen tier "
    "tiere tisch tochter tod tor tore tote toten traum truppen tür uhr umfrage umwelt unfall unternehmen "
    "unterricht unterschied untersuchung urlaub ursache urteil vater verband verbot verbraucher verdacht verein "
    "verfahren vergleich verhandlungen verkauf verkehr verletzte verlust vertrag vertreter volk vorjahr vorschlag "
    "vorwurf vorwürfe wahl wahlen wald wand wasser weg wege weise welt werk werke wert wert westen wetter wind "
    "winter wirtschaft wissen wissenschaftler woche wochen wohnung wort worte wunsch zahl zahlen zeichen zeit "
    "zeiten zeitung zentrum zeuge zeugen ziel ziele zimmer zug zukunft zusammenarbeit zustand zweifel "
)
GERMAN_NOUN_ENDINGS = tuple(
    words_of(
        "ung ungen heit heiten keit keiten schaft schaften tion tionen ismus tät täten nis nisse chen ment mente "
        "ling linge tum innen eure isten anten enten zeit jahr jahre jahren leute kräfte preise recht gesetz "
        "minister präsident partei werk stoff "
    )
)
# A noun of German follows these; a name seldom does.
GERMAN_DETERMINERS = words_of(
    "der die das des dem den ein eine einen einem einer eines kein keine keinen keinem keiner mein meine sein "
    "seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere dieser diese dieses diesen diesem jeder "
    "jede jedes jeden jedem beim im am zum zur vom ins ans alle allen viele vielen mehr einige einigen mehrere "
    "mehreren zwei drei "
)

SMALL_WORDS = ALL_SMALL_WORDS | words_of(
    "während obwohl nachdem bevor seitdem weil wenn falls damit dann ayrıca ancak fakat çünkü почему зачем хотя "
    "пока поэтому кроме именно чому тому окрім aunque mientras además porque quoique lorsque pourquoi puis alors "
    "perché mentre bis zu hin ab je à wer ob allein cela cette ceux ainsi mais elle ils и в во не на я с со что а "
    "по он она оно они как но к ко у за из от до о об это для при же так то бы мы вы его ее её их все всё уже ещё "
    "еще или если когда только также после был была были было быть может этот эта эти том где чтобы кто нет более "
    "под над без через между во время однако сейчас теперь там здесь наш мой ранее по-прежнему і й та що як від "
    "про але це він вона вони вже або якщо також після був було були щоб під час коли се да от за при като беше "
    "са ще има към според след ο η το οι τα του της των τον την στο στη στον στην στις στα και να θα για με από "
    "σε που πως ότι δεν μια ένα αλλά είναι ήταν έχει αυτό αυτή όμως ενώ μετά πριν "
)
