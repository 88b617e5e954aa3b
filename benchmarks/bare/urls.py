"""One page that reads nothing: what the server and the middleware cost by themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """The same page for everyone."""
    return render(request, "bare.html")


urlpatterns = [path("", bare)]
