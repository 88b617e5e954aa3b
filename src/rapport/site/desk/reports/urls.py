"""The addresses of reports."""

from django.urls import path

from rapport.site.desk.reports import views

urlpatterns = [
    path("<slug:name>/", views.report, name="desk-report"),
    path("<slug:name>.<slug:kind>", views.as_file, name="desk-report-file"),
]
