from smtplib import SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from directory.models import Report
from directory.stewardship.limits import PER_HOUR, client_address
from directory.stewardship.services import file_report, mail_reports
from tests.factories import AdminFactory, OrganisationFactory, UserFactory
from tests.factories.public import draft, path_of, standing, unpublished

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Işık Derneği")


def send(client, organisation, kind="yanlis", **values):
    return client.post(f"{path_of(organisation)}bildir/{kind}/", {"message": "Telefon yanlış.", **values})


@pytest.mark.parametrize(("kind", "stored"), [("yanlis", "wrong"), ("bizim", "ours"), ("listelenmesin", "unlist")])
def test_a_report_is_stored_and_thanked_for(client, organisation, kind, stored):
    answer = client.post(
        f"{path_of(organisation)}bildir/{kind}/", {"message": " Telefon yanlış. ", "reply_to": "a@b.example"}, follow=True
    )
    assert "Teşekkürler" in answer.content.decode()
    report = Report.objects.get()
    assert (report.organisation, report.kind, report.message) == (organisation, stored, "Telefon yanlış.")
    assert (report.reply_to, report.state) == ("a@b.example", "open")


def test_an_empty_message_is_refused_in_words_and_the_rest_is_kept(client, organisation):
    answer = send(client, organisation, message="  ", reply_to="yarım@")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Neyin değişmesi gerektiğini bir iki cümleyle yazın." in html
    assert "Bu e-posta adresinde bir şey eksik." in html
    assert 'value="yarım@"' in html
    assert 'aria-describedby="id_message-hint id_message-error"' in html
    assert not Report.objects.exists()


def test_a_very_long_message_is_refused(client, organisation):
    assert send(client, organisation, message="a" * 2001).status_code == 422


def test_the_form_needs_its_token(organisation):
    client = Client(enforce_csrf_checks=True)
    answer = send(client, organisation)
    assert answer.status_code == 403
    assert "Formu yeniden gönderin" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_machine_that_fills_the_trap_is_thanked_and_ignored(client, organisation):
    answer = send(client, organisation, homepage="http://spam.example")
    assert answer.status_code == 302
    assert not Report.objects.exists()


def test_one_address_may_write_only_so_often_and_loses_nothing_it_wrote(client, organisation):
    for _n in range(PER_HOUR):
        assert send(client, organisation).status_code == 302
    refused = send(client, organisation, message="Altıncı mesaj")
    assert refused.status_code == 429
    assert "Altıncı mesaj" in refused.content.decode()
    assert Report.objects.count() == PER_HOUR
    assert client.post(f"{path_of(organisation)}bildir/yanlis/", {"message": "x"}, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_behind_a_proxy_the_address_the_proxy_saw_counts(rf, settings):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 10.0.0.7", REMOTE_ADDR="127.0.0.1")
    assert client_address(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(request) == "10.0.0.7"


@pytest.mark.parametrize("build", [draft, unpublished])
def test_what_is_not_public_cannot_be_reported(client, build):
    assert send(client, build()).status_code in {404, 410}
    assert not Report.objects.exists()


def test_a_claimed_profile_can_be_wrong_but_is_unlisted_by_its_stewards(client, organisation):
    standing(organisation, claimed_at=timezone.now())
    assert send(client, organisation).status_code == 302
    assert send(client, organisation, kind="listelenmesin").status_code == 404
    assert send(client, organisation, kind="bizim").status_code == 404


def test_who_speaks_for_the_organisation_leaves_an_address_for_the_answer(client, organisation):
    answer = send(client, organisation, kind="bizim")
    assert answer.status_code == 422
    assert "Bir editörün size yanıt verebilmesi için e-posta adresinizi yazın." in answer.content.decode()
    assert "(isteğe bağlı)" not in answer.content.decode()
    assert "(isteğe bağlı)" in client.get(f"{path_of(organisation)}bildir/yanlis/").content.decode()


def test_an_unknown_kind_is_not_found(client, organisation):
    assert send(client, organisation, kind="baska").status_code == 404


def test_a_report_is_mailed_to_the_people_who_may_deal_with_it(organisation, django_capture_on_commit_callbacks):
    AdminFactory(email="yonetici@ornek.example")
    editor = UserFactory(email="editor@ornek.example")
    group = Group.objects.create(name="Ekip")
    group.permissions.add(Permission.objects.get(codename="change_report"))
    editor.groups.add(group)
    UserFactory(email="baskasi@ornek.example")
    UserFactory(email="ayrilan@ornek.example", is_active=False, is_superuser=True)
    with django_capture_on_commit_callbacks(execute=True):
        report = file_report(organisation=organisation, kind="wrong", message="Telefon yanlış.", reply_to="a@b.example")
    [message] = mail.outbox
    assert message.bcc == ["editor@ornek.example", "yonetici@ornek.example"]
    assert message.reply_to == ["a@b.example"]
    assert "Telefon yanlış." in message.body
    assert path_of(organisation) in message.body
    report.refresh_from_db()
    assert report.mailed_at is not None
    assert mail_reports() == 0


def test_a_mail_that_fails_is_sent_by_the_next_run(organisation, monkeypatch, django_capture_on_commit_callbacks):
    AdminFactory()
    with monkeypatch.context() as broken:

        def fail(*args, **kwargs):
            raise SMTPServerDisconnected("gone")

        broken.setattr("django.core.mail.message.EmailMessage.send", fail)
        with django_capture_on_commit_callbacks(execute=True):
            report = file_report(organisation=organisation, kind="wrong", message="Telefon yanlış.")
    report.refresh_from_db()
    assert report.mailed_at is None
    assert mail_reports() == 1
    assert len(mail.outbox) == 1


def test_a_report_waits_until_there_is_somebody_to_tell(organisation):
    file_report(organisation=organisation, kind="unlist", message="Listelenmek istemiyoruz.")
    assert mail_reports() == 0
    AdminFactory()
    assert mail_reports() == 1


def test_a_name_with_line_breaks_cannot_forge_mail_headers(organisation):
    AdminFactory()
    organisation.name = "Ad\r\nBcc: x@y.example"
    organisation.save()
    file_report(organisation=organisation, kind="wrong", message="x")
    assert mail_reports() == 1
    assert "\n" not in mail.outbox[0].subject


@pytest.mark.parametrize("values", [{"kind": "x", "message": "a"}, {"kind": "wrong", "message": " "}])
def test_the_service_refuses_what_makes_no_report(organisation, values):
    with pytest.raises(ValidationError):
        file_report(organisation=organisation, **values)
