"""What tells languages apart that are written almost alike: its own letters, its own spelling.

The statistical model sees short runs of letters, which such neighbours share; an editor looks at the spelling. The
words were chosen by hand: those that the press of one country uses daily and that of the other does not.
"""

import re

# In a text of one of these languages, such a letter can only be the named one's.
_TELLING_LETTERS = (
    (frozenset({"cs", "sk"}), (("cs", "ěřů"), ("sk", "ľĺŕôä"))),
    (frozenset({"sv", "da", "nb", "nn", "no"}), (("sv", "äö"),)),
    (frozenset({"pt", "gl", "oc", "ca"}), (("pt", "ãõâê"),)),
    (frozenset({"es", "ca", "oc", "gl", "pt"}), (("es", "¿¡"), ("ca", "ŀ"))),
    (frozenset({"ru", "bg", "mk", "sr"}), (("ru", "ыэё"), ("mk", "ѓќѕ"), ("sr", "ђћ"))),
    (frozenset({"ru", "bg", "uk", "be", "sr", "mk"}), (("be", "ў"), ("uk", "їєґ"))),
    (frozenset({"hi", "mr", "ne", "sa"}), (("mr", "ळ"),)),
    (frozenset({"tr", "tk", "az"}), (("az", "ə"), ("tr", "ğı"))),
    (frozenset({"de", "lb"}), (("de", "ß"),)),
)
_WORDS = re.compile(r"[a-z]+")
WORDS_CHARS = 2_000

_MALAY = (
    "abang abangnya adun agong ahad akaun akhbar akta aktiviti algeria amanah amaran amat anjuran antarabangsa "
    "apabila arahan arang arnab askar automatik awak awam badminton bahagian baharu bahawa bakteria bandar banduan "
    "bapa barangan bas basikal beg bekalan belanjawan belgium beliau beratus berbanding berbeza berbilion bercakap "
    "bercuti berdekatan beregu berehat bererti berhampiran beribu berikutan berjangkit berjaya berjuta berkahwin "
    "berkesan berkongsi berlepas bermaksud bermastautin bermula berpuluh bersara bersetuju betul beza bilik bilion "
    "bimbang bisnes bolasepak boleh bomba brazil britain budak cabaran cakap cakera capaian cik cili colombia "
    "contohnya croatia cuba cubaan cukai cyprus czech dadah dagangan dah dalaman dap daripada datuk demokratik "
    "diadakan dianggarkan dianjurkan dibenarkan dielakkan dihantar dijadualkan dijangka dijangkiti dijumpai dikenali "
    "dikesan dimaklumkan dimulakan dipercayai disahkan disember ditubuhkan doktor dramatik drastik eksport elektrik "
    "elok encik england enjin episod eropah esok exco faham fail fesyen filem finland fizik fizikal gabenor gangsa "
    "ganjil gelanggang gerai gergasi gesaan gimnasium greece guruh haiwan hantar hantaran hartanah hentian hidupan "
    "hospital hujah hujung hungary hutang iaitu ialah ianya ibubapa iceland idea identiti imej imigresen inggeris "
    "insurans iraq ireland isnin isteri itali jadual jalanraya jalur jambatan jangkit jangkitan jaringkan jawapan "
    "jawatankuasa jenayah jeneral jentera jepun jiran jirim johan johor julai julung jumaat jumpa jun jurulatih "
    "jururawat jurutera juruterbang kad kakitangan kampung kanak kanser kasut katanya kawalan kawasan kebangsaan "
    "kebanyakannya kebimbangan kebocoran kebolehan kecederaan kedah kedai keganasan kegemaran kejayaan kejohanan kek "
    "kekalahan kelab kelajuan kelantan kelembapan kelihatan kem kemahiran kemalangan kemboja kempen kemusnahan "
    "kenderaan kerana keranjang kerap kereta keretapi kerjaya kerosakan kes kesemua kesihatan ketawa ketenteraan "
    "keutamaan kewangan kewarganegaraan khabar khamis kilang kod kolej komander kompaun komuniti kos krismas kritikal "
    "kronik kualiti kuasa kuih lakonan laluan lapan lawatan lebuh lebuhraya leftenan lelaki lembu lesen letupan "
    "liputan litar logik lokap lori maghribi mahkamah mahu mahukan mahupun majlis makluman maklumat manakala mangsa "
    "matawang matematik matlamat mejar melaka melambatkan melawat melepasi memaklumkan memandangkan memberitahu "
    "membina memenangi memohon memuat memulakan menafikan mencuba mendakwa mendapati mendedahkan menemui menentang "
    "menerusi menewaskan mengadakan menganjurkan mengelak mengelakkan mengesahkan mengesan mengetuai menggesa "
    "menghantar menghargai mengikut menguatkuasakan mengulas mengurangkan menjaringkan menjumpai mentol menubuhkan "
    "menyelamat menyertai menyeru menyiasat menyifatkan menyokong meraikan merasmikan merentas mesej mesyuarat minda "
    "minit moden motosikal muatnaik mula muzik muzium naib nak nampak nisbah nombor norway nuklear ogos olimpik "
    "pahang pakej palestin palung pangsapuri parlimen parti pasport pautan peguam pelabur pelaburan pelakon pelan "
    "pelancaran pelancong pelancongan pelayar pelbagai pemaju pemandu pembangkang pembedahan pembekal pembinaan "
    "pemerhati pemerhatian peminat pemindahan pemohon penambahbaikan pencen pendakwa pendakwaan pendatang penerbit "
    "penganalisis pengangkutan penganjur pengarah pengaturcara pengebumian pengerusi pengesahan pengetua pengganas "
    "penggodam penghantaran penguatkuasaan peniaga penjawat pentas penterjemah penubuhan penuntut penyelamat "
    "penyelidik penyelidikan penyertaan penyiasatan penyokong peperiksaan perancis peranti perasmian peratus "
    "perbezaan perbicaraan perbualan pergunungan perhimpunan peribadi perisian perkahwinan perkakasan perkara "
    "perkataan perkhidmatan perlawanan perlembagaan perlis perlukan perlumbaan perniagaan perolehan perompak "
    "persekitaran persekutuan persembahan persimpangan pertengahan pertubuhan pertuduhan perubatan peruncit "
    "peruntukan pesakit pesuruhjaya petang petisyen petrol petronas pilihanraya pindaan pingat pinjam pkr pokok "
    "poland polis praktikal premis projek puan pusingan rahsia rakan ramai rang rantau rasmi rasuah rawatan realiti "
    "rehat ribut ringgit ringkasnya rm romania romantik rompakan rosak rundingan sabah sahaja saintis saiz salinan "
    "salji saman sarawak sawit sebahagian sebahagiannya sebaik sebarang sebilangan sehinggalah sejuk sekiranya "
    "sekolah sekurang sekuriti selalunya selangor selebihnya selepas seluar semasa semenjak sempadan sempena semula "
    "senapang senarai sentiasa sepakan sepanyol separuh seramai seronok seruan sesawang sesetengah sesiapa seterusnya "
    "setiausaha sewaktu siasatan sihat sijil sila skrin soalan sokongan solat stesen strategik sukan sukar "
    "sukarelawan sultan surau sweden syaitan syarikat syria syurga tabiat tajuk talian tandas tapak tarikan tarikh "
    "tasik taufan teknikal teksi telahpun telefon televisyen tempatan tengok tentera tercedera terengganu terhad "
    "terkorban terselamat tertuduh teruk terusan terutamanya tetamu tiada timbalan titah tnb tolong tragik tugasan "
    "tular tumpuan tun turut ubat ukraine umno undi universiti wabak wang warganegara ydp yuran zealand zon "
)
_INDONESIAN = (
    "aceh adanya agustus ajang aktivitas aktor aktris akun aljazair analisis aneh antariksa antusiasme apalagi apapun "
    "aparat apartemen aplikasi apresiasi artinya asuransi awalnya ayo babak bagian bahkan bahwa bakteri balap bali "
    "bandara banding bandung bara basarnas basket baterai batubara bawang beasiswa bek belanja belasan belgia beragam "
    "berbagai berbeda berencana berhasil berkat berlokasi berpartisipasi berperan berpikir biaya bidan bilang biner "
    "biologis bioskop bisa bisnis bola bpbd britania bulutangkis bupati bursa bus busana butuh butuhkan cabai camat "
    "ceko celana celsius cewek coba cocok cowok dampak delapan demonstran departemen derajat desa desain desember "
    "diantaranya dibanding diberlakukan dibutuhkan didirikan diduga didukung dievakuasi digelar diizinkan "
    "dikembangkan diluncurkan dimulai dinas dini diperkirakan diproduksi direktur dirjen disebut disebutkan "
    "diselenggarakan distrik ditambahkan ditemukan diterapkan ditetapkan diunggah divonis dokter dosen dpr dprd "
    "dramatis drastis dugaan dukungan efek ekonomis eksperimen ekspor energi eropa etnis evakuasi fakultas fantastis "
    "fase fasilitas februari federal finlandia fisik fisika fitur gak gawang gedung gelandang gelaran gratis grup "
    "gubernur gugatan gurun helikopter hewan hipotesis historis identitas ijazah ilmiah ilmuwan imbang imbauan "
    "imigran impor indonesia infeksi informasi inggris ingin internasional investasi investor irlandia islandia "
    "istirahat istri istrinya italia jadwal jakarta januari jawa jawaban jembatan jenderal jepang judul juli jumat "
    "juni justru jutaan kabar kabarnya kabupaten kalimat kamar kamboja kamis kampanye kandidat kanker kanselir kantor "
    "kapan kapasitas karakter karena kartu karyawan kasus keberhasilan kebijakan kebutuhan kecamatan kegiatan "
    "kejaksaan kejuaraan kekaisaran kelompok kemarin kemenkes kendala kendaraan kendati kepolisian kerabat kerumunan "
    "kerusakan kesehatan kesempatan kesepakatan kesuksesan ketimbang keuangan keunggulan khawatir khususnya kilometer "
    "kiper klasemen klinis klub koalisi kode kolombia komentar komisi kompetisi komunitas kondisi konferensi "
    "konsentrasi konser konstruksi konsumen konsumsi kontak konten kontrol korupsi kpu kritis kroasia kronis "
    "kualifikasi kualitas kue laboratorium laga lainnya layanan lebaran ledakan liburan lingkungan listrik lokal "
    "lokasi lomba losmen lulusan lurah magang mahasiswa manajemen manajer maret maroko maskapai matematika mau maupun "
    "medali medis meksiko melanjutkan meluncurkan memberlakukan membutuhkan memenangkan memengaruhi memompa "
    "mempersiapkan memulai memungkinkan menampilkan mencakup mencalonkan mencoba mendadak mendagri mendapatkan "
    "mendirikan mendukung menegaskan menemukan menerapkan mengaku mengamankan menganalisis mengapresiasi mengevakuasi "
    "menggelar menggerebek mengimbau mengunggah mengungkapkan mengunjungi mengutip menikah menit menkeu menlu menular "
    "menurut menuturkan menyadari menyebutkan menyerukan merasa mesin meski metode miliar miliaran miliki militer "
    "misalnya mobil mode modern murid museum musik nantinya narkoba natal netizen nggak nikel nomor nuklir ny nyaman "
    "nyaris obat olahraga olimpiade oposisi optimistis otomatis otonomi pabrik pabrikan padahal pajak palestina "
    "panggung papua pariwisata partai pasien pasokan paspor pelaku pelanggaran pelatih pelayanan peluncuran pemasok "
    "pemasukan pembagian pembalap pemerintah pemerkosaan pemilih pemilu pemkab pemkot pemprov pemungutan penangkapan "
    "pendirian pendukung peneliti penelitian penerapan penetapan pengacara pengadilan pengamat pengeluaran pengemudi "
    "penggerebekan penggusuran penghargaan pengobatan pengungsi pengungsian penularan penyelamatan peradilan perampok "
    "perampokan perangkat peraturan perawat perawatan perbankan perbatasan perbedaan percobaan perdamaian "
    "perekonomian perkemahan permisi pernikahan persen persiapan pertamina pertumbuhan perusahaan petahana petugas "
    "pidana pikiran pilkada pln polda politis polres polri ponsel populer postingan prajurit praktis prancis pria "
    "pribadi produksi produsen properti provinsi proyek psikologis publik puluhan puskesmas putusan rahasia ratusan "
    "rekaman rekan rekening rekor relawan renang rencana resmi ribuan riset romantis rp rt rudal rumania rupiah rusak "
    "rute rw saat samudra sanksi saran sarjana sastra sebagian sebaiknya sebelumnya segera seharusnya sehat sejumlah "
    "sekalipun seketika sekretaris sembako senin sepakbola sepatu sepeda sepertinya serikat sesegera sesudah "
    "setelahnya setidaknya siapapun siklus silakan sinyal sipil sirkuit siswa siswi situs skor skotlandia skripsi "
    "solusi sopir sore sosok spanduk spanyol standar stasiun strategis striker studi sukses sulawesi supir surabaya "
    "suriah survei suster sutradara swedia tabel tahapan taktis tambang tampaknya tampil tanggal tangkis tantangan "
    "tapi tas tayang tayangan teknis telepon televisi temukan tentara terbatas terdakwa terduga terinfeksi terjangkit "
    "terkadang terkait terlebih terlihat ternyata teroris tersangka tertular tim timnas tiongkok tipe tn toko tokoh "
    "tragis transportasi triliun truk turis turnamen uang ujian ukraina umumnya unggahan unggul unggulan ungkap "
    "universitas unjuk usai utang viral voli vonis walikota wapres warganet wisata wisatawan yaitu yakni zona "
)
# Endings of loanwords that the two countries spell apart.
_MALAY_ENDINGS = ("iti", "isyen", "ikal")
_INDONESIAN_ENDINGS = ("itas", "isasi", "ologis")
# Indonesian writes its "you" with a capital in the midst of a sentence.
_CAPITAL_YOU = re.compile(r"[a-z,] Anda\b")
_MALAY_WORDS, _INDONESIAN_WORDS = frozenset(_MALAY.split()), frozenset(_INDONESIAN.split())


def by_letters(detected: str, text: str) -> str:
    """`detected`, or its neighbour whose own letters stand in the text."""
    for group, letters in _TELLING_LETTERS:
        if detected in group:
            for language, own in letters:
                if any(letter in text for letter in own):
                    return language
    return detected


def indonesian_or_malay(text: str, detected: str) -> str:
    """`detected`, or the other of the two, by which country's spelling the text holds more words of."""
    start = text[:WORDS_CHARS]
    words = _WORDS.findall(start.lower())
    malay = sum(word in _MALAY_WORDS or word.endswith(_MALAY_ENDINGS) for word in words) + start.count(" anda ")
    indonesian = sum(word in _INDONESIAN_WORDS or word.endswith(_INDONESIAN_ENDINGS) for word in words)
    indonesian += len(_CAPITAL_YOU.findall(start))
    return detected if malay == indonesian else "ms" if malay > indonesian else "id"
