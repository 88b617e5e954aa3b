"""The addresses of hours."""

from django.urls import path

from rapport.site.portal.hours import views

urlpatterns = [
    path("", views.overview, name="portal-hours"),
    path("week/", views.week, name="portal-week"),
    path("dates/", views.dates, name="portal-dates"),
    path("dates/<slug:on>/drop/", views.drop, name="portal-date-drop"),
]
