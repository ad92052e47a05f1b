"""Filing (备案): a committee hands its papers in with the street, which answers within so many working days.

Verbs (`lifecycle.py`): open, take a paper or drop one, submit; accept, give back, refuse. `papers.py` says which papers
are still missing, by the city's rule values. Accepting puts a committee in office and ends the one before it.
"""
