"""How other systems keep in step with the portal: the change feed, and webhooks that tell of it."""
