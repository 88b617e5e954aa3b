"""The client's pages, each area in its own file."""

from django.urls import include, path

# In the order in which they are looked through: what is read from the database first, since it is waited for.
AREAS = (
    "matches", "requests", "bookings", "choosing", "checkins", "courses", "steps", "referrals", "people",
    "questionnaire", "mine", "guides", "newsletter", "pages",
)  # fmt: skip

urlpatterns = [path("", include(f"rapport.site.client.{area}.urls")) for area in AREAS]
