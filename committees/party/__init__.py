"""Party organisations of estates: founded, kept up to date, ended. The secretary's name and phone are sealed.

`actions.py` writes, `admin.py` is the desk, `api.py` the API.
"""
