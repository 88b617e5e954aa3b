"""Addresses of the calendar."""

from django.urls import path

from rapport.site.portal.calendar import feed, views

urlpatterns = [
    path("", views.week, name="portal-calendar"),
    path("feed/", feed.manage, name="portal-feed"),
    path("feed/<str:token>/appointments.ics", feed.read, name="calendar-feed"),
    path("<str:booking_id>/", views.appointment, name="portal-appointment"),
    path("<str:booking_id>/cancel/", views.cancel, name="portal-appointment-cancel"),
    path("<str:booking_id>/outcome/", views.outcome, name="portal-appointment-outcome"),
]
