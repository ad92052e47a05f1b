"""What a call of the API costs, beside a bare WSGI application that runs the same statements and dumps the same rows.

`city.py` builds the city, `statements.py` takes down what the portal asks the database for each call, `bare.py` is the
reference, `load.py` calls both, `measure.py` pairs the rounds.
"""
