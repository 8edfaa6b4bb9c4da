"""The addresses of the search page, its feed and its suggestions, for us and for browsers; the API's are in api.py."""

from django.urls import path

from search import feeds, opensearch, views

urlpatterns = [
    path("ara/", views.search, name="search"),
    path("ara/akis.atom", feeds.feed, name="search_feed"),
    path("ara/oneriler/", views.suggestions, name="suggestions"),
    path("ara/oneriler.json", opensearch.suggestions, name="browser_suggestions"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
]
