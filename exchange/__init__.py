"""How other systems keep in step with the portal: the change feed, and webhooks that tell of it.

- `webhooks/`: servers that are told as it happens, signed; start with its `__init__.py`. `lifecycle.py` says when their
  verbs are open; `admin.py` and `admin_deliveries.py` are their desks.
"""
