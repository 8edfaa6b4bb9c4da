"""The views that change a profile: what somebody else wrote is never overwritten unasked, a lock holds for all of them.

Wagtail takes an autosaved revision for its author's alone; a keyword merge or an import may rewrite it in between. And
it leaves it to the browser to ask before an older form is published, which knows only every few seconds.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, UnpublishView

from directory.organisations.models import Organisation

SHOWN = 3  # organisations of the same name that are told


class TellsNamesakes:
    """Says so when another organisation has the name that was just given: two of one name may both exist, or be one."""

    def form_valid(self: Any, form: Any) -> HttpResponse:
        if self.expects_json_response:  # an autosave: nobody would be told
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        namesakes = Organisation.objects.named(form.cleaned_data["name"])
        told_before = namesakes.filter(pk=self.object and self.object.pk, live=True).exists()
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if not told_before:
            others = namesakes.exclude(pk=self.object.pk).order_by("pk")[:SHOWN]
            if links := [(reverse(self.edit_url_name, args=[one.pk]), one.key) for one in others]:
                text = _("There is another organisation of this name: see whether it is the same one.")
                told = format_html_join(", ", '<a href="{}">{}</a>', links)
                messages.warning(self.request, format_html("{} {}", text, told))
        return response


class OrganisationCreateView(TellsNamesakes, CreateView):
    pass


class OrganisationEditView(TellsNamesakes, EditView):
    @cached_property
    def is_out_of_date(self) -> bool:
        """Tell whether the latest version is another one than the form was filled from, or was written to since."""
        loaded = self.request.POST.get("loaded_revision_id")
        if loaded is None or not self.latest_revision:
            return False
        loaded_at = self.request.POST.get("loaded_revision_created_at", "")
        return bool((loaded, loaded_at) != (str(self.latest_revision.pk), self.latest_revision_created_at))

    def get_success_json(self) -> dict[str, Any]:
        """Tell the open form which version it holds from here on."""
        result: dict[str, Any] = super().get_success_json()
        result["field_updates"] |= {
            "loaded_revision_id": str(result["revision_id"]),
            "loaded_revision_created_at": result["revision_created_at"],
        }
        return result

    def is_valid(self, form: Any) -> bool:
        asked = "newer_version_accepted" in self.request.POST  # static/admin/newer.js
        writes = self.action in ("edit", "publish", "submit") and not self.expects_json_response
        if writes and not asked and not self.locked_for_user and self.is_out_of_date:
            self.produced_error_message = self._newer_version()
            self.autosave_enabled = False  # the next saving is the editor's decision
            return False
        return bool(super().is_valid(form))

    def _newer_version(self) -> str:
        newer = self.latest_revision
        by = get_user_display_name(newer.user) if newer.user else _("the site itself (an import or a merge)")
        text = _(
            "Nothing was saved: meanwhile a newer version was made by %(user)s. What you typed is still below. "
            "Saving again puts it in place of the newer version, which stays in the history."
        )
        history = reverse(self.history_url_name, args=[self.object.pk])
        button = '<span class="buttons"><a class="button button-small button-secondary" href="{}" target="_blank">{}</a></span>'
        return format_html("{} " + button, text % {"user": by}, history, _("See the history"))


class RespectsLock:
    """Wagtail's lock stops the form only; whoever locked a profile means that it stays."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().get(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._refused() or super().post(request, *args, **kwargs)  # type: ignore[misc, no-any-return]

    def _refused(self: Any) -> HttpResponse | None:
        lock = self.object.get_lock()
        if lock is None or not lock.for_user(self.request.user):
            return None
        messages.error(self.request, lock.get_message(self.request.user))
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class OrganisationDeleteView(RespectsLock, DeleteView):
    pass


class OrganisationUnpublishView(RespectsLock, UnpublishView):
    pass
