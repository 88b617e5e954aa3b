"""What coordinators see."""

from django.urls import include, path

from rapport.site.desk import courses, people, views

urlpatterns = [
    path("", views.home, name="desk"),
    path("people/", people.people, name="desk-people"),
    path("people/invite/", people.invite, name="desk-invite"),
    path("people/<str:account_id>/link/", people.link, name="desk-link"),
    path("people/<str:account_id>/revoke/", people.revoke, name="desk-revoke"),
    path("courses/", courses.courses, name="desk-courses"),
    path("trial/", views.trial, name="desk-trial"),
    path("verification/", include("rapport.site.desk.verification.urls")),
]
