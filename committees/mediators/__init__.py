"""Mediation committees (人民调解委员会) on four levels, and who sits in them.

Three to nine, a chair and a woman among them, chosen for three years.

The cases stand upstairs, in `complaints.mediation`. `law.py` is what the law asks of the bodies, `actions.py` writes,
`admin.py` is the desk, `api.py` the API.
"""
