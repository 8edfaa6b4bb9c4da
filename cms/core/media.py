"""/media/: uploaded pictures, for instances whose proxy does not serve the folder itself."""

import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

KEPT_FOR = 24 * 3600
# Documents go through /documents/, which knows who may read them.
NOT_HERE = ("documents",)
PICTURES = ("image/avif", "image/gif", "image/jpeg", "image/png", "image/webp")


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return one uploaded file. What is no picture is offered for download, never shown as a page of this site."""
    try:
        root = Path(settings.MEDIA_ROOT).absolute()
        path = Path(safe_join(root, name))
        found = path.stat() if path.is_file() else None
    except (SuspiciousFileOperation, OSError, ValueError) as error:
        raise Http404 from error
    parts = path.relative_to(root).parts
    if found is None or parts[0] in NOT_HERE or any(part.startswith(".") for part in parts):
        raise Http404
    if not was_modified_since(request.META.get("HTTP_IF_MODIFIED_SINCE"), found.st_mtime):
        return HttpResponseNotModified()
    kind, _encoding = mimetypes.guess_type(path.name)
    shown = kind in PICTURES
    response = FileResponse(
        path.open("rb"), as_attachment=not shown, content_type=kind if shown else "application/octet-stream"
    )
    response.headers["Last-Modified"] = http_date(found.st_mtime)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    return response
