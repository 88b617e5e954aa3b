"""Cases at the desk."""

from django.urls import path

from rapport.site.desk.cases import glass, hands, views

urlpatterns = [
    path("cases/", views.cases, name="desk-cases"),
    path("cases/<str:case_id>/", views.one, name="desk-client"),
    path("cases/<str:case_id>/assign/", views.assign, name="desk-case-assign"),
    path("cases/<str:case_id>/release/", views.release, name="desk-case-release"),
    path("cases/<str:case_id>/offer/", hands.offer, name="desk-case-offer"),
    path("cases/<str:case_id>/glass/", glass.ask, name="desk-case-glass"),
    path("glass/<str:glass_id>/", glass.decide, name="desk-glass"),
    path("hands/", hands.hands, name="desk-hands"),
]
