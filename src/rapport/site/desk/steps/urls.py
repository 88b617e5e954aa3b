"""Steps of care and groups at the desk."""

from django.urls import path

from rapport.site.desk.steps import views

urlpatterns = [
    path("", views.steps, name="desk-steps"),
    path("groups/new/", views.new_group, name="desk-group-new"),
    path("groups/<str:group_id>/close/", views.close, name="desk-group-close"),
    path("proposals/<str:change_id>/back/", views.take_back, name="desk-step-back"),
    path("<str:course_id>/", views.propose, name="desk-step"),
]
