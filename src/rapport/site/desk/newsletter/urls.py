"""Addresses of the newsletter at the desk."""

from django.urls import path

from rapport.site.desk.newsletter import views

urlpatterns = [
    path("", views.newsletter, name="desk-newsletter"),
    path("new/<slug:language>/", views.new, name="desk-edition-new"),
    path("<str:edition_id>/", views.one, name="desk-edition"),
    path("<str:edition_id>/change/", views.change, name="desk-edition-change"),
    path("<str:edition_id>/preview/", views.preview, name="desk-edition-preview"),
    path("<str:edition_id>/schedule/", views.schedule, name="desk-edition-schedule"),
    path("<str:edition_id>/<slug:what>/", views.do, name="desk-edition-do"),
]
