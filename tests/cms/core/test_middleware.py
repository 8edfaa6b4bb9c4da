"""What stands before every view: no body for HEAD, nothing outsized, no stack trace for a wrong host."""

import io
import logging

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from tests.factories.public import full_organisation, path_of

pytestmark = pytest.mark.django_db  # a server's request begins and ends with a look at the connections
PUBLIC_LIMIT = 256 * 1024


def answer(method: str, address: str, body: bytes = b"", **meta: str) -> tuple[str, dict[str, str], bytes]:
    """Ask the application as a server does; Django's test client would already leave the body of HEAD out."""
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ = RequestFactory().generic(method, address, body, **meta).environ
    response = WSGIHandler()(environ, lambda status, headers: started.append((status, headers)))
    try:
        content = b"".join(response)
    finally:
        response.close()
    return started[0][0][:3], dict(started[0][1]), content


@pytest.mark.parametrize("address", ["/healthz", "/robots.txt", "/yok/", "/api/v1/organisations", "/static/icon.svg"])
def test_head_has_the_headers_of_get_and_no_body(address):
    status, headers, content = answer("GET", address)
    head_status, head_headers, nothing = answer("HEAD", address)

    assert (head_status, head_headers["Content-Type"]) == (status, headers["Content-Type"])
    assert int(head_headers["Content-Length"]) == len(content) > 0
    assert nothing == b""


def test_head_of_an_uploaded_file_has_no_body(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "logo.png").write_bytes(b"picture")

    status, headers, content = answer("HEAD", "/media/logo.png")

    assert (status, headers["Content-Length"], content) == ("200", "7", b"")


class Unreadable(io.BytesIO):
    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize(
    ("address", "length"),
    [
        ("/kuruluslar/x/bildir/yanlis/", 10_000_000),
        ("/kuruluslar/x/bildir/yanlis/", 10**30),
        ("/ara/", PUBLIC_LIMIT + 1),
        ("/admin/images/add/", 64 * 1024 * 1024 + 1),
    ],
)
def test_what_is_too_large_is_refused_unread(address, length):
    status, headers, content = answer("POST", address, CONTENT_LENGTH=str(length), **{"wsgi.input": Unreadable()})

    assert status == "413"
    assert "Gönderdiğiniz çok büyük" in content.decode()
    assert "Content-Security-Policy" in headers


def test_the_longest_report_is_taken(client):
    address = f"{path_of(full_organisation())}bildir/yanlis/"

    assert client.post(address, {"message": "ğ" * 2000, "reply_to": ""}).status_code == 302


@pytest.mark.parametrize("length", ["abc", "-5", ""])
def test_a_length_that_is_no_number_is_no_fault_of_ours(length):
    assert answer("GET", "/healthz", CONTENT_LENGTH=length)[0] == "200"


def test_a_foreign_host_is_refused_in_words_and_leaves_no_trace_in_the_log(caplog):
    with caplog.at_level(logging.INFO, "root"):
        status, _headers, content = answer("GET", "/kuruluslar/", HTTP_HOST="evil.example")

    assert status == "400"
    assert "Bu istek anlaşılamadı" in content.decode()
    assert "evil.example" not in content.decode()
    assert [record for record in caplog.records if record.exc_info] == []
