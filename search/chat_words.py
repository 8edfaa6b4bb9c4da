"""Words as they are typed on phones, and the verbs whose spoken endings are read. Data of `search.chat`, written for it."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from search.analysis import token_text

# What is meant: how it is typed. Words that carry nothing in a search stand after "-".
_CLOSED = """
-: slm slmlar selam selamlar selamm mrb mrhb mrhba merhaba
-: merhabalar meraba mrblar mrba selamunaleykum selamünaleyküm sa as aleykumselam
-: günaydın gnydn gunaydn iyigünler iyigunlr iyiakşamlar
-: iyiaksmlr iyigeceler kolaygelsin kolygelsin klygls hayırlıgünler hoşçakalın
-: nbr nber naber naberr naslsın nasılsın nslsn nasilsn
-: nasılsınız nslsnz npyrsn napıyosun napıyorsun napiyon napıyonuz napyon napiyosun
-: tsk tşk tskler tskrlr tşkler tskr teşekkür teşekkürler tesekkurlr teşk
-: saol sağol sağolun saolun sagolasın eyv eyw eyvallah eywallah rica
-: pls plz plss pliz please lütfen lutfn ltfn lütfn lütfenn lütfeen nolur nolursun nolursunuz nolr noolur
-: knk kanka kankam knka kanki kankalar kardo bro abi abicim abicm
-: ablacım hocam hcm hocm hojam cnm canım canm cnmm kuzum gülüm
-: tmm tamam tamm tmam okey okay oki okk evet evt hıhı
-: inş insallah inşallah inşaallah ınş valla vallahi vallaha walla wallahi allahaşkına allasen
-: yani yanii ynai falan filan fln flan hani lan ulan amk aq mk oha yaw yav yaa yaaa yha hee ayol bea
-: haha hahaha ahaha hehe hihi lol xd xdd sjsj kib bb aeo bye baybay bknz bkz bakarmısınız bakarmisin pardon kusura
-: acb acaba acba acabaa acep
bir: bi bii
bir şey: bişey bisey bsey bişi bisi bişii bşy bisy birşey birsey birşy bişe bise bişiy
bir şeyler: bişeyler biseyler bişiler bisiler birşeyler
bir yer: biyer biryer
bir yerde: biyerde biryerde
bir kere: bikere bikez birkere
bir daha: bidaha birdaha bidha
bir tane: bitane birtane
bir an önce: bianönce biranönce
birkaç: bikaç bikac birkc
biri: birii
birisi: birsi
biraz: brz birz biaz
her şey: herşey hersey herşy hrşy
her yer: heryer
her gün: hergün hergn
her zaman: herzaman hrzmn herzmn
her hangi: herhngi
herhangi bir: herhangibir herhangibi
herkes: herkez herks hrks hrkes
hiç: hc hiçç
hiçbir: hiçbi
hiçbir şey: hiçbirşey hiçbişey hicbisey hiçbişi
hiç kimse: hiçkimse
kimse: kmse kims kimsee
kimsem yok: kimsemyok
bir sürü: bisürü birsürü
bir arada: birarada
ya da: yada
şu an: şuan şuanda
ne zaman: nezaman nezmn nezamn nzmn nezmaan
ne kadar: nekadar nekdr nkdr nekadr
ne yapacağım: napcam napıcam napicam napacam napacağım naapcam napcm napicm neyapcam neyapıcam
ne yapacağız: napcaz napıcaz napacaz
ne yapacaksın: napcan napıcan
ne yapmalıyım: napmalıyım napmalıym napmlym napmaliym neyapmalıyım neyapmalıym naapmalıyım
ne yapmalıyız: napmalıyız neyapmalıyız
ne yapmalı: napmalı
ne yapayım: napim napayım napiyim napıyım napem
ne yapalım: napalım
ne yapsam: napsam
ne yapsak: napsak
ne yapmak: napmak
ne yapmam: napmam neyapmam
ne yapabilirim: napabilirim napablirim napabilrim neyapabilirim npblrm
ne yapabiliriz: napabiliriz neyapabiliriz
ne yaparım: naparım
ne yapılır: napılır napilir neyapılır
ne yaptım: naptım naptm
ne yapıyor: napıyo napıyor napıyolar
ne oldu: noldu nooldu noldi
ne olacak: nolcak nolucak nolacak
ne oluyor: noluyo noluyor noluo
ne diyor: nediyo
ne iş: neiş
nasıl: nasi nası nsl nasl nassıl nasıll nasıı nasil
nerede: nerde nrde nrd nerdee nerdeki neredee
nereden: nerden nrden nerdn
nereye: nerye nereyee nreye
nerelerde: nerelrde
neresi: neresii
neden: ndn nedn nedenn
niye: nie niyee niçinn
hangi: hngi hangii
hangisi: hngisi
kim: kimm
kaç: kç
kaç tane: kaçtane
kaça: kaçaa
burada: burda brda burdaa
buradan: burdan
buraya: burya
burası: burasi bursı
orada: orda
oradan: ordan
şurada: şurda
bana: bna banaa
bize: bze
benim: bnm benm bnim
bizim: bzm bizm
senin: snn
böyle: bole böle boyl boylee
şöyle: sole şöle
öyle: öle
böyle bir: bölebi bölebir
değil: dgl degl diil deil deyil değl
değil mi: dimi değilmi
yok: yk yokk yoh
var: vr varr
var mı: varmı varmi vrmı varmıdır warmı varmii warmi varm varmıı
var mıdır: varmidir
yok mu: yokmu yokmı ykmu
yok mudur: yokmudur
mümkün mü: mümkünmü
olur mu: olurmu olrmu
lazım: lzm lazm lasım lazımm lazimm lzım
gerek: grk gerekk
gerekli: grkli gerkli gereklı
gerekiyor: gerekiyo gerkiyo gerkiyor grkyor
ihtiyaç: ihtyc ihtyaç ihtiyc ihtıyac ihtiyaçç ihtyacc ihtiaç
ihtiyacım: ihtiyacm ihtyacım ihtycm ihtiyacımm
ihtiyacım var: ihtiyacımvar ihtiycmvar
ihtiyacımız: ihtiyacmz ihtyacımız
istiyorum: istiyom istiyorm istiyrm istyrm istyorum istyorm istiyoum ıstiyorum istirm istiyorun
istiyoruz: istiyoz istyoruz istiyrz
arıyorum: ariyom aryom ariyrm ariyorm aryrm arıyrum arıyorumm
arıyoruz: arıyoz aryoruz arıyrz
biliyor musunuz: bilyomusunuz biliyonuzmu biliyormusnz
bilen var mı: bilenvarmı bilenvarmi
bilgi: blg bilg
bilmiyorum: bilmiyom blmyrm bilmiyrm bilmyorum bilmyom bılmıyorum bilmiom
bugün: bgn bugn bugünn bugun
yarın: yrn yarn
dün: dünn
şimdi: şmdi simdi şimdii şimdik
sonra: snra sonraa
önce: önc
hemen: hmn hmen hemn hemenn
acil: acl acill acln
sabah: sbh sabh
akşam: aksm akşm
hafta: hft hafta
hafta sonu: haftasonu hftsonu haftsonu
sene: snee
saat: saatt
çok: ck cokk çook çokk çoq chok coq
çok acil: çokacil
daha: dha
güzel: gzl güzl
kötü: kotuu
gibi: gbi gibii
için: icn içn
kadar: kdr kdar
üzere: üzre
beraber: brbr beraberr
birlikte: birlkte brlkte
yardım: yrdm yardm yrdim yardmm yrdımm yardim yrdmm yardımm yadrım
yardımcı: yrdmc yardmcı yrdımcı yardmc
yardıma: yrdma yardma
yardım et: yardımet
yardım etmek: yardımetmek yrdmetmek
yardım edin: yardımedin yrdmedin
yardım eder misiniz: yardımedermisiniz yardımedermsnz
yardımlaşma: yrdmlşma yardmlaşma
destek: dstk destk desteq
gönüllü: gnll gnllu gönll gonulü gönllü gnüllü gonüllu gönulluu
gönüllülük: gnllklük
bağış: bgs bağs bagsı bağıs
bağışlamak: bağışlamk
bağışçı: bağşçı bgsc bağışcı
dernek: drnk dernk drnek derenk dernekk drnekk
derneği: drngi dernği derneğii
dernekler: drnklr dernkler
vakıf: vkf vakf vakıff waqif vaqif wakıf
vakfı: vkfı
belediye: bld bldye blediye beldiye belediy bldy beledye
mahalle: mhl mhlle mahlle mahale mah
sokak: skk sokk
cadde: cad cadd
kaymakamlık: kaymkamlık
avukat: avkt avukt avkat avk awukat avukatt avkut
psikolog: psk psklg psklog pskolog psikolg psiklog psikoloğ pisikolog sikolog pskoloğ psikoloog fsikolog psikolok
psikolojik: psiklojik psklojk psklojik pisikolojik psikolojk psikoljik
psikoloji: psikolji pisikoloji psiklji
psikiyatri: psikyatri pisikiyatri psikiatri
psikiyatrist: psikyatrist pskytrst
terapi: trapi terapii
terapist: terapst
diyetisyen: dyt diyetisyn diyetsyen diyetisten
fizyoterapi: fzyoterapi fizoterapi
fizyoterapist: fzt fizyotrapist
doktor: dktr doktr dkt dohtor
hemşire: hmsr hemsre hmşire
hastane: hstn hastne hastn hastahane hasthane
eczane: eczn eczahane eczne
ambulans: ambülns amblns ambulanss
ilaç: ilc ilaçç
tedavi: tdv tedvi tadavi
ameliyat: amelyat ameliat ameliyt
rapor: rpr
öğretmen: öğrtmn öğrtmen öğretmn öretmen ögrtmn ogrt öğretmn
öğrenci: ogrnc öğrnci öğrenc örenci ögrnci öğrnc ögrenc öğrenci
okul: okl okulll
üniversite: üni univ ünv ünversite üniverste ünivrste üniversitee ünüversite
lise: lse
kreş: krş
dershane: dersane dersanee
kütüphane: ktphn kütüpane kitaplk kütphane
eğitim: egtm eğtm eitim egıtm eyitim egtim
kurs: krs kurss
burs: brs burss
ders: drs derss
ödev: ödv
sınav: snv sınv
sınıf: snf sınf
kitap: ktp kitp kitab kitapp
defter: dftr
kırtasiye: kırtasye kirtasiy
kadın: kdn kadn kdın kadınn qadin
kadınlar: kdnlr kadnlar
çocuk: cck çck çock ccuk çocukk cocuq çoçuk çcuk
çocuklar: ccklr çocklar çocuqlar
çocuğum: cckm çocgum çocuğumm
genç: gnc gençç
gençler: gnclr
yaşlı: ysl yşlı yaşl
engelli: engll engli engelii
hasta: hst hsta
aile: aıle ailee
anne: ann annee
annem: annm
babam: babm bbm
eşim: esm
kızım: kzm
oğlum: oglm oğlm
kardeş: krds krdş kardş krdes gardaş gardeş
arkadaş: arkds arkdaş arkadş arqadas arkadas
arkadaşlar: arkdslr arkadşlar
komşu: komsuu kmşu
öğrenciler: ogrnclr
insan: insn
insanlar: insnlr insnlar
mülteci: mltc mülteçi
suriyeli: suryeli sürüyeli
hayvan: hyvn hayvn haywan hayvn
hayvanlar: hyvnlr haywanlar
kedi: kdi keddi ked
kediler: kdlr
köpek: kpk köpk köpeq köpekk
köpekler: kpklr
yavru: yvru yawru
veteriner: vet vetrnr veterner vetriner veterinr
mama: mmma mamaa
barınak: barnak barınk brnk
ücretsiz: ücrtsz ücretsz ücrtsiz ücretsis ucretsizz
bedava: bedva bedawa bdv
para: praa
param yok: paramyok
maaş: mağaş
kira: kra
ev: evv
eşya: eşy
giysi: gysi
kıyafet: kıyfet kyft kyfet kiyafett kıyaft
mobilya: moblya mobliya
bilgisayar: bilgsayar pc bilgisyr blgsyr bilgisayr bilgiseyar
telefon: tlf tlfn telfon tlefon telefn telefun
numara: nmr numra nmra nümara
adres: adrs adrss adress
mesaj: msj mesj
whatsapp: wp wapp wsap watsap vatsap vatsapp whatsap watsapp wtsp votsap
instagram: insta instgrm ınstagram instagrm
facebook: face feysbuk feys facebok fesbuk
youtube: yt yutub
internet: int internt intrnet enternet
bilgisayar kursu: bilgisayarkursu
salon: sln salonn
toplantı: tplnt toplnt toplntı
etkinlik: etknlk etkinlk etknlik
atölye: atly atlye atöyle
kulüp: klüp kulub
kurum: krm
kuruluş: krlş kurlş
proje: prj projee
araba: arb arabaa
otobüs: otbs otobs
ulaşım: ulşm ulasm
deprem: dprm deprm
depremzede: dprmzd deprmzede depremzade
yangın: yangn yngn
sel: sell
şiddet: şddt siddt şidet
dayak: dayk
taciz: tcz tacz
boşanma: bşnma boşnma
nafaka: nfk nafka
mahkeme: mhkm mahkme
dava: dva davaa
karakol: karakl
polis: polıs plis
sigorta: sgrta sigrta
sendika: sendka sndk
işçi: isc işci
patron: ptrn patrn
işsiz: işşiz
göçmen: göcmen gocmn
uyuşturucu: uyşturucu uyusturcu uysturucu
depresyon: deprasyon depresyn depreson
otizm: otzm otizim
kanser: knsr kansr
diyabet: diabet dyabet
down: davn dawn
spor: sipor
müzik: müzk muzk
tiyatro: tyatro tiatro tiyatr
sinema: snma
resim: rsm
doğa: dogaa
çevre: cvr çevr
ağaç: ağc agc
fidan: fdn
izmir: izm izmr ızmır ismir izmirr
istanbul: ist istnbl istanbl isanbul ıstanbul istambul istanbıl
ankara: ank ankr ankra anqara
antalya: antlya antalyaa
diyarbakır: diyarbkr dyarbakır diyrbkr
eskişehir: esksehir eskşehir
gaziantep: gaziantp gzntp
grup: gurup
kilo: klo
kişi: ksi kşi
kişiler: kişler
sorun: srn sorn
soru: sru
cevap: cvp cevp
teklif: tklf
başvuru: bsvr başvru basvru
başvuracağım: başvrcam
kayıt: kyt kayt
şikayet: şikyet sikayt şikaet
danışmanlık: danşmanlk dnsmnlk danşmanlık
danışma: danşma dnşma
rehber: rhbr
tercüman: trcmn tercman
türkçe: trkce türkce turkçe
ingilizce: ing ingilzce inglzce ingilzce ingilizc ingilisce
kürtçe: krtce
arapça: arpca
inisiyatif: insiyatif inisyatif insyatif
federasyon: fedrasyon federsyon
laboratuvar: laboratuar labaratuar labaratuvar
egzersiz: ekzersiz
orijinal: orjinal
makine: makina
nevruz: newroz
sarjlı: şarzlı
şarj: şarz
yalnız: yanlız
hoca: hca
dans: dns
pazar: pzr
pazartesi: pztsi pzt
çarşamba: çrş crsmb
perşembe: prş prsmb
cumartesi: cmt cmtsi cumartsi
gelir misiniz: gelirmisiniz
bakar mısınız: bakarmsnz
yapar mısınız: yaparmsnz
"""

# Verbs of daily life; "git/gid": as it stands before a consonant and before a vowel.
# Verbs of daily life; "git/gid": Left out is a verb whose short form is another
# word ("öl": ölçek, "ger": gerçek, "sal": salıncak).
_VERBS = """
yap et/ed git/gid gel al ver bul bil gör iste ara sor söyle anlat oku yaz çalış başla bekle kal çık gir otur kalk yat uyu
yürü koş düş kır boz kes vur döv bak dinle konuş izle göster öğren öğret anla unut hatırla düşün hisset/hissed kork ağla öde
satınal sat kirala taşı taşın yerleş bırak götür getir gönder yolla ulaş başvur kaydol katıl bağışla yardımet/yardımed topla
dağıt paylaş kullan dene seç kur aç kapat bitir büyüt besle baktır bakıver iyileş evlen boşan ayrıl kaç sığın saklan
kurtul kurtar düzenle hazırla pişir dik yıka temizle boya tamiret/tamired onar tak tut çek it öp yetiş yetiştir
ekle sil ilet danış görüş tanış buluş anlaş uğraş savun koru destekle gerek öner planla ol koy sür bin otur gez
ilgilen faydalan yararlan kazan kaybet/kaybed affet/affed reddet/redded terket/terked kaydet/kayded farket/farked seyret/seyred
bahset/bahsed sahiplen sahiplendir kısırlaştır aşıla muayene gezdir bağır çıkar attır yaptır aldır verdir gönderil bulun ağırla
barın dayan sev üzül sevin bık bunal yorul zorlan şikayetet/şikayeted kov at çal soy ver ödet
"""


def _typed() -> Iterator[tuple[str, str]]:
    for line in _CLOSED.strip().splitlines():
        meant, _, typed = line.partition(":")
        words = " ".join(token_text(word) for word in meant.split()) if meant != "-" else ""
        for word in typed.split():
            if (folded := token_text(word)) != words:
                yield folded, words


def _stems() -> Iterator[tuple[str, tuple[str, str]]]:
    for entry in _VERBS.split():
        hard, _, soft = entry.partition("/")
        vowel = next("a" if letter in "aıou" else "e" for letter in reversed(hard) if letter in "aıoueiöü")
        full = token_text(soft or hard)
        for typed in {token_text(hard), full}:
            yield typed, (full, vowel)


CLOSED: Mapping[str, str] = MappingProxyType(dict(_typed()))
# A verb's stem as typed -> the stem before a vowel, and the vowel of its endings.
VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(dict(_stems()))
