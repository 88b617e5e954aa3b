"""Addresses of choosing."""

from django.urls import path

from rapport.site.client.choosing import views

urlpatterns = [
    path("choosing/", views.standing, name="standing"),
    path("choosing/compare/", views.compare, name="compare"),
    path("choosing/chosen/", views.chosen, name="chosen"),
    path("choosing/prepare/<str:match_id>/", views.prepare, name="prepare"),
    path("choosing/reflect/<str:booking_id>/", views.reflect, name="reflect"),
    path("choosing/choose/<str:request_id>/", views.choose, name="choose"),
    path("choosing/farewell/<str:request_id>/", views.farewell, name="farewell"),
]
