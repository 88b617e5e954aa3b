"""What coordinators see."""

from django.urls import include, path

from rapport.site.desk import views

urlpatterns = [
    path("trial/", views.trial, name="desk-trial"),
    path("verification/", include("rapport.site.desk.verification.urls")),
]
