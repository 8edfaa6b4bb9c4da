from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from directory import announcements, jobs, signals  # noqa: PLC0415 - they need the models
        from search.registry import registry  # noqa: PLC0415

        announcements.announce(registry)
        signals.connect()
        jobs.add_jobs()
