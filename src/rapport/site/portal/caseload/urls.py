"""Addresses of the caseload."""

from django.urls import path

from rapport.site.portal.caseload import supervision, views

urlpatterns = [
    path("", views.everybody, name="portal-caseload"),
    path("supervision/", supervision.page, name="portal-supervision"),
    path("supervision/courses.<str:kind>", supervision.file, name="portal-supervision-file"),
    path("seen/<str:answer_id>/", views.seen, name="portal-seen"),
    path("<str:course_id>/", views.one, name="portal-course"),
    path("<str:course_id>/tried/", views.tried, name="portal-tried"),
]
