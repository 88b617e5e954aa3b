"""Addresses of the matches."""

from django.urls import path

from rapport.site.client.matches import views
from rapport.site.client.matches.before import before

urlpatterns = [
    path("matches/", views.matches, name="matches"),
    path("matches/issue/", views.issue, name="issue"),
    path("matches/before/", before, name="before"),
    path("matches/again/", views.again, name="again"),
    path("matches/<str:match_id>/", views.match, name="match"),
    path("recommended/<str:provider_id>/fit/", views.fit, name="fit"),
]
