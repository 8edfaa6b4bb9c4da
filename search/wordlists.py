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
yapmalıyız ederim ederiz adres adresi telefon telefonu iletişim numarası biri birisi biriyle the a an of for in on to
and or with is are am who where how what which i my me we our you your can could do does help need looking any
"""


def _folded(text: str) -> frozenset[str]:
    return frozenset(analysis.token_text(word) for word in text.split())


GENERIC = _folded(_GENERIC)
FILLER = _folded(_FILLER)
