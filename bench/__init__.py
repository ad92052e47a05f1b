"""What the portal costs, measured side by side with the least that the same work could cost.

    python -m bench                 all sizes up to 350,000 companies with 10,000,000 records, ten minutes or so
    python -m bench --size small    a minute

Each size fills a database of its own beside the embedded one (`world.py`), then times nights against one bare SQL
statement that only sums, caps and bands the same records into a table (`nights.py`). The table is printed and written
to `bench.json` in the data folder. Ratios hold from machine to machine; seconds do not.
"""
