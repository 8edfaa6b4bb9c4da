"""Keywords for many rows at once."""

from collections.abc import Iterable

from directory.topics.models import Keyword
from search import analysis


def ensure_keywords(names: Iterable[str]) -> dict[str, Keyword]:
    """Return the keyword of each name, by the name as given, making those nobody has used. Call it in a transaction.

    However a word is spelt it is one keyword, and a word that was merged into another gives that other one.
    """
    wanted = list(dict.fromkeys(names))
    found = Keyword.objects.resolve(wanted)
    missing = {analysis.fold(name): name for name in reversed(wanted) if name not in found}
    if not missing:
        return found
    bases = {folded: Keyword().slugify(name) for folded, name in missing.items()}
    taken = set(Keyword.objects.filter(slug__in=set(bases.values())).values_list("slug", flat=True))
    rows = []
    for folded, name in missing.items():
        slug, number = bases[folded], 1
        while slug in taken:
            number += 1
            slug = f"{bases[folded][:90]}-{number}"
            if slug not in taken and Keyword.objects.filter(slug=slug).exists():
                taken.add(slug)
        taken.add(slug)
        rows.append(Keyword(name=name, folded=folded, slug=slug))
    Keyword.objects.bulk_create(rows, batch_size=500)
    return found | Keyword.objects.resolve(missing.values()) | Keyword.objects.resolve(wanted)
