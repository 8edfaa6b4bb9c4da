"""Words as they are typed on phones, and the verbs whose spoken endings are read. Data of `search.chat`, written for it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from search.analysis import token_text

# Which words stand for which: the file says how it is written.
_CLOSED = Path(__file__).parent / "data" / "chat_words.txt"

# Verbs of daily life; "git/gid": as it stands before a consonant and before a vowel. Left out is a verb whose short form is
# another word ("öl": ölçek, "ger": gerçek, "sal": salıncak).
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
    for line in _CLOSED.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
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
