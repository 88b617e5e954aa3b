"""The questionnaire, and the way back to it."""

from django.urls import path

from rapport.site.client.questionnaire import returning, views

app_name = "questionnaire"
urlpatterns = [
    path("questionnaire/", views.start, name="start"),
    path("questionnaire/check/", views.check, name="check"),
    path("questionnaire/go-on/", views.go_on, name="go_on"),
    path("questionnaire/<str:slug>/", views.page, name="page"),
    path("return/", returning.returning, name="return"),
]
