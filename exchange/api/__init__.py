"""The change feed as the API tells it. Webhooks have their own files beside it."""
