"""What the portal costs, measured side by side with the least that the same work could cost.

    python -m bench            the small size, about a minute
    python -m bench --size full

Each size fills a database of its own beside the embedded one (`world.py`), then times nights against one bare SQL
statement that only sums, caps and bands the same records into a table (`nights.py`). The table is printed and written
to `bench.json` in the data folder. Ratios hold from machine to machine; seconds do not.
"""
