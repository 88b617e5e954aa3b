"""The addresses of replies and ratings."""

from django.urls import path

from rapport.site.portal.vignettes import views

urlpatterns = [
    path("", views.overview, name="portal-vignettes"),
    path("<int:place>/", views.write, name="portal-reply"),
    path("rate/", views.rate, name="portal-rate"),
    path("close/", views.close, name="portal-close"),
]
