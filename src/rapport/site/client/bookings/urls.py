"""Addresses of bookings."""

from django.urls import path

from rapport.site.client.bookings import choosing, views

urlpatterns = [
    path("bookings/", views.bookings, name="bookings"),
    path("bookings/times/<str:request_id>/", choosing.times, name="booking-times"),
    path("bookings/<str:booking_id>/", views.booking, name="booking"),
    path("bookings/<str:booking_id>/check/", choosing.check, name="booking-check"),
    path("bookings/<str:booking_id>/move/", choosing.move, name="booking-move"),
    path("bookings/<str:booking_id>/cancel/", views.cancel, name="booking-cancel"),
    path("bookings/<str:booking_id>/missed/", views.missed, name="booking-missed"),
    path("bookings/<str:booking_id>/appointment.ics", views.calendar_file, name="booking-file"),
]
