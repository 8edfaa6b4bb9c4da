"""What happens to a visitor's report: it is stored first, then mailed; a mail that fails is sent later."""

import logging
from smtplib import SMTPException
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from directory.organisations.models import Organisation
from directory.stewardship.models import Report

if TYPE_CHECKING:
    from cms.accounts.models import User

log = logging.getLogger(__name__)

MAIL_BATCH = 50


def file_report(*, organisation: Organisation, kind: str, message: str, reply_to: str = "") -> Report:
    """Store a visitor's word on a profile and tell the editors after the commit.

    Raises ValidationError when the kind is unknown, the message is empty or the address is none.
    """
    report = Report(organisation=organisation, kind=kind, message=message.strip(), reply_to=reply_to.strip())
    report.full_clean()
    with transaction.atomic():
        report.save()
        transaction.on_commit(mail_reports, robust=True)
    return report


def editors_addresses() -> list[str]:
    """Return the e-mail addresses of the active people who may deal with reports."""
    allowed = Q(is_superuser=True) | Q(groups__permissions__codename="change_report")
    people = get_user_model().objects.filter(allowed, is_active=True).exclude(email="")
    return sorted(set(people.values_list("email", flat=True)))


def mail_reports() -> int:
    """Mail every report that no editor has been told of; return how many were sent.

    Idempotent: a failure is logged and the report stays for the next run. Killed between sending and marking,
    it sends a report twice rather than never.
    """
    waiting = list(Report.objects.filter(mailed_at__isnull=True).select_related("organisation").order_by("pk")[:MAIL_BATCH])
    recipients = editors_addresses() if waiting else []
    if not recipients:
        return 0
    sent = 0
    for report in waiting:
        try:
            _message(report, recipients=recipients).send()
        except (OSError, SMTPException) as error:
            log.warning("Report %s could not be mailed and will be tried again: %s", report.pk, error)
            break
        Report.objects.filter(pk=report.pk).update(mailed_at=timezone.now())
        sent += 1
    return sent


def _message(report: Report, *, recipients: list[str]) -> EmailMessage:
    with translation.override(settings.LANGUAGE_CODE):
        organisation = report.organisation
        address = organisation.addresses.filter(current=True).first()
        path = reverse("organisation", args=[address.slug if address else organisation.key])
        body = "\n".join(
            [
                _("A visitor wrote about this profile: %(name)s") % {"name": organisation.name},
                f"{settings.SITE_URL}{path}",
                "",
                f"{report.get_kind_display()}:",
                report.message,
                "",
                _("Reply to: %(address)s") % {"address": report.reply_to}
                if report.reply_to
                else _("The visitor left no e-mail address."),
                _("Deal with it in the admin: %(url)s") % {"url": f"{settings.SITE_URL}{reverse('wagtailadmin_home')}"},
            ]
        )
        subject = f"{report.get_kind_display()}: {' '.join(organisation.name.split())}"
        return EmailMessage(
            subject=subject[:150], body=body, bcc=recipients, reply_to=[report.reply_to] if report.reply_to else None
        )


def close_report(*, report: Report, user: "User", note: str = "") -> Report:
    """Note that an editor has dealt with the report, and how; the organisation is not touched."""
    with transaction.atomic():
        report.state = Report.State.DONE
        report.note = note.strip()
        report.handled_by = user
        report.handled_at = timezone.now()
        report.full_clean()
        report.save(update_fields=["state", "note", "handled_by", "handled_at"])
    return report


def reopen_report(*, report: Report) -> Report:
    """Put a report back on the pile; the note stays."""
    report.state = Report.State.OPEN
    report.handled_by = None
    report.handled_at = None
    report.save(update_fields=["state", "handled_by", "handled_at"])
    return report
