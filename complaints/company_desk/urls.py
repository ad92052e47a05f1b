"""The addresses of the companies' desk."""

from django.urls import path

from complaints.company_desk.acts import act
from complaints.company_desk.pages import case, desk, look
from complaints.following import numbers  # noqa: F401 - `<number:number>`

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/<number:number>/", case, name="desk-case"),
    path("desk/<number:number>/look/", look, name="desk-look"),
    path("desk/<number:number>/<str:verb>/", act, name="desk-act"),
]
