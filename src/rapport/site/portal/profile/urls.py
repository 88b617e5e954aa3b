"""The profile's addresses."""

from django.urls import path

from rapport.site.portal.profile import views

urlpatterns = [
    path("", views.overview, name="portal-profile"),
    path("<slug:slug>/", views.part, name="portal-profile-part"),
]
