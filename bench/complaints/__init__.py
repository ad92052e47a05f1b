"""What complaints cost on a million of them: filing, with photos and without, and the pages that people wait for.

`city.py` makes them in SQL, `filing.py` sends them as residents do, `pages.py` asks for pages, `measure.py` reports.
"""
