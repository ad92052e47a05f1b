"""Reporting a problem: four steps for somebody in a hurry, as plain forms that work without a script.

`pages/`: the steps in their order: estate, what, contact, check; then the page with number, secret and QR to keep.
`drafts.py`: what was told so far, sealed in the database, found again by a signed cookie. GETs write nothing.
`forms.py`: what may be told. `limits.py`: how much from one address or phone. `sending.py`: a draft is filed.
`consents.py`: the notice on personal data, by version. `likeness.py`: the similar complaint that is offered.
`clerk.py`: the same for an officer who writes down what a caller says. `admin.py`: the desk of the notices.
"""
