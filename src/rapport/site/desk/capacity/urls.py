"""Places and where to recruit."""

from django.urls import path

from rapport.site.desk.capacity import views

urlpatterns = [path("", views.capacity, name="desk-capacity")]
