"""Starting and stopping a comparison."""

from django.urls import path

from rapport.site.desk.trials import views

urlpatterns = [
    path("plan/", views.plan, name="desk-trial-plan"),
    path("start/", views.start, name="desk-trial-start"),
    path("stop/", views.stop, name="desk-trial-stop"),
]
