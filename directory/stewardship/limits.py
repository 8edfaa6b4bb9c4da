"""How often one address may write. Nothing that identifies a person is kept: a keyed hash, for an hour, in memory."""

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

PER_HOUR = 5
HOUR = 3600


def client_address(request: HttpRequest) -> str:
    """Return the visitor's address; behind the TLS proxy of production, the one the proxy itself appended."""
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if forwarded:
            return forwarded
    return str(request.META.get("REMOTE_ADDR", ""))


def too_many(request: HttpRequest, *, what: str, limit: int = PER_HOUR) -> bool:
    """Count one attempt and return whether the address has used up its share of the hour."""
    key = f"limit:{what}:{salted_hmac('directory.stewardship.limits', client_address(request), algorithm='sha256').hexdigest()}"
    if cache.add(key, 1, HOUR):
        return False
    try:
        return bool(cache.incr(key) > limit)
    except ValueError:  # it ran out between the two calls
        return False
