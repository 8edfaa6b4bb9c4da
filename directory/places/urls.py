from django.urls import path

from directory.places import views

urlpatterns = [
    path("", views.place_list, name="place_list"),
    path("<slug:province>/", views.province, name="province"),
    path("<slug:province>/<slug:district>/", views.district, name="district"),
]
