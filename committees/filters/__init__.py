"""Filters of owners, committees and votes, for the JSON door and the HTML door."""
