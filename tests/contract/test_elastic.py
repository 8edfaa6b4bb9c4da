"""What is particular to a cluster: whose indexes we touch, what it refuses, where a password may go."""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from elasticsearch import Elasticsearch

from search.engines import elastic_schema
from search.engines.base import EngineError, IndexMissing
from search.engines.choice import engine_at
from search.engines.elastic import ElasticEngine
from search.engines.elastic_client import Address, read_address
from search.query import Plan
from search.types import SearchRequest
from tests import elasticsearch
from tests.factories.search import make_document, upserts

server = pytest.mark.elasticsearch


@pytest.fixture
def engine(db: None) -> Iterator[ElasticEngine]:
    with elasticsearch.elastic_engine() as made:
        yield made


@pytest.fixture
def client() -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch.SERVER, request_timeout=elasticsearch.PATIENCE) as made:
        yield made


def indexes(client: Elasticsearch, engine: ElasticEngine) -> list[str]:
    return sorted(client.indices.get(index=f"{engine.prefix}*", expand_wildcards="all").body)


def build(engine: ElasticEngine) -> None:
    with engine.rebuild() as fresh:
        fresh.write(upserts(make_document("a", "Işık İzi")))


@server
def test_a_rebuild_leaves_one_index_which_the_alias_names(engine: ElasticEngine, client: Elasticsearch) -> None:
    build(engine)
    build(engine)
    assert list(client.indices.get_alias(name=engine.alias).body) == indexes(client, engine)
    assert len(indexes(client, engine)) == 1


@server
def test_what_a_killed_rebuild_left_goes_with_the_next_one(engine: ElasticEngine, client: Elasticsearch) -> None:
    left, _alias = engine._create()
    build(engine)
    assert left not in indexes(client, engine)


@server
def test_an_index_that_is_not_ours_is_never_deleted_even_under_our_names(engine: ElasticEngine, client: Elasticsearch) -> None:
    foreign = f"{engine.prefix}-index-foreign"
    client.indices.create(index=foreign, aliases={engine.alias: {}})
    client.index(index=foreign, document={"title": "theirs"}, refresh=True)
    assert not engine.ready()
    with pytest.raises(IndexMissing):
        engine.search(Plan(), SearchRequest())
    with pytest.raises(IndexMissing):
        engine.write(upserts(make_document("a")))

    build(engine)

    assert engine.ready()
    assert [found.document.key for found in engine.search(Plan(), SearchRequest()).found] == ["a"]
    assert client.count(index=foreign)["count"] == 1


@server
def test_an_index_that_another_version_still_uses_is_left_for_a_day(
    engine: ElasticEngine, client: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(elastic_schema, "FORM", "0.0")
        former = ElasticEngine(Address((elasticsearch.SERVER,), engine.prefix), elasticsearch.PATIENCE)
        build(former)
    building, _alias = former._create()
    build(engine)
    assert former.ready()
    assert engine.ready()
    former.write(upserts(make_document("b")))
    assert [found.document.key for found in engine.search(Plan(), SearchRequest()).found] == ["a"]
    assert len(former.search(Plan(), SearchRequest()).found) == 2
    assert building in indexes(client, engine)
    assert len(indexes(client, engine)) == 3
    monkeypatch.setattr("search.engines.elastic.OTHER_FORMS", -1)
    build(engine)
    assert len(indexes(client, engine)) == 1


@server
def test_a_write_makes_no_index(engine: ElasticEngine, client: Elasticsearch) -> None:
    build(engine)
    (index,) = indexes(client, engine)
    client.indices.delete(index=index)
    with pytest.raises(EngineError):
        engine.write(upserts(make_document("b"), version=2))
    assert indexes(client, engine) == []


@server
def test_a_document_that_the_index_refuses_is_told_with_the_reason_and_holds_up_nobody(engine: ElasticEngine) -> None:
    build(engine)
    refused = engine.write(upserts(make_document("b", type=("x" * 40_000,)), make_document("c", "Kuzey"), version=2))
    assert [one.item.object_id for one in refused] == ["b"]
    assert "failed to parse" in refused[0].reason
    assert engine.get("organisation", "c") is not None


@server
def test_a_blocked_index_is_a_failure_and_no_refusal(engine: ElasticEngine, client: Elasticsearch) -> None:
    build(engine)
    (index,) = indexes(client, engine)
    client.indices.put_settings(index=index, settings={"index.blocks.write": True})
    with pytest.raises(EngineError, match="403"):
        engine.write(upserts(make_document("b"), version=2))


@server
def test_nothing_is_guessed_from_a_document(engine: ElasticEngine, client: Elasticsearch) -> None:
    build(engine)
    (mapping,) = client.indices.get_mapping(index=engine.alias).body.values()
    assert mapping["mappings"]["dynamic"] == "strict"
    analyzers = {field.get("analyzer") for field in mapping["mappings"]["properties"].values() if field["type"] == "text"}
    assert analyzers == {"whitespace"}


@server
def test_a_removed_object_is_counted_nowhere(engine: ElasticEngine) -> None:
    build(engine)
    engine.write(upserts(make_document("b"), version=7))
    assert engine.newest_version() == 7
    assert {one.object_id for one in engine.stored()} == {"a", "b"}


def test_an_address_is_read() -> None:
    address = read_address("https://paydas:p%40ss@es1.example:9200,es2.example:9200/izmir", ca_file="ca.pem")
    assert address.hosts == ("https://es1.example:9200", "https://es2.example:9200")
    assert (address.prefix, address.user, address.password, address.ca_file) == ("izmir", "paydas", "p@ss", "ca.pem")
    assert "p@ss" not in repr(address)
    assert read_address("http://127.0.0.1:9200").prefix == "paydas"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://u:geheim@es.example:9200/x", "https://"),
        ("https://u:geheim@/x", "names no server"),
        ("https://u:geheim@es.example/x", "names no server"),
        ("https://u:geheim@es.example:port/x", "names no server"),
        ("https://u:geheim@es.example:9200/Büyük", "prefix"),
        ("https://u:geheim@es.example:9200/a/b", "prefix"),
        ("gopher://u:geheim@es.example:9200/x", "SEARCH_URL"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(url: str, said: str, tmp_path: object) -> None:
    with pytest.raises(ImproperlyConfigured, match=said) as error:
        engine_at(url, tmp_path)  # type: ignore[arg-type]
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.8.8.8"])
def test_on_this_machine_a_password_may_go_unprotected(host: str) -> None:
    assert read_address(f"http://u:p@{host}:9200/x").user == "u"


def test_a_key_goes_only_where_a_password_may() -> None:
    assert read_address("https://es.example:9200/x", api_key="abc").api_key == "abc"
    with pytest.raises(ImproperlyConfigured, match="unprotected"):
        read_address("http://es.example:9200/x", api_key="abc")
    with pytest.raises(ImproperlyConfigured, match="one of them"):
        read_address("https://u:p@es.example:9200/x", api_key="abc")
