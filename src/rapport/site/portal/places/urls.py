"""The addresses of places and pauses."""

from django.urls import path

from rapport.site.portal.places import views

urlpatterns = [
    path("", views.places, name="portal-places"),
    path("pause/", views.pause, name="portal-pause"),
    path("back/", views.back, name="portal-back"),
]
