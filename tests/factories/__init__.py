"""Factories, one a concept. `OrganisationFactory()` gives a published, public organisation with a key and an address."""

from string import ascii_uppercase
from typing import Any

import factory
from django.contrib.auth import get_user_model
from factory.django import DjangoModelFactory

from directory.models import District, Keyword, Organisation, Province, Topic, TopicGroup
from search import analysis


class UserFactory(DjangoModelFactory[Any]):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"kisi{n}@ornek.example")
    first_name = "Deniz"
    password = factory.django.Password("parola-ornek-1")


class AdminFactory(UserFactory):
    is_superuser = True
    is_staff = True


class ProvinceFactory(DjangoModelFactory[Province]):
    class Meta:
        model = Province
        django_get_or_create = ("slug",)

    name = "İzmir"
    slug = factory.LazyAttribute(lambda o: analysis.slug(o.name))
    # Two letters, so that no sequence ever meets the licence plate code a test names itself.
    code = factory.Sequence(lambda n: ascii_uppercase[n // 26 % 26] + ascii_uppercase[n % 26])
    region_tr = "Ege"
    region_en = "Aegean"
    latitude = 38.42
    longitude = 27.14


class DistrictFactory(DjangoModelFactory[District]):
    class Meta:
        model = District
        django_get_or_create = ("province", "slug")

    province = factory.SubFactory(ProvinceFactory)
    name = "Bornova"
    slug = factory.LazyAttribute(lambda o: analysis.slug(o.name))
    latitude = 38.46
    longitude = 27.21


class TopicGroupFactory(DjangoModelFactory[TopicGroup]):
    class Meta:
        model = TopicGroup
        django_get_or_create = ("slug",)

    slug = "esitlik"
    name = "Eşitlik ve ayrımcılıkla mücadele"
    name_en = "Equality and non-discrimination"


class TopicFactory(DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    name = "Engelli hakları"
    name_en = "Disability rights"
    slug = factory.LazyAttribute(lambda o: analysis.slug(o.name))
    group = factory.SubFactory(TopicGroupFactory)


class KeywordFactory(DjangoModelFactory[Keyword]):
    class Meta:
        model = Keyword

    name = factory.Sequence(lambda n: f"kelime {n}")


class OrganisationFactory(DjangoModelFactory[Organisation]):
    """`topics` and `keywords` take lists of tags; `places`, `contacts`, `offers`, `needs` lists of unsaved child rows."""

    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"kurulus-{n}")
    name = factory.Sequence(lambda n: f"Kuruluş {n}")
    type = "association"
    live = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Organisation:
        tags = {name: kwargs.pop(name, ()) for name in ("topics", "keywords")}
        many = {name: kwargs.pop(name, ()) for name in ("active_provinces", "active_districts")}
        rows = {name: list(kwargs.pop(name, ())) for name in ("places", "contacts", "offers", "needs")}
        organisation = model_class(**kwargs)
        for name, values in rows.items():
            setattr(organisation, name, values)
        for name, values in (tags | many).items():
            if values:
                getattr(organisation, name).set(values)
        organisation.save()
        return organisation
