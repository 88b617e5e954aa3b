"""Looking up a recommended name, and the public page of a provider."""

from django.urls import path

from rapport.site.client.people import views

urlpatterns = [
    path("recommended/", views.lookup, name="lookup"),
    path("recommended/by/<str:token>/", views.recommended, name="recommended"),
    path("providers/<str:provider_id>/recommend/", views.recommend, name="recommend"),
    path("providers/<str:provider_id>/", views.provider, name="provider"),
]
