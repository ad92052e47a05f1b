"""How the web admin looks and what stands in its menu."""

UNFOLD: dict = {"SITE_TITLE": "安居"}
