"""Who sees and does what through the API: every route x method x role x region, and every way round about.

`routes.py` reads the address table itself, `worlds.py` has two districts with one of everything and the people who look
at them. A new resource fails `test_matrix.py` until `Worlds.keys` has one of its things, and for good if its rows are
shown to a stranger. `test_ways_in.py` tries what is not an address: filters, orders, counts, codes in a body.
"""
