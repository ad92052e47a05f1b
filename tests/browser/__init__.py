"""A real browser against a running portal. Without Chromium on the machine these tests are skipped, and say so."""
