"""The policy at the desk."""

from django.urls import path

from rapport.site.desk.policy import views

urlpatterns = [
    path("", views.policy_page, name="desk-policy"),
    path("preview/", views.preview, name="desk-policy-preview"),
    path("set/", views.set_it, name="desk-policy-set"),
]
