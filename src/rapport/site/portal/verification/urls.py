"""The addresses of verification."""

from django.urls import path

from rapport.site.portal.verification import views

urlpatterns = [
    path("", views.overview, name="portal-verification"),
    path("begin/", views.begin, name="portal-verification-begin"),
    path("who/", views.who, name="portal-who"),
    path("licences/", views.licences, name="portal-licences"),
    path("submit/", views.submit, name="portal-verification-submit"),
]
