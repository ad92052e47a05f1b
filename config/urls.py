"""All addresses of the portal."""

from django.contrib import admin
from django.urls import include, path, re_path

from accounts.api.oauth import metadata
from config import health
from config.api import Unknown

urlpatterns = [
    path("api/v1/docs/", include("config.guides")),
    path("api/v1/", include("config.api")),
    re_path(r"^api/", Unknown.as_view()),
    path(".well-known/oauth-authorization-server", metadata, name="oauth-metadata"),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("open311/", include("complaints.open311.urls")),
    path("admin/", admin.site.urls),
    path("", include("accounts.urls")),
    path("", include("committees.urls")),
    path("", include("complaints.urls")),
    path("", include("credit.urls")),
    path("", include("estates.urls")),
    path("", include("fees.urls")),
    path("", include("oversight.urls")),
]
