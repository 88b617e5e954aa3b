"""Addresses of check-ins: a client's own, and the same pages by the link of a mail."""

from django.urls import path

from rapport.site.client.checkins import following, views

urlpatterns = [
    path("checkin/", views.checkin, name="checkin"),
    path("checkin/goals/", following.goals, name="checkin-goals"),
    path("checkin/sharing/", following.sharing, name="checkin-sharing"),
    path("checkin/reminders/", following.reminders, name="checkin-reminders"),
    path("checkin/<int:number>/help/", views.help_first, name="checkin-help"),
    path("checkin/<int:number>/saved/", views.saved, name="checkin-saved"),
    path("checkin/<int:number>/also/<slug:name>/", views.symptoms, name="checkin-symptoms"),
    path("checkin/link/<str:token>/", views.checkin, name="checkin-link"),
    path("checkin/link/<str:token>/help/", views.help_first),
    path("checkin/link/<str:token>/saved/", views.saved),
    path("checkin/link/<str:token>/also/<slug:name>/", views.symptoms),
    path("checkin/link/<str:token>/stop/", following.stop_by_link),
]
