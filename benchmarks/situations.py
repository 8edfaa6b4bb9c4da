"""How far the shipped patterns of everyday situations reach, on sentences written apart from them.

    python benchmarks/situations.py [FOLDER OF PATTERNS]        (directory/data/situations unless said otherwise)

Prints, by rights area, how many of the held-out sentences are read as it (or as one that fits too) among the first two,
how many are read as something else, how many as nothing; then the share of innocent questions that are read as any situation.
"""

import os
import sys
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
HELD_OUT = ROOT / "tests" / "directory" / "topics" / "situations_heldout.tsv"
INNOCENT = HELD_OUT.with_name("situations_innocent.txt")
FIRST = 2


def grammar(folder: Path):
    """Return the patterns of a folder compiled. Raises NotationError for one that cannot be read."""
    from search import analysis, situations
    from search.notation import parse
    from search.registry import Concept, Meant, Pattern

    sets = yaml.safe_load((folder / "sets.yaml").read_text(encoding="utf-8"))
    classes = {(lang, analysis.token_text(name)): words for lang, named in sets.items() for name, words in named.items()}
    names = {lang: {name for known, name in classes if known == lang} for lang in ("tr", "en")}
    patterns = []
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "sets.yaml":
            continue
        for slug, by_lang in yaml.safe_load(path.read_text(encoding="utf-8"))["situations"].items():
            for lang, rows in by_lang.items():
                for row in rows:
                    told = row if isinstance(row, dict) else {"say": row}
                    areas = [slug, *told.get("also", ())]
                    meant = tuple(
                        Meant(Concept("topic", "topic", area, {"tr": area}), 1.0 if area == slug else 0.6) for area in areas
                    )
                    parse(str(told["say"]), lang=lang, names=names[lang])
                    patterns.append(Pattern(f"{path.name}: {told['say']}", str(told["say"]), meant, lang))
    return situations.compile_patterns(patterns, classes)


def reading(known, question: str) -> list[tuple[str, str]]:
    """Return the rights areas of a question, the heaviest first, each with the pattern that led there."""
    from search import analysis, lemmas, situations

    words = analysis.tokens(question)
    stems = [analysis.fold(lemmas.lemma(word.surface)) for word in words]
    found = known.match([word.folded for word in words], [word.surface for word in words], stems)
    by_area = {meant.concept.value: one.pattern_id for one in reversed(found) for meant in one.concepts}
    return [(meant.concept.value, by_area[meant.concept.value]) for meant, _words in situations.merged(found)]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    known = grammar(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "directory" / "data" / "situations")
    right, wrong, none = Counter(), Counter(), Counter()
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        _lang, areas, said = line.split("\t")
        fitting = areas.split(",")
        found = [area for area, _pattern in reading(known, said)][:FIRST]
        counter = none if not found else right if set(found) & set(fitting) else wrong
        counter[fitting[0]] += 1
    print(f"{'':32} right  other  nothing")
    for area in sorted(right | wrong | none):
        print(f"{area:32} {right[area]:5}  {wrong[area]:5}  {none[area]:7}")
    print(f"{'all':32} {right.total():5}  {wrong.total():5}  {none.total():7}")
    lines = [line for line in INNOCENT.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    misread = [(line, found) for line in lines if (found := reading(known, line))]
    print(f"innocent questions read as a situation: {len(misread)} of {len(lines)}")
    for line, found in misread:
        print(f"  {line}: {found[0][0]} ({found[0][1]})")


if __name__ == "__main__":
    main()
