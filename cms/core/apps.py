from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Site")

    def ready(self) -> None:
        from cms.core.jobs import add_jobs  # noqa: PLC0415 - needs the models

        add_jobs()
