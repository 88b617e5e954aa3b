"""Addresses of requests."""

from django.urls import path

from rapport.site.portal.requests import views

urlpatterns = [
    path("", views.waiting, name="portal-requests"),
    path("confirm/", views.confirm, name="portal-confirm"),
    path("<str:request_id>/", views.one, name="portal-request"),
    path("<str:request_id>/offer/", views.offer, name="portal-offer"),
    path("<str:request_id>/decline/", views.decline, name="portal-decline"),
]
