"""The pages on which a company files its fees, made for a phone; officers fill in what came on paper here.

- `doors.py`: who may come in, and whose filings lie there. `pages.py`: an estate's filings, one filing.
- `acts.py`: one page for each verb, tied to its action; `forms.py` has what they ask.
"""
