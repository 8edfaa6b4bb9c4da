"""Short lists of words that have a role of their own, whatever they mean. Written for Turkish and English."""

from search import analysis

# What form a body has, or what half of all names hold: such a word never decides an order.
_GENERIC = """
dernek derneği dernekler dernekleri derneğe derneğin vakıf vakfı vakıflar vakıfları platform platformu platformlar
platformları topluluk topluluğu topluluklar girişim girişimi girişimler inisiyatif inisiyatifi federasyon federasyonu
konfederasyon konfederasyonu birlik birliği kuruluş kuruluşu kuruluşlar kuruluşları kurum kurumu kurumlar örgüt örgütü
örgütler örgütleri grup grubu gruplar kolektif kolektifi oluşum stk stklar stö ngo ngos association associations
foundation foundations organisation organization organisations organizations group groups society club kulüp kulübü
"""

# Question frames and small words. "iş", "var", "birlikte" are missing on purpose: they carry meaning.
_FILLER = """
ve veya ya da de ile için icin bir bu şu o ben sen biz siz onlar bana bize sana size beni bizi benim bizim ki mi mı mu
mü miyim mıyım miyiz mıyız musun gibi kadar göre olan olarak olur olabilir olmak oldu ne nasıl nerede nereye nereden
nerden nerde hangi hangisi kim kime kimden kimler neler niye neden nedir acaba lütfen en çok daha her hep hiç bile
sadece yönelik ilgili dair konusunda hakkında çalışan çalışanlar yapan veren eden arayan aramak arıyorum arıyoruz
istiyorum istiyoruz istiyor lazım gerek gerekli alabilirim alabiliriz bulabilirim ulaşırım ulaşabilirim yapabilirim
yapmalıyız ederim ederiz hedef kitle kitlesi
kitleleri bütün tüm bulunan kurulmuş adres adresi telefon telefonu iletişim numarası biri birisi biriyle
"""
_ENGLISH_FILLER = """
the a an of for in on to at by as from into about and or but if so than then with without is are was were be been being am
who whom whose where when why how what which that this these those there here i my me mine we our us you your he his him she
her they their them it its can could do does did doing done has have had having will would shall should may might must not no
don't doesn't didn't won't can't isn't aren't any some someone somebody anyone anybody something anything everyone please
help helps need needs needed want wants looking look find finding get gets getting give gives giving go going become becoming
like know tell show let make there's i'm i've we're who's what's near around also just very really too more most much many
"""


# Beginnings of words by which somebody says that they seek what others offer, or give what others need.
_SEEKING = """
arıyor arayan ihtiyac lazım gerek bulabil bulunur nereden nerede veren verebilecek verecek sağlayan sunan ödünç kiralık
need looking seek find borrow where
"""
_GIVING = """
bağışla bağışçı vermek verebilirim vereyim hibeet olmak paylaşmak katkı yardımetmek elimizde elimde fazla kullanmadığ
giymediğ donat volunteer offer give
"""


# How somebody would like to have it; what a body has is seldom said so. Orders, but is no condition.
_WISHED = """
ücretsiz bedava parasız ucuz uygun ekonomik hesaplı acil acilen hemen çabuk ödünç kiralık emanet
free cheap affordable urgent urgently quickly borrow rent
"""


def _folded(text: str) -> frozenset[str]:
    return frozenset(analysis.token_text(word) for word in text.split())


# What stands between values of which any will do; beginnings of words that say whom a body works for.
OR = _folded("veya ya da yahut yada veyahut or")
AIMED = ("kitle", "yonelik", "hedefle")
# Stems of what is asked of everybody: beside anything else that is sought "yardım" is no rights area of its own.
AID = _folded("yardım destek dayanışma")
SEEKING = tuple(analysis.token_text(word) for word in _SEEKING.split())
GIVING = tuple(analysis.token_text(word) for word in _GIVING.split())
GENERIC = _folded(_GENERIC)
WISHED = _folded(_WISHED)
# English small words that are Turkish words of their own (iş, at, on, can …): filler in an English question only.
SHARED = _folded("is at on an as can has had it but may no or us in by do am are one too her did be been")
ENGLISH = _folded(_ENGLISH_FILLER)
FILLER = _folded(_FILLER) | (ENGLISH - SHARED)
# Words that look like the name of a place with an ending: church is not "to Kilis", printed not "from Baskil".
NO_PLACE = _folded(
    "kilise kiliseye karşı karşın balata bigane baskılı damalı sürücü müşteki ilgini ilgine ilginin mengene muşta musa tavası"
    " güdülü dikilince aydınlatır çelikhane yazıhane"
)
