"""What the API composes from several floors: estates with their company and grade, runs, and the figures."""
