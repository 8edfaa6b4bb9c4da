"""What every public template may use."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's absolute address; templates build canonical links from it."""
    return {"SITE_URL": settings.SITE_URL}
