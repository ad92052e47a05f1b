"""What committees in office did, for officers to read in the web admin: meetings, seal, disclosure, audits, postings.

Nothing is written here: committees and their streets work at `committees/desk/`.
"""
