"""The addresses under `/open311/`."""

from django.urls import path, re_path

from complaints.open311 import views

app_name = "open311"


def call(route: str, view: type[views.Call], name: str):
    return re_path(rf"^v2/{route}\.(?P<form>[A-Za-z]{{1,10}})$", view.as_view(), name=name)


urlpatterns = [
    call("discovery", views.Discovery, "discovery"),
    call("services", views.Services, "services"),
    call("services/(?P<code>[^/]{1,40})", views.Definition, "definition"),
    call("requests", views.Requests, "requests"),
    call("requests/(?P<number>[^/]{1,60})", views.Request, "request"),
    call("tokens/(?P<token>[^/]{1,60})", views.Token, "token"),
    call("servicerequestupdates", views.Updates, "updates"),
    path("<path:rest>", views.Unknown.as_view()),
]
