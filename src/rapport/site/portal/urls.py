"""What therapists and coaches see of their own."""

from django.urls import include, path

from rapport.site.portal import views

urlpatterns = [
    path("", views.home, name="portal"),
    path("start/", views.start, name="portal-start"),
    path("calendar/", include("rapport.site.portal.calendar.urls")),
    path("requests/", include("rapport.site.portal.requests.urls")),
    path("verification/", include("rapport.site.portal.verification.urls")),
    path("profile/", include("rapport.site.portal.profile.urls")),
    path("caseload/", include("rapport.site.portal.caseload.urls")),
    path("hours/", include("rapport.site.portal.hours.urls")),
    path("places/", include("rapport.site.portal.places.urls")),
    path("replies/", include("rapport.site.portal.vignettes.urls")),
    path("courses/", include("rapport.site.portal.courses.urls")),
    path("reflections/", include("rapport.site.portal.reflections.urls")),
]
