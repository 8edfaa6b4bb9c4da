"""Gathers the concepts' models for Django; nothing is defined here."""

from directory.exchange.models import ImportRun, LoadedRecord, Origin
from directory.organisations.models import (
    Need,
    Offer,
    Organisation,
    OrganisationContact,
    OrganisationKeyword,
    OrganisationPlace,
    OrganisationTopic,
)
from directory.organisations.standing import Address, RetiredKey, Standing
from directory.places.models import District, Locality, Province
from directory.stewardship.models import Report
from directory.topics.models import Keyword, KeywordSynonym, Topic, TopicGroup, TopicSynonym
from directory.topics.situations import Situation, SituationSet

__all__ = [
    "Address",
    "District",
    "ImportRun",
    "Keyword",
    "KeywordSynonym",
    "LoadedRecord",
    "Locality",
    "Need",
    "Offer",
    "Organisation",
    "OrganisationContact",
    "OrganisationKeyword",
    "OrganisationPlace",
    "OrganisationTopic",
    "Origin",
    "Province",
    "Report",
    "RetiredKey",
    "Situation",
    "SituationSet",
    "Standing",
    "Topic",
    "TopicGroup",
    "TopicSynonym",
]
