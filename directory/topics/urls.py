from django.urls import path

from directory.topics import views

urlpatterns = [
    path("", views.topic_list, name="topic_list"),
    path("<slug:slug>/", views.topic, name="topic"),
    path("<slug:slug>/ihtiyaclar/", views.topic_needs, name="topic_needs"),
]
