"""Addresses of guides and the planner; contract.md fixes `/guides/` and `/planner/`."""

from django.urls import path

from rapport.site.client.guides import planner, views

urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/feed/", views.feed, name="guides-feed"),
    path("guides/feed/<slug:language>/", views.feed, name="guides-feed-in"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("guides/<slug:slug>/<slug:language>/", views.guide, name="guide-in"),
    path("planner/", planner.planner, name="planner"),
    path("planner/sent/", planner.sent, name="planner-sent"),
]
