"""Names of the months in the languages that feeds are written in (CLDR's forms, and those people use besides)."""

_NAMES = (
    "ean eanáir ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janar janeiro januar januari january "
    "január januára janv janvier janvāris janúar jän jänner led leden ledna oca ocak saus sausio sausis sij "
    "siječanj siječnja sty styczeń stycznia tammi tammikuu tammikuuta urt urtarrila xan xaneiro yan yanvar ιαν "
    "ιανουάριοσ ιανουαρίου січ січень січня янв январь января яну януари јан јануар јануари қаң қаңтар հնվ "
    "հունվար հունվարի ינואר ינו׳ جانفي جنوری يناير ژانویه ژانویهٔ जनवरी जन॰ জানু জানুয়ারী ஜன ஜனவரி ม.ค มกราคม "
    "იან იანვარი",
    "feabh feabhra feb febbraio febr febreiro febrer febrero februar februari februarie february február "
    "februára februāris febrúar fev fevereiro fevral fév févr février helmi helmikuu helmikuuta lut lutego luty "
    "ots otsaila peb pebrero shk shkurt vas vasario vasaris veebr veebruar velj veljača veljače úno únor února "
    "şub şubat φεβ φεβρουάριοσ φεβρουαρίου ақп ақпан лют лютий лютого феб фебруар фев февр февраль февраля "
    "февруари փետրվար փետրվարի փտվ פברואר פבר׳ شباط فبراير فروری فوریه فوریهٔ فيفري फ़रवरी फ़र॰ ফেব ফেব্রুয়ারী "
    "பிப் பிப்ரவரி ก.พ กุมภาพันธ์ თებ თებერვალი",
    "bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marca march marec maret "
    "mars marso mart martie marts martxoa marzec marzo març março mrt márc március márta mär märts märz ožu "
    "ožujak ožujka μάρ μάρτιοσ μαρ μαρτίου бер березень березня мар март марта нау наурыз մարտ մարտի մրտ מרץ "
    "آذار مارس مارچ मार्च মার্চ மார் மார்ச் มี.ค มีนาคม მარ მარტი",
    "abr abril aib aibreán api apirila apr aprel april aprile aprili aprilie aprill apríl apríla aprīlis avr "
    "avril bal balandis balandžio dub duben dubna d’abr d’abril huhti huhtikuu huhtikuuta kwi kwiecień kwietnia "
    "nis nisan pri prill tra travanj travnja ápr április απρ απρίλιοσ απριλίου апр апрель апреля април квіт "
    "квітень квітня сәу сәуір ապր ապրիլ ապրիլի אפריל אפר׳ آوریل أبريل أفريل اپریل نيسان अप्रैल এপ্রি এপ্রিল ஏப் "
    "ஏப்ரல் เม.ย เมษายน აპრ აპრილი",
    "beal bealtaine geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs maio maj maja may "
    "mayo mayıs maí mei máj mája május svi svibanj svibnja touko toukokuu toukokuuta μάι μάιοσ μαΐ μαΐου "
    "май мам мамыр мая мај трав травень травня մայիս մայիսի մյս מאי أيار مئی ماي مايو مه مهٔ मई মে மே พ.ค "
    "พฤษภาคม მაი მაისი",
    "birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran hun hunyo iun iunie iyn iyun "
    "juin jun june junho juni junij junio juny juuni jún júna június júní jūn jūnijs kesä kesäkuu kesäkuuta "
    "lipanj lipnja meith meitheamh qer qershor xuño červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн июнь июня "
    "мау маусым черв червень червня юни јун јуни հնս հունիս հունիսի יוני جوان جون حزيران يونيو ژوئن जून জুন "
    "ஜூன் มิ.ย มิถุนายน ივნ ივნისი",
    "heinä heinäkuu heinäkuuta hul hulyo iul iulie iyl iyul iúil juil juillet jul julai julho juli julij julio "
    "juliol july juuli júl júla július júlí jūl jūlijs korr korrik liep liepa liepos lipca lipiec lug luglio "
    "srpanj srpnja tem temmuz uzt uztaila xul xullo července červenec čvc ιουλ ιουλίου ιούλ ιούλιοσ июл июль "
    "июля лип липень липня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי تموز جولائی جويلية يوليو ژوئیه ژوئیهٔ "
    "जुलाई जुल॰ জুল জুলাই ஜூலை ก.ค กรกฎาคม ივლ ივლისი lip",
    "abu abuztua ag ago agost agosti agosto agu agustus aou aoû août aug august augusta augusti augusts "
    "augustus augusztus avg avgust ağu ağustos d’ag d’agost elo elokuu elokuuta gush gusht kol kolovoz kolovoza "
    "lún lúnasa ogo ogos rugp rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna ágú ágúst αυγ αυγούστου αύγ "
    "αύγουστοσ авг август августа серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט אוג׳ آب أغسطس أوت "
    "اوت اگست अगस्त अग॰ আগ আগস্ট ஆக ஆகஸ்ட் ส.ค สิงหาคม აგვ აგვისტო srp",
    "eyl eylül ira iraila mfómh rugs rugsėjis rugsėjo ruj rujan rujna sen sentabr sep sept septemba septembar "
    "september septembra septembre septembrie septembris septiembre set setembre setembro settembre setyembre "
    "sht shtator syys syyskuu syyskuuta szept szeptember wrz wrzesień września zář září σεπ σεπτέμβριοσ "
    "σεπτεμβρίου вер вересень вересня сен сент сентябрь сентября сеп септембар септември қыр қыркүйек սեպ "
    "սեպտեմբեր սեպտեմբերի ספטמבר ספט׳ أيلول سبتمبر ستمبر سپتامبر सितंबर सित॰ সেপ সেপ্টেম্বর செப் செப்டம்பர் ก.ย "
    "กันยายน სექ სექტემბერი",
    "dfómh d’oct d’octubre eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktabr "
    "oktoba oktobar oktober oktobris oktoober oktubre október októbra ott ottobre out outubro paź październik "
    "października spal spalio spalis tet tetor urr urria říj říjen října οκτ οκτωβρίου οκτώβριοσ жовт жовтень "
    "жовтня окт октобар октомври октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר אוק׳ أكتوبر اکتبر "
    "اکتوبر تشرين الأول अक्टूबर अक्टू॰ অক্টো অক্টোবর அக் அக்டோபர் ต.ค ตุลาคม ოქტ ოქტომბერი",
    "aza azaroa kas kasım lapkr lapkritis lapkričio listopadu marras marraskuu marraskuuta nob nobyembre "
    "noiembrie nov novemba novembar november novembra novembre novembris novembro noviembre noy noyabr nën "
    "nëntor nóv nóvember samh samhain stu studeni studenoga νοέ νοέμβριοσ νοε νοεμβρίου лист листопад листопада "
    "нов новембар ное ноември нояб ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר נוב׳ نوامبر نوفمبر "
    "نومبر नवंबर नव॰ নভে নভেম্বর நவ நவம்பர் พ.ย พฤศจิกายน ნოე ნოემბერი lis listopad listopada",
    "abe abendua ara aralık dec decembar december decembra decembrie decembris decembro dek dekabr des desemba "
    "desember desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disember "
    "disyembre déc décembre gru grudnia grudzień gruod gruodis gruodžio joulu joulukuu joulukuuta noll nollaig "
    "pro prosinac prosinca prosince prosinec δεκ δεκέμβριοσ δεκεμβρίου груд грудень грудня дек декабрь декабря "
    "декември дец децембар жел желтоқсан դեկ դեկտեմբեր դեկտեմբերի דצמבר דצמ׳ دسامبر دسمبر ديسمبر दिसंबर दिस॰ "
    "ডিসে ডিসেম্বর டிச டிசம்பர் ธ.ค ธันวาคม დეკ დეკემბერი",
)

MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
"""Name in lower case, without a final point -> number."""

CROATIAN = {"lip": 6, "lipanj": 6, "srp": 7, "srpanj": 7, "lis": 10, "listopad": 10, "listopada": 10}
"""Words that other Slavic languages use for the month after."""
