"""How other systems keep in step with the portal: the change feed, and webhooks that tell of it.

- `recording.py`: `recorded(...)` beside a model makes its table tell the feed. `models/feed.py`: what it writes.
  `feed.py`: `read(user, since=)`, what changed in a person's sight, in the order of commits. `api/`: the door.
- `webhooks/`: servers that are told as it happens, signed; start with its `__init__.py`. `lifecycle.py` says when their
  verbs are open; `admin.py` and `admin_deliveries.py` are their desks.
"""
