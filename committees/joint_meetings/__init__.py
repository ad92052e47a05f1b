"""Joint meetings (联席会议): a street or community brings everybody whom a matter concerns to one table.

Called with a topic and those asked, held with who came, what was said and what was resolved; each resolution names who
sees to it until when, and is followed up. Verbs (`lifecycle.py`): call, note what was held, cancel; of a resolution:
note that it is done. `actions.py` writes, `admin.py` is the desk, `api.py` the API.
"""
