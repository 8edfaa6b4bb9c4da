"""The form by which a visitor says that a profile is wrong, is theirs or should not be there."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.stewardship.models import Report

MESSAGE_LENGTH = 2000


class ReportForm(forms.Form):
    """`homepage` is a trap: people do not see it, machines fill it."""

    message = forms.CharField(
        label=_("What should we know?"),
        max_length=MESSAGE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": _("Write what should change, in a sentence or two."),
            "max_length": _("This is too long. Please shorten it to %(limit_value)d characters."),
        },
    )
    reply_to = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address, so that an editor can answer you."),
            "invalid": _("Something is missing in this e-mail address. Example: name@kurulus.example."),
        },
    )
    homepage = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )

    hints: ClassVar = {
        Report.Kind.WRONG: _("Which fact is wrong, and what is right? If you can, say where it can be checked."),
        Report.Kind.OURS: _("Tell us who you are in the organisation, and what should stand in its profile."),
        Report.Kind.UNLIST: _("Tell us who you are in the organisation. A person reads this and answers you."),
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heading = _("Report a mistake") if kind == Report.Kind.WRONG else Report.Kind(kind).label
        self.fields["message"].help_text = self.hints[Report.Kind(kind)]
        self.fields["reply_to"].required = kind == Report.Kind.OURS
        self.fields["reply_to"].help_text = _("Only so that an editor can answer you. It is never shown.")
        for name, field in self.fields.items():
            described = [f"id_{name}-hint"] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.append(f"id_{name}-error")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)

    @property
    def is_trap_filled(self) -> bool:
        return bool(self.data.get("homepage"))
