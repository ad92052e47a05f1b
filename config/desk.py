"""Puts our own admin site (`oversight.desk.DeskSite`) in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "oversight.desk.DeskSite"
