"""Atom feeds (RFC 4287): bounded lists of what is new, with ids that outlive addresses. Used by every room that has one."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.http import http_date, quote_etag

from search.forms import clean_text

SINCE = "2026"  # a tag names a day on which its authority belonged to us (RFC 4151)
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # when an empty feed was last changed


@dataclass(frozen=True, slots=True)
class Entry:
    """`name` is permanent and unique: "organisation/<key>"; `path` is in the feed's language."""

    name: str
    title: str
    path: str
    updated: datetime
    summary: str = ""
    lang: str = "tr"
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """`name` is permanent; `page` is the path of what it lists, `path` its own."""

    name: str
    title: str
    page: str
    path: str
    lang: str
    entries: Sequence[Entry]


class _Writer(Atom1Feed):
    """Django's, but equal entries give equal bytes, and an entry says its language."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["lang"]}


def tag(name: str) -> str:
    """Return the permanent id of something of this site."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{name}"


def answer(request: HttpRequest, feed: Feed) -> HttpResponse:
    """Return the feed, or that the reader's copy of it is still good.

    Only the ETag decides: taking an entry away makes no date newer, and a copy must not keep what is no longer public.
    """
    writer = _Writer(
        title=clean_text(feed.title),
        link=f"{settings.SITE_URL}{feed.page}",
        description="",
        language=feed.lang,
        author_name=settings.WAGTAIL_SITE_NAME,
        feed_url=f"{settings.SITE_URL}{feed.path}",
        feed_guid=tag(feed.name),
    )
    for entry in feed.entries:
        writer.add_item(
            title=clean_text(entry.title),
            link=f"{settings.SITE_URL}{entry.path}",
            description=escape(clean_text(entry.summary)),
            unique_id=tag(entry.name),
            pubdate=entry.published,
            updateddate=entry.updated,
            lang=entry.lang,
        )
    content = writer.writeString("utf-8").encode()
    etag = quote_etag(hashlib.sha256(content).hexdigest()[:24])
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(content, content_type=writer.content_type, headers={"ETag": etag})
        response.headers["Last-Modified"] = http_date(writer.latest_post_date().timestamp())
    response.headers["Cache-Control"] = "public, no-cache"
    return response
