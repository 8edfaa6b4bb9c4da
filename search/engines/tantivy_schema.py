"""The tantivy schema and SearchDocument -> tantivy document. Bump FORM with any change here or in `search.fields`."""

import tantivy

from search.engines import packing
from search.engines.queries import PLACES
from search.fields import TEXT_FIELDS, Analysed
from search.types import FACETS, SearchDocument

FORM = "7"
KEY_PARTS = ("key_0", "key_1", "key_2", "key_3")  # the key as numbers: fast fields of text cannot be read
_LETTERS = {letter: at for at, letter in enumerate("-0123456789_abcdefghijklmnopqrstuvwxyz", 1)}
_BASE = 40  # 40 ** 12 < 2 ** 64


def build() -> tantivy.Schema:
    """Return the schema."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("live", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True, fast=True)
    builder.add_bytes_field("document", stored=True)
    for name in KEY_PARTS:
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field("order_title", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("order_updated", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_date_field("starts", fast=True, indexed=True)
    builder.add_text_field("whole", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("core", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exchanged", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("length", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("main_topic", tokenizer_name="raw", index_option="basic")
    for name in TEXT_FIELDS:
        builder.add_text_field(
            name, tokenizer_name="whitespace", index_option="position" if name.endswith("surface") else "basic"
        )
    for facet in FACETS:
        builder.add_text_field(f"f_{facet}", fast=True, tokenizer_name="raw", index_option="basic")
    for place in PLACES:
        builder.add_text_field(f"at_{place}", fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def tombstone(kind: str, object_id: str, version: int, schema: tantivy.Schema) -> tantivy.Document:
    """Return what stays of a removed object, so that an older write that comes late changes nothing."""
    return tantivy.Document.from_dict(packing.tombstone(kind, object_id, version), schema)


def pack(document: SearchDocument, analysed: Analysed, version: int, stored: str, schema: tantivy.Schema) -> tantivy.Document:
    """Return the tantivy document of a SearchDocument; `stored` is what `codec.to_json` gives for it."""
    values = packing.values(document, analysed, version, stored)
    values["document"] = stored.encode()
    values |= dict(zip(KEY_PARTS, pack_key(document.key), strict=True))
    return tantivy.Document.from_dict(values, schema)


def pack_key(key: str) -> tuple[int, ...]:
    """Return the first 48 characters of a key as four numbers that sort as the key does."""
    digits = [_LETTERS.get(letter, _BASE - 1) for letter in key[:48]]
    digits += [0] * (48 - len(digits))
    packed = []
    for at in range(0, 48, 12):
        number = 0
        for digit in digits[at : at + 12]:
            number = number * _BASE + digit
        packed.append(number)
    return tuple(packed)
