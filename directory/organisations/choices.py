"""The closed lists an organisation chooses from. Values are permanent (imports, API); labels are translated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def label(choices: type[TextChoices], value: str) -> str:
    """Return the label of a value in the active language; a value that is no choice stands for itself."""
    try:
        return str(choices(value).label)
    except ValueError:
        return value


class OrganisationType(TextChoices):
    ASSOCIATION = "association", _("Association")
    FOUNDATION = "foundation", _("Foundation")
    FEDERATION = "federation", _("Federation")
    CONFEDERATION = "confederation", _("Confederation")
    PLATFORM = "platform", _("Platform")
    INITIATIVE = "initiative", _("Initiative")
    CITY_COUNCIL = "city_council", _("City council")
    ASSEMBLY = "assembly", _("Assembly")
    UNION = "union", _("Trade union")
    PROFESSIONAL_CHAMBER = "professional_chamber", _("Professional chamber")
    COOPERATIVE = "cooperative", _("Cooperative")
    PUBLIC_BODY = "public_body", _("Public body")
    STUDENT_GROUP = "student_group", _("Student group")
    INTERNATIONAL = "international", pgettext_lazy("type of organisation", "International organisation")


class Status(TextChoices):
    ACTIVE = "active", pgettext_lazy("status of an organisation", "Active")
    DORMANT = "dormant", pgettext_lazy("status of an organisation", "Dormant")
    CLOSED = "closed", pgettext_lazy("status of an organisation", "Closed")


class Scope(TextChoices):
    LOCAL = "local", pgettext_lazy("scope", "Local")
    PROVINCIAL = "provincial", pgettext_lazy("scope", "Whole province")
    REGIONAL = "regional", pgettext_lazy("scope", "Regional")
    NATIONAL = "national", pgettext_lazy("scope", "National")
    INTERNATIONAL = "international", pgettext_lazy("scope", "International")


class TargetGroup(TextChoices):
    GENERAL_PUBLIC = "general_public", _("Everyone")
    CHILDREN = "children", _("Children")
    YOUTH = "youth", _("Young people")
    STUDENTS = "students", _("Students")
    WOMEN = "women", _("Women")
    OLDER_PEOPLE = "older_people", _("Older people")
    DISABLED_PEOPLE = "disabled_people", _("Disabled people")
    LGBTI = "lgbti", _("LGBTI+ people")
    MIGRANTS_REFUGEES = "migrants_refugees", _("Migrants and refugees")
    ROMA = "roma", _("Roma")
    WORKERS = "workers", _("Workers")
    UNEMPLOYED = "unemployed", _("Unemployed people")
    FARMERS = "farmers", _("Farmers")
    PRISONERS = "prisoners", _("Prisoners")
    PATIENTS = "patients", _("Patients")
    ANIMALS = "animals", _("Animals")


class ExchangeKind(TextChoices):
    """What organisations offer each other and need from each other."""

    EXPERTISE = "expertise", _("Expertise")
    TRAINING = "training", _("Training")
    LEGAL = "legal", _("Legal support")
    VENUE = "venue", _("Venue")
    VOLUNTEERS = "volunteers", _("Volunteers")
    COMMUNICATION = "communication", _("Communication and publicity")
    RESEARCH = "research", _("Research and data")
    EQUIPMENT = "equipment", _("Equipment")
    TRANSLATION = "translation", _("Translation")
    SIGN_LANGUAGE = "sign_language", _("Sign language interpreting")
    FUNDING = "funding", _("Funding")
    LOGISTICS = "logistics", _("Transport and logistics")
    OTHER = "other", pgettext_lazy("kind of offer or need", "Other")


class Language(TextChoices):
    """Languages an organisation serves people in (ISO 639 codes; sign language: ISO 639-3)."""

    TURKISH = "tr", _("Turkish")
    TURKISH_SIGN = "tsm", _("Turkish Sign Language")
    KURDISH = "ku", _("Kurdish (Kurmanji)")
    ZAZAKI = "zza", _("Zazaki")
    ARABIC = "ar", _("Arabic")
    ENGLISH = "en", _("English")
    PERSIAN = "fa", _("Persian")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
    GERMAN = "de", _("German")
    FRENCH = "fr", _("French")
    GREEK = "el", _("Greek")
    ARMENIAN = "hy", _("Armenian")
    LADINO = "lad", _("Ladino")
    ROMANI = "rom", _("Romani")
    LAZ = "lzz", _("Laz")
    CIRCASSIAN = "kbd", _("Circassian")
    PASHTO = "ps", _("Pashto")
    SOMALI = "so", _("Somali")
    OTHER = "other", pgettext_lazy("language", "Another language")


class Visibility(TextChoices):
    """How much of a place the public sees."""

    FULL = "full", _("Full address")
    DISTRICT = "district", _("District only")
    HIDDEN = "hidden", _("Hidden")


SHOWN_PLACES = (Visibility.FULL, Visibility.DISTRICT)  # places of which at least the district is public


class ContactVisibility(TextChoices):
    PUBLIC = "public", _("Shown on the profile")
    EDITORS = "editors", _("Only editors see it")


class ContactKind(TextChoices):
    WEBSITE = "website", _("Website")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    WHATSAPP = "whatsapp", "WhatsApp"
    VIDEO_CALL = "video_call", _("Video call")
    INSTAGRAM = "instagram", "Instagram"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X (Twitter)"
    YOUTUBE = "youtube", "YouTube"
    LINKEDIN = "linkedin", "LinkedIn"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    TELEGRAM = "telegram", "Telegram"
    OTHER = "other", pgettext_lazy("contact channel", "Other")


class StepFree(TextChoices):
    UNKNOWN = "", _("Not stated yet")
    YES = "yes", _("Step-free")
    PARTLY = "partly", _("Partly step-free")
    NO = "no", _("Not step-free")


class Cooperation(TextChoices):
    OPEN = "open", _("Open to cooperation")


class Basis(TextChoices):
    """On whose word a profile stands."""

    EDITOR = "editor", _("An editor's reading")
    IMPORT = "import", _("Imported")
    ORGANISATION = "organisation", _("The organisation's own word")
