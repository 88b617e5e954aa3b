"""The client's pages, each area in its own file."""

from django.urls import include, path

AREAS = ("pages", "questionnaire", "people", "matches", "mine")

urlpatterns = [path("", include(f"rapport.site.client.{area}.urls")) for area in AREAS]
