"""Addresses of a client's steps of care."""

from django.urls import path

from rapport.site.client.steps import views

urlpatterns = [
    path("course/step/", views.step, name="step"),
    path("course/step/groups/<str:group_id>/join/", views.join, name="group-join"),
    path("course/step/groups/<str:group_id>/leave/", views.leave, name="group-leave"),
]
