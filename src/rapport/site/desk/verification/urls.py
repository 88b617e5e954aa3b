"""The addresses of verification at the desk."""

from django.urls import path

from rapport.site.desk.verification import views

urlpatterns = [
    path("", views.queue, name="desk-verification"),
    path("<slug:case_id>/", views.case, name="desk-case"),
]
