"""What a site has before anybody has edited anything: its address, home page, standard pages and the editors' group."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from cms.pages.models import EmergencyNumber, HomePage, Safety, StandardPage
from cms.pages.safety import SHIPPED
from cms.pages.standard_texts import STANDARD_TEXTS, StandardText

EDITORS = "Editörler"
# App label and model of what editors look after, with the actions they may not take.
EDITED = {
    ("directory", "organisation"): (),
    ("directory", "topic"): (),
    ("directory", "topicgroup"): ("delete",),
    ("directory", "keyword"): (),
    ("directory", "province"): ("add", "delete"),
    ("directory", "district"): ("add", "delete"),
    ("directory", "locality"): (),
    ("directory", "report"): ("add",),
    ("directory", "situation"): (),
    ("directory", "situationset"): (),
    ("search", "synonym"): (),
    ("search", "refusal"): ("add", "delete"),
    ("pages", "operator"): ("add", "delete"),
    ("pages", "safety"): ("add", "delete"),
}
PAGE_ACTIONS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
COLLECTION_ACTIONS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


@transaction.atomic
def prepare_site() -> list[str]:
    """Create what is missing, keep what is there; return a sentence for each thing done."""
    done: list[str] = []
    home = _home_page(done)
    _site_row(home, done)
    for text in STANDARD_TEXTS:
        _standard_page(home, text, done)
    _safety(done)
    _editors(home, done)
    return done


def _safety(done: list[str]) -> None:
    """Enter the numbers the program is shipped with, where nobody has kept any."""
    if not Safety.objects.exists():
        setting = Safety.load()
        setting.numbers.set(EmergencyNumber(number=number, label=tr, label_en=en) for number, tr, en in SHIPPED)
        setting.save()
        done.append("emergency numbers entered")


def _home_page(done: list[str]) -> HomePage:
    if home := HomePage.objects.first():
        return home
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(
        instance=HomePage(title=settings.WAGTAIL_SITE_NAME, title_en=settings.WAGTAIL_SITE_NAME, slug="ana-sayfa")
    )
    home.save_revision().publish()
    done.append("home page created")
    return HomePage.objects.get(pk=home.pk)


def _site_row(home: HomePage, done: list[str]) -> None:
    """Point Wagtail's site at the home page under SITE_URL; the welcome page that Wagtail ships goes."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    wanted = {
        "hostname": address.hostname or "localhost",
        "port": port,
        "root_page_id": home.pk,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(site, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(site, name, value)
        site.save()
        done.append(f"site answers as {settings.SITE_URL}")
    for page in Page.objects.filter(depth=2, content_type__app_label="wagtailcore", content_type__model="page", numchild=0):
        page.delete()
        done.append("welcome page of Wagtail removed")


def _standard_page(home: HomePage, text: StandardText, done: list[str]) -> None:
    if StandardPage.objects.child_of(home).filter(slug=text.slug).exists():
        return
    page = home.add_child(
        instance=StandardPage(
            slug=text.slug,
            title=text.title,
            title_en=text.title_en,
            search_description=text.description,
            search_description_en=text.description_en,
            body=text.body("tr"),
            body_en=text.body("en"),
            show_in_menus=True,
            names_operator=text.names_operator,
        )
    )
    page.save_revision().publish()
    done.append(f"page created: {text.title}")


def _editors(home: HomePage, done: list[str]) -> None:
    group, created = Group.objects.get_or_create(name=EDITORS)
    if created:
        done.append(f"group created: {EDITORS}")
    allowed = Q(codename="access_admin")
    for (app, model), never in EDITED.items():
        of_model = Q(content_type__app_label=app, content_type__model=model)
        allowed |= of_model & ~Q(codename__in=[f"{action}_{model}" for action in never])
    group.permissions.add(*Permission.objects.filter(allowed))
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_ACTIONS):
        GroupPagePermission.objects.get_or_create(group=group, page=Page.objects.get(pk=home.pk), permission=permission)
    root = Collection.get_first_root_node() or Collection.add_root(instance=Collection(name="Root"))
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=COLLECTION_ACTIONS
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
