"""What an operator has to enter before readers come. `manage.py migrate` and `manage.py check --database default` say it."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError


@register(Tags.database)
def operator_is_named(databases: list[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Warn while pages that owe it to their readers cannot say who runs the site."""
    from cms.pages.models import Operator, StandardPage  # noqa: PLC0415 - registered before the models are there

    try:
        missing = databases and StandardPage.objects.exists() and not Operator.objects.exclude(name="").exists()
    except DatabaseError:  # nothing has been migrated yet
        return []
    hint = "Enter it in the admin: Ayarlar, Siteyi kim işletiyor? (Settings, Who runs this site)."
    return [Warning("Nobody is named who runs this site.", hint=hint, id="pages.W001")] if missing else []
