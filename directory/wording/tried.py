"""Forms in the admin that change how questions are read: what saving them would change is shown before."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from directory.wording import trials
from search import service, trial
from search.engines.base import EngineError
from search.understanding import Knowledge


class TriedForm(WagtailAdminModelForm):
    """A form with a box of questions on which a change is tried before it is saved."""

    questions = forms.CharField(
        label=gettext_lazy("Questions to try it on"),
        help_text=gettext_lazy("One a line. Trying asks them as they are answered now and as they would be; it saves nothing."),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class _Tried:
    """A create or edit view whose page has the button that tries what the form says."""

    template_name = "directory/admin/tried_form.html"
    try_url_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        pk = getattr(getattr(self, "object", None), "pk", None)
        context["try_url"] = reverse(self.try_url_name, args=[pk] if pk else [])
        return context

    def save_instance(self) -> Any:
        instance = super().save_instance()  # type: ignore[misc]
        service.renew()
        return instance


class TriedCreateView(_Tried, generic.CreateView):
    def get_initial(self) -> dict[str, Any]:
        """Take what a link from the desk already knows."""
        asked = {
            name: self.request.GET[name][:300] for name in ("words", "questions", "text", "lang") if name in self.request.GET
        }
        return {**super().get_initial(), **asked}


class TriedEditView(_Tried, generic.EditView):
    pass


class TriedViewSet(ModelViewSet):
    """A viewset whose forms can be tried. Subclasses say which questions a row itself suggests."""

    add_view_class = TriedCreateView
    edit_view_class = TriedEditView
    copy_view_enabled = False
    add_to_reference_index = False
    list_per_page = 100

    def get_add_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_add_view_kwargs(), "try_url_name": self.get_url_name("try")}

    def get_edit_view_kwargs(self) -> dict[str, Any]:
        return {**super().get_edit_view_kwargs(), "try_url_name": self.get_url_name("try_saved")}

    @property
    def create_template_name(self) -> str:
        return _Tried.template_name

    @property
    def edit_template_name(self) -> str:
        return _Tried.template_name

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("try/", self.try_form, name="try"),
            path("try/<int:pk>/", self.try_form, name="try_saved"),
        ]

    def knowledge(self, form: Any) -> Knowledge:
        """Return what search would know if the form were saved."""
        return trials.knowledge_with(form.instance)

    def own_questions(self, form: Any) -> Iterable[str]:
        return ()

    def try_form(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show what saving the form would change; saves nothing."""
        if not self.permission_policy.user_has_any_permission(request.user, {"add", "change"}):
            raise PermissionDenied
        instance = get_object_or_404(self.model, pk=pk) if pk else self.model()
        form_class = self._edit_handler.get_form_class()
        form = form_class(request.POST or None, instance=instance, for_user=request.user)
        context = {"title": _("What would change"), "icon": self.icon, "form": form}
        if form.is_valid():
            lang = form.cleaned_data.get("lang", "tr")
            typed = form.cleaned_data["questions"].splitlines()
            questions = [*typed, *self.own_questions(form), *trials.usual_questions(lang)]
            try:
                context["trial"] = trial.compare(questions, self.knowledge(form), lang=lang)
            except EngineError:
                context["problem"] = _("The search does not answer at the moment, so nothing can be tried.")
        return TemplateResponse(request, "directory/admin/trial.html", context)
