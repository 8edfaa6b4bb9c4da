"""Whatever changes a document of directory leaves a Change row. Nothing else happens here.

Bulk writes send no signals: they call `search.sync.record` themselves.
"""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.signals import published, unpublished

from directory.organisations.models import Organisation, OrganisationKeyword, OrganisationTopic
from directory.organisations.standing import Address, Standing
from directory.places.models import District, Locality, Province
from directory.topics.models import Keyword, KeywordSynonym, Topic, TopicGroup, TopicSynonym
from search import sync


def connect() -> None:
    """Connect every handler; called once, when the app is ready."""
    for signal in (post_save, post_delete):
        signal.connect(_organisation, sender=Organisation, dispatch_uid="directory.organisation")
        for model in (Standing, Address):
            signal.connect(_organisations_row, sender=model, dispatch_uid=f"directory.{model.__name__}")
        signal.connect(_topic, sender=Topic, dispatch_uid="directory.topic")
        signal.connect(_topics_row, sender=TopicSynonym, dispatch_uid="directory.topic_synonym")
        signal.connect(_keywords_row, sender=KeywordSynonym, dispatch_uid="directory.keyword_synonym")
        signal.connect(_province, sender=Province, dispatch_uid="directory.province")
        signal.connect(_district, sender=District, dispatch_uid="directory.district")
        signal.connect(_locality, sender=Locality, dispatch_uid="directory.locality")
    pre_save.connect(_locality_moves, sender=Locality, dispatch_uid="directory.locality_moves")
    for signal in (published, unpublished):
        signal.connect(_organisation, sender=Organisation, dispatch_uid="directory.organisation")
    post_save.connect(_group, sender=TopicGroup, dispatch_uid="directory.topic_group")
    # Before its rows are gone: afterwards nobody knows which organisations carried the keyword.
    for signal in (post_save, pre_delete):
        signal.connect(_keyword, sender=Keyword, dispatch_uid="directory.keyword")


def _organisation(instance: Organisation, **_kwargs: Any) -> None:
    sync.record("organisation", instance.pk)


def _organisations_row(instance: Standing | Address, **_kwargs: Any) -> None:
    if instance.organisation_id is not None:
        sync.record("organisation", instance.organisation_id)


def _topic(instance: Topic, **_kwargs: Any) -> None:
    sync.record("topic", instance.pk)
    _tell(OrganisationTopic.objects.filter(tag=instance.pk), "content_object")


def _topics_row(instance: TopicSynonym, **_kwargs: Any) -> None:
    sync.record("topic", instance.topic_id)  # documents of organisations hold no synonyms


def _group(instance: TopicGroup, **_kwargs: Any) -> None:
    sync.record_all("topic", Topic.objects.filter(group=instance.pk).values_list("pk", flat=True))
    _tell(OrganisationTopic.objects.filter(tag__group=instance.pk), "content_object")


def _keyword(instance: Keyword, created: bool = False, **_kwargs: Any) -> None:
    if not created:
        _tell(OrganisationKeyword.objects.filter(tag=instance.pk), "content_object")


def _keywords_row(instance: KeywordSynonym, **_kwargs: Any) -> None:
    _tell(OrganisationKeyword.objects.filter(tag=instance.keyword_id), "content_object")


def _province(instance: Province, created: bool = False, **_kwargs: Any) -> None:
    sync.record("place", f"p{instance.pk}")
    if created:
        return
    sync.record_all("place", (f"d{pk}" for pk in District.objects.filter(province=instance.pk).values_list("pk", flat=True)))
    located = Q(places__province=instance.pk)
    _tell(
        Organisation.objects.filter(located | Q(active_provinces=instance.pk) | Q(active_districts__province=instance.pk)), "pk"
    )


def _district(instance: District, created: bool = False, **_kwargs: Any) -> None:
    sync.record("place", f"d{instance.pk}")
    if not created:
        _tell(Organisation.objects.filter(Q(places__district=instance.pk) | Q(active_districts=instance.pk)), "pk")


def _locality(instance: Locality, **_kwargs: Any) -> None:
    sync.record("place", f"d{instance.district_id}")  # documents of organisations hold no localities


def _locality_moves(instance: Locality, **_kwargs: Any) -> None:
    """Record the district that the locality leaves."""
    left = Locality.objects.filter(pk=instance.pk).exclude(district=instance.district_id)
    sync.record("place", *(f"d{pk}" for pk in left.values_list("district", flat=True)))


def _tell(rows: Any, field: str) -> None:
    """Record the organisations of these rows, drafts included: what is public is decided when they are read."""
    sync.record_all("organisation", rows.order_by(field).values_list(field, flat=True).distinct().iterator(chunk_size=2000))
