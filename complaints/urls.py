"""The public addresses of complaints, room by room."""

from django.urls import include, path

app_name = "complaints"

urlpatterns = [
    path("", include("complaints.captcha.urls")),
    path("", include("complaints.company_desk.urls")),
    path("", include("complaints.following.urls")),
    path("", include("complaints.photos.urls")),
    path("", include("complaints.posters.urls")),
    path("", include("complaints.reporting.urls")),
]
