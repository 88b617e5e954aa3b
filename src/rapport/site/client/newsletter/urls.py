"""Addresses of the newsletter; contract.md fixes `/newsletter/`."""

from django.urls import path

from rapport.site.client.newsletter import views

urlpatterns = [
    path("newsletter/", views.newsletter, name="newsletter"),
    path("newsletter/asked/", views.asked, name="newsletter-asked"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="newsletter-confirm"),
    path("newsletter/stop/<str:token>/", views.stop, name="newsletter-stop"),
]
