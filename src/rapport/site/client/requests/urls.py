"""Addresses of requests."""

from django.urls import path

from rapport.site.client.requests import views

urlpatterns = [
    path("requests/", views.requests, name="requests"),
    path("requests/<str:request_id>/withdraw/", views.withdraw, name="withdraw"),
    path("matches/<str:match_id>/ask/", views.ask, name="ask"),
]
