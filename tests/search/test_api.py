"""The JSON of search and suggestions: its shape, its refusals, its headers."""

import json

import pytest
from django.test import Client

from search import service
from search.types import Facet, FacetValue, Highlight, Interpretation, Matched, Suggestion
from tests.search.door import Door, door, hit

__all__ = ["door"]

pytestmark = pytest.mark.django_db

PROBLEM = "application/problem+json"


def problem_of(client: Client, address: str, status: int, **kwargs) -> dict:  # type: ignore[no-untyped-def,type-arg]
    response = client.get(address, **kwargs)
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    body = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "errors"}
    assert body["status"] == status
    assert all(set(error) == {"field", "message"} and error["message"] for error in body["errors"])
    return body


def test_search_answers_in_the_fixed_shape(client: Client, door: Door, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://rehber.example"
    door.answer = lambda request: {
        "hits": (hit(spans=((0, 8),), matched=(Matched("synonym", "engelsiz yaşam", "Engelli hakları"),)),),
        "total": 41,
        "pages": 3,
        "facets": (Facet("topic", "Hak alanı", (FacetValue("cevre", "Çevre", 4, True),)),),
        "interpretation": (Interpretation("topic", "engelli-haklari", "Engelli hakları", "engelliler"),),
        "corrected": "gönüllü",
        "exact": False,
        "engine": "embedded",
    }
    body = client.get("/api/v1/search?q=gonulu&topic=cevre").json()
    assert body == {
        "total": 41,
        "page": 1,
        "pages": 3,
        "results": [
            {
                "kind": "organisation",
                "key": "engelsiz-yasam-hakki-agi",
                "title": "Engelsiz Yaşam Hakkı Ağı",
                "url": "https://rehber.example/kuruluslar/engelsiz-yasam-hakki-agi/",
                "summary": "Erişim için çalışır.",
                "highlights": {"title": "<mark>Engelsiz</mark> Yaşam Hakkı Ağı"},
                "matched": [{"by": "synonym", "text": "engelsiz yaşam", "label": "Engelli hakları"}],
            }
        ],
        "facets": {"topic": [{"value": "cevre", "label": "Çevre", "count": 4, "selected": True}]},
        "interpretation": [{"kind": "topic", "value": "engelli-haklari", "label": "Engelli hakları", "text": "engelliler"}],
        "corrected": "gönüllü",
        "exact": False,
        "engine": "embedded",
        "degraded": False,
    }


def test_every_parameter_reaches_the_question(client: Client, door: Door) -> None:
    query = (
        "q=su&kind=organisation&topic=cevre&topic=egitim&type=union&province=izmir&district=izmir/bornova&target=youth&offers=venue"
        "&needs=legal&organisation=egecep&from=2026-02-07&to=2026-02-09&lang=en&sort=updated&page=3&page_size=7"
    )
    assert client.get(f"/api/v1/search?{query}").status_code == 200
    (request,) = door.asked
    assert request.facets == {
        "kind": ("organisation",),
        "topic": ("cevre", "egitim"),
        "type": ("union",),
        "province": ("izmir",),
        "district": ("izmir/bornova",),
        "target": ("youth",),
        "offers": ("venue",),
        "needs": ("legal",),
        "organisation": ("egecep",),
    }
    assert (request.text, request.lang, request.sort, request.page, request.page_size) == ("su", "en", "updated", 3, 7)
    assert request.starts_from is not None
    assert request.starts_to is not None


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("page=abc", {"page"}),
        ("page=-1", {"page"}),
        ("page=0", {"page"}),
        ("page=999999999999", {"page"}),
        ("page=101&page_size=100", {"page"}),
        ("page_size=101", {"page_size"}),
        ("sort=drop%20table", {"sort"}),
        ("lang=de", {"lang"}),
        ("from=gestern&to=2026-02-30", {"from", "to"}),
        ("topic=" + "x" * 5000, {"topic"}),
        ("q=a&q=b", {"q"}),
        ("&".join(f"type=t{n}" for n in range(60)), {"type"}),
    ],
)
def test_malformed_parameters_are_refused_by_name(client: Client, door: Door, query: str, fields: set[str]) -> None:
    body = problem_of(client, f"/api/v1/search?{query}", 400)
    assert {error["field"] for error in body["errors"]} == fields
    assert not door.asked


def test_unknown_parameters_are_ignored(client: Client, door: Door) -> None:
    assert client.get("/api/v1/search?renk=mavi&page%5B%5D=1").status_code == 200


def test_cut_text_is_said_in_corrected(client: Client, door: Door) -> None:
    body = client.get(f"/api/v1/search?q={'kelime+' * 1500}").json()
    assert body["corrected"] == door.asked[0].text
    assert len(body["corrected"]) <= 200


def test_messages_speak_the_language_asked_for(client: Client, door: Door) -> None:
    english = problem_of(client, "/api/v1/search?page=x&lang=en", 400, headers={"accept-language": "tr"})
    turkish = problem_of(client, "/api/v1/search?page=x", 400, headers={"accept-language": "en"})
    assert english["errors"][0]["message"] == "“page” must be a whole number from 1 up."
    assert turkish["errors"][0]["message"] != english["errors"][0]["message"]


def test_highlights_of_hostile_documents_are_escaped(client: Client, door: Door) -> None:
    attack = "<script>alert(1)</script>"
    door.answer = lambda request: {"hits": (hit(attack, spans=((8, 13),), summary=Highlight(attack, ())),), "total": 1}
    response = client.get("/api/v1/search?q=alert")
    (result,) = response.json()["results"]
    assert result["highlights"] == {"title": "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;"}
    assert response.headers["Content-Type"].startswith("application/json")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_suggestions_in_the_fixed_shape(client: Client, monkeypatch: pytest.MonkeyPatch, settings) -> None:  # type: ignore[no-untyped-def]
    settings.SITE_URL = "https://rehber.example"
    asked = []

    def suggest(text: str, lang: str, limit: int) -> tuple[Suggestion, ...]:
        asked.append((text, lang, limit))
        return (Suggestion("organisation", "egecep", "EGEÇEP", "/kuruluslar/egecep/", "Ege Çevre ve Kültür Platformu"),)

    monkeypatch.setattr(service, "suggest", suggest)
    body = client.get("/api/v1/suggest?q=%20ege%00&lang=en&limit=3").json()
    assert asked == [("ege", "en", 3)]
    assert body == {
        "suggestions": [
            {
                "kind": "organisation",
                "key": "egecep",
                "title": "EGEÇEP",
                "url": "https://rehber.example/en/kuruluslar/egecep/",
                "matched": "Ege Çevre ve Kültür Platformu",
            }
        ]
    }


@pytest.mark.parametrize("query", ["limit=0", "limit=21", "limit=x", "lang=xx", "q=a&q=b"])
def test_malformed_suggestion_parameters_are_refused(client: Client, query: str) -> None:
    problem_of(client, f"/api/v1/suggest?{query}", 400)


def test_nothing_typed_suggests_nothing(client: Client) -> None:
    assert client.get("/api/v1/suggest").json() == {"suggestions": []}


@pytest.mark.parametrize(
    "address", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v1/search/", "/api/v2/search", "/api/v1/docs"]
)
def test_unknown_addresses_are_problems_too(client: Client, address: str) -> None:
    problem_of(client, address, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(client: Client, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)("/api/v1/search", data="{}", content_type="application/json")
    assert response.status_code == 405
    assert response.headers["Content-Type"] == PROBLEM
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_our_own_mistakes_are_problems_without_details(client: Client, monkeypatch: pytest.MonkeyPatch, caplog) -> None:  # type: ignore[no-untyped-def]
    def broken(request: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(service, "search", broken)
    body = problem_of(client, "/api/v1/search", 500)
    assert "secret" not in json.dumps(body)
    assert "secret of the house" in caplog.text


def test_too_many_parameters_are_a_problem(client: Client, settings) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 100
    problem_of(client, "/api/v1/search?" + "&".join(["a=1"] * 200), 400)


def test_every_origin_may_read_and_nothing_personal_is_set(client: Client, door: Door) -> None:
    for address in ("/api/v1/search", "/api/v1/nothing", "/api/v1/search?page=x", "/api/v1/openapi.json"):
        response = client.get(address, headers={"origin": "https://elsewhere.example", "cookie": "sessionid=x"})
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Vary" not in response.headers
        assert not response.cookies


def test_preflight_is_answered(client: Client) -> None:
    response = client.options("/api/v1/search", headers={"origin": "https://x.example", "access-control-request-method": "GET"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_an_unchanged_answer_is_not_sent_twice(client: Client, door: Door) -> None:
    first = client.get("/api/v1/search?q=su")
    again = client.get("/api/v1/search?q=su", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    door.answer = lambda request: {"hits": (), "total": 0}
    assert client.get("/api/v1/search?q=su", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_head_answers_like_get(client: Client, door: Door) -> None:
    assert client.head("/api/v1/search").status_code == 200
    assert client.head("/api/v1/nothing").status_code == 404


def test_openapi_document_tells_every_address_and_parameter(client: Client) -> None:
    document = client.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/v1/search",
        "/api/v1/suggest",
        "/api/v1/organisations",
        "/api/v1/organisations/{key}",
    }
    parameters = {item["name"]: item["schema"] for item in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    fixed = "q kind topic type province district target offers needs organisation from to lang sort page page_size"
    assert set(fixed.split()) <= set(parameters)
    assert parameters["topic"]["type"] == "array"
    assert parameters["page"]["type"] == "integer"
    assert parameters["sort"]["enum"] == ["relevance", "title", "updated"]
    assert "http://" not in json.dumps(document).replace("http://127.0.0.1:8000", "")
