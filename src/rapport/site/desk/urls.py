"""What coordinators see."""

from django.urls import path

from rapport.site.desk import views

urlpatterns = [path("trial/", views.trial, name="desk-trial")]
