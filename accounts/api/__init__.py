"""The JSON door's ground floor: who calls, what they may, pages, filters, problems, and the one way for every resource.

Start with `resources.py`: everything under `/api/v1/` that is a list of rows is a `Resource`.
Who calls is found in `authentication.py`, OAuth 2 in `oauth.py`; how often they may, in `limits.py`.
"""
