"""Looking up a recommended name, and the public page of a provider."""

from django.urls import path

from rapport.site.client.people import views

urlpatterns = [
    path("recommended/", views.lookup, name="lookup"),
    path("providers/<str:provider_id>/", views.provider, name="provider"),
]
