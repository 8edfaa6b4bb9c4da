"""What an editor does to many organisations at once: publish, unpublish, delete, add or take off a rights area or keyword."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from directory.organisations import publishing, services
from directory.organisations.listing import listed
from directory.organisations.models import Organisation
from directory.organisations.widgets import KeywordsField, TopicsField


class OrganisationBulkAction(SnippetBulkAction):
    """Shared: which model, what "all" means, permission, and a message with numbers."""

    template_name = "directory/admin/bulk_action.html"
    permission = "publish"
    question = ""
    button = ""

    @classproperty
    def models(cls) -> list[type[Organisation]]:
        return [Organisation]

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        return listed(self.request.GET).values_list("pk", flat=True)

    def check_perm(self, organisation: Any) -> bool:
        allowed: bool = self.permission_policy.user_has_permission_for_instance(
            self.request.user, self.permission, organisation
        )
        lock = organisation.get_lock()
        return allowed and not (lock and lock.for_user(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=self.display_name,
            question=self.question,
            action_button_text=self.button,
            action_button_class=" ".join(sorted(self.classes)),
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        """Each organisation in a transaction of its own: one for all would keep every other writer waiting."""
        self.cleaned_form = form
        organisations, _left = self.get_actionable_objects()
        done, _children = self.execute_action(organisations, **self.get_execution_context())
        messages.success(self.request, self.get_success_message(done, 0))
        return redirect(self.next_url)

    @classmethod
    def execute_action(cls, objects: Iterable[Organisation], **kwargs: Any) -> tuple[int, int]:
        action = kwargs["self"]
        change = action.change()
        done = 0
        for organisation in objects:
            try:
                done += bool(change(organisation))
            except ValidationError as error:
                problem = " ".join(_told(error))
                text = _("“%(name)s” was left as it is: %(problem)s") % {"name": organisation, "problem": problem}
                messages.warning(action.request, text)
        return done, 0

    def change(self) -> Callable[[Organisation], bool]:
        """Return what is done to one organisation; it answers whether anything changed."""
        raise NotImplementedError


def _told(error: ValidationError) -> list[str]:
    """Return what is wrong, each problem with the name of its field."""
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    problems = {name: " ".join(told) for name, told in error.message_dict.items()}
    return [text if name == NON_FIELD_ERRORS else f"{_label(name)}: {text}" for name, text in problems.items()]


def _label(name: str) -> str:
    field: Any = Organisation._meta.get_field(name)
    return str(capfirst(field.related_model._meta.verbose_name_plural if field.auto_created else field.verbose_name))


class PublishBulkAction(OrganisationBulkAction):
    display_name = gettext_lazy("Publish")
    action_type = "publish"
    aria_label = gettext_lazy("Publish the chosen organisations")
    action_priority = 10
    question = gettext_lazy("The latest version of each is published, pending drafts included.")
    button = gettext_lazy("Publish")

    def change(self) -> Callable[[Organisation], bool]:
        return lambda organisation: publishing.publish_latest(organisation=organisation, user=self.request.user)

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d organisation published.", "%(count)d organisations published.", count) % {"count": count}


class UnpublishBulkAction(OrganisationBulkAction):
    display_name = gettext_lazy("Unpublish")
    action_type = "unpublish"
    aria_label = gettext_lazy("Unpublish the chosen organisations")
    action_priority = 20
    classes: ClassVar = {"serious"}
    question = gettext_lazy("Their profiles disappear from the public pages. Nothing is deleted.")
    button = gettext_lazy("Unpublish")

    def change(self) -> Callable[[Organisation], bool]:
        return lambda organisation: publishing.unpublish(organisation=organisation, user=self.request.user)

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d organisation unpublished.", "%(count)d organisations unpublished.", count) % {"count": count}


class TagForm(forms.Form):
    """What to add and what to take off; at least one of them."""

    add_topics = TopicsField(label=gettext_lazy("Add rights areas"))
    remove_topics = TopicsField(label=gettext_lazy("Take off rights areas"))
    add_keywords = KeywordsField(label=gettext_lazy("Add keywords"))
    remove_keywords = KeywordsField(label=gettext_lazy("Take off keywords"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise ValidationError(_("Choose at least one rights area or keyword."))
        return cleaned


class TagBulkAction(OrganisationBulkAction):
    display_name = gettext_lazy("Tag")
    action_type = "tag"
    aria_label = gettext_lazy("Add rights areas or keywords to the chosen organisations, or take them off")
    action_priority = 30
    form_class = TagForm
    permission = "publish"
    question = gettext_lazy("Published profiles change at once; pending drafts keep their own changes and get these too.")
    button = gettext_lazy("Change the tags")

    def change(self) -> Callable[[Organisation], bool]:
        values = self.cleaned_form.cleaned_data
        return lambda organisation: publishing.change_tags(organisation=organisation, user=self.request.user, **values)

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext(
            "The tags of %(count)d organisation were changed.", "The tags of %(count)d organisations were changed.", count
        ) % {"count": count}


class DeleteBulkAction(OrganisationBulkAction):
    """In place of Wagtail's own, which takes "all in the listing" for all there are, and deletes what is locked."""

    display_name = gettext_lazy("Delete")
    action_type = "delete"
    aria_label = gettext_lazy("Delete the chosen organisations")
    action_priority = 40
    classes: ClassVar = {"serious"}
    permission = "delete"
    question = gettext_lazy(
        "They are deleted for good, with every version. Their pages answer “gone”. To take them off the site for a while, "
        "unpublish them instead."
    )
    button = gettext_lazy("Delete")

    def change(self) -> Callable[[Organisation], bool]:
        def delete(organisation: Organisation) -> bool:
            log(instance=organisation, action="wagtail.delete", user=self.request.user, deleted=True)
            services.remove(organisation=organisation)
            return True

        return delete

    def get_success_message(self, count: int, _children: int) -> str:
        return ngettext("%(count)d organisation deleted.", "%(count)d organisations deleted.", count) % {"count": count}


ACTIONS = (PublishBulkAction, UnpublishBulkAction, TagBulkAction, DeleteBulkAction)
