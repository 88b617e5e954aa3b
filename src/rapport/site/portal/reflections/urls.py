"""Addresses of what comes after first conversations."""

from django.urls import path

from rapport.site.portal.reflections import views

urlpatterns = [
    path("", views.after, name="portal-reflections"),
    path("<str:booking_id>/", views.note, name="portal-note"),
]
