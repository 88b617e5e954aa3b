"""Addresses of staying and going on."""

from django.urls import path

from rapport.site.client.referrals import ending, views

urlpatterns = [
    path("course/review/", views.review, name="review"),
    path("course/refer/", views.refer, name="refer"),
    path("course/refer/ask/", views.ask, name="refer-ask"),
    path("course/refer/along/", views.along, name="refer-along"),
    path("course/refer/letter/", views.letter, name="refer-letter"),
    path("course/refer/stay/", views.stay, name="refer-stay"),
    path("course/end/", ending.end, name="course-end"),
    path("course/ended/<str:course_id>/", ending.ended, name="course-ended"),
    path("course/goodbye/<str:course_id>/", ending.goodbye, name="goodbye"),
]
