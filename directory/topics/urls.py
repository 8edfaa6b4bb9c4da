from django.urls import path

from directory.topics import views

urlpatterns = [
    path("", views.topic_list, name="topic_list"),
    path("<slug:slug>/", views.topic, name="topic"),
]
