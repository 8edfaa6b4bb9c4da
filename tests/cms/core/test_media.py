"""/media/: pictures are shown, everything else is at most a download, nothing outside the folder is there."""

import pytest
from django.http import HttpResponseBase


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    for name in ("images/logo.png", "images/page.html", "images/drawing.svg", "documents/report.pdf", ".hidden/x.png"):
        path = tmp_path / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return tmp_path / "media"


def body(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.usefixtures("media")
def test_an_uploaded_picture_is_shown_and_kept_by_browsers(client):
    response = client.get("/media/images/logo.png")

    assert (response.status_code, response["Content-Type"], body(response)) == (200, "image/png", b"content")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=86400" in response["Cache-Control"]
    again = client.get("/media/images/logo.png", headers={"If-Modified-Since": response["Last-Modified"]})
    assert again.status_code == 304


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("name", ["images/page.html", "images/drawing.svg"])
def test_what_could_carry_code_is_a_download(client, name):
    response = client.get(f"/media/{name}")

    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert body(response) == b"content"


@pytest.mark.usefixtures("media", "db")
@pytest.mark.parametrize(
    "name",
    [
        "images/",
        "images",
        "none.png",
        "documents/report.pdf",
        "images/../documents/report.pdf",
        ".hidden/x.png",
        "../secret.png",
        "%2e%2e/secret.png",
        "images/..%2f..%2fsecret.png",
        "/etc/passwd",
        "%00.png",
        "a" * 300 + ".png",
    ],
)
def test_folders_documents_and_what_lies_outside_are_not_there(client, name):
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.usefixtures("media")
def test_media_is_only_read(client):
    assert client.post("/media/images/logo.png").status_code == 405
