"""How the web admin looks. Colours are the bureau's blue-green on greys; every text colour has 5 : 1 on its ground."""

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from config.menu import MENU, tabs_here

UNFOLD: dict = {
    "SITE_TITLE": _("Anju"),
    "SITE_HEADER": _("Anju"),
    "SITE_SUBHEADER": _("Property service supervision"),
    "SITE_ICON": {
        "light": lambda request: static("desk/mark.svg"),
        "dark": lambda request: static("desk/mark-on-dark.svg"),
    },
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("desk/mark.svg")},
    ],
    "LOGIN": {"form": "accounts.admin_login.LoginForm"},
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "8px",
    "STYLES": [lambda request: static("desk/desk.css")],
    "SCRIPTS": [lambda request: static("desk/desk.js")],
    "DASHBOARD_CALLBACK": "oversight.dashboard.dashboard",
    "COLORS": {
        "base": {
            "50": "#F7F9F9",
            "100": "#EEF2F3",
            "200": "#DFE6E8",
            "300": "#C7D2D5",
            "400": "#8A9BA1",
            "500": "#5A6D74",
            "600": "#44585F",
            "700": "#2D434A",
            "800": "#1C3138",
            "900": "#12252B",
            "950": "#0B181D",
        },
        "primary": {
            "50": "#EFF6F8",
            "100": "#DCEBF0",
            "200": "#B9D7E0",
            "300": "#8CC8DB",
            "400": "#5BA6BE",
            "500": "#2A86A0",
            "600": "#0E5F76",
            "700": "#0A4A5D",
            "800": "#083B4A",
            "900": "#072F3B",
            "950": "#041D25",
        },
    },
    "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": MENU},
    "TABS": tabs_here,
}
