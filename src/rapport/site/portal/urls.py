"""What therapists and coaches see of their own."""

from django.urls import include, path

from rapport.site.portal import views

urlpatterns = [
    path("", views.home, name="portal"),
    path("start/", views.start, name="portal-start"),
    path("calendar/", include("rapport.site.portal.calendar.urls")),
    path("requests/", include("rapport.site.portal.requests.urls")),
]
