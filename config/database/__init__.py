"""PostgreSQL as the portal connects to it."""
