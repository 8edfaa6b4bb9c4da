"""The addresses of the search page and of its suggestions; the API's are in api.py."""

from django.urls import path

from search import views

urlpatterns = [
    path("ara/", views.search, name="search"),
    path("ara/oneriler/", views.suggestions, name="suggestions"),
]
