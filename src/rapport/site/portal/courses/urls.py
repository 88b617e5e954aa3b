"""Addresses of a provider's courses."""

from django.urls import path

from rapport.site.portal.courses import views

urlpatterns = [
    path("<str:course_id>/end/", views.end, name="portal-course-end"),
    path("<str:course_id>/refer/", views.refer, name="portal-course-refer"),
    path("<str:course_id>/goodbye/", views.goodbye, name="portal-goodbye"),
]
