"""How far owners' self-government reaches: counted by the clock, in one statement, and kept for each day.

`counting.py` counts, `telling.py` reads what is kept; `tasks.py` is the clock's door. No page counts anything.
"""
