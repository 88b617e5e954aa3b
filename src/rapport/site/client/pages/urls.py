"""Addresses of the pages that are the same for everyone; contract.md fixes them."""

from django.urls import path

from rapport.site.client.pages import views

urlpatterns = [
    path("", views.home, name="home"),
    path("crisis/", views.crisis, name="crisis"),
    path("privacy/", views.privacy, name="privacy"),
    path("does-it-work/", views.does_it_work, name="does-it-work"),
]
