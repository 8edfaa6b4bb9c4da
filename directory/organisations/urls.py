from django.urls import path

from directory.organisations import views
from directory.sharing import cards as sharing
from directory.sharing import feeds
from directory.stewardship import views as stewardship

urlpatterns = [
    path("", views.organisation_list, name="organisation_list"),
    path("akis.atom", feeds.organisations, name="organisation_feed"),
    path("<slug:slug>/", views.organisation, name="organisation"),
    path("<slug:slug>/kart.png", sharing.organisation_card, name="organisation_card"),
    path("<slug:slug>/bildir/<slug:kind>/", stewardship.report, name="organisation_report"),
    path("<slug:slug>/bildirildi/", stewardship.report_sent, name="organisation_report_sent"),
]
