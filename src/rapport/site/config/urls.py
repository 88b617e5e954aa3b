"""All addresses of the site; what contract.md fixes stands in the faces' own files."""

from django.urls import include, path

from rapport.site.foundation import health

urlpatterns = [
    path("healthz", health.healthz),
    path("healthz/", health.healthz, name="healthz"),
    path("portal/", include("rapport.site.portal.urls")),
    path("", include("rapport.site.access.urls")),
    path("desk/", include("rapport.site.desk.urls")),
    path("", include("rapport.site.client.urls")),
]

handler400 = "rapport.site.foundation.error_pages.bad_request"
handler403 = "rapport.site.foundation.error_pages.not_allowed"
handler404 = "rapport.site.foundation.error_pages.not_found"
handler500 = "rapport.site.foundation.error_pages.server_error"
