"""A document's tokens: whatever people write in it, they can be made, and each is one of its words."""

from hypothesis import example, given
from hypothesis import strategies as st

from search import fields
from tests.factories.search import make_document

WORDS = ["dernek", "🌳", "—", "vakıf", "İZ", "a", ".", "'", "人", "\u200b", "\u202e"]
NAMES = st.text(max_size=40) | st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@example("🌳🌳", "", "")
@given(NAMES, NAMES, st.text(max_size=60))
def test_any_text_can_be_analysed(name, acronym, summary):
    made = fields.analyse(make_document("a", name, acronym=acronym, summary=summary), fields.Words(str.lower))
    assert all(made.texts[f"{union}_{form}"] is not None for union in ("names", "any") for form in fields.FORMS)
    assert "" not in {token for tokens in made.texts.values() for token in tokens}
