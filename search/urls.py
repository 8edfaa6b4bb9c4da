"""The search page's address; the API's are in api.py."""

from django.urls import path

from search import views

urlpatterns = [path("ara/", views.search, name="search")]
