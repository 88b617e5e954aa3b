"""Addresses of the course."""

from django.urls import path

from rapport.site.client.courses import views

urlpatterns = [
    path("course/", views.course, name="course"),
    path("course/shift/", views.shift, name="course-shift"),
    path("course/shift/<str:raised_id>/after/", views.after, name="course-shift-after"),
]
