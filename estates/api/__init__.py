"""What estates and buildings look like in JSON. The resources stand on the top floor, `oversight/api/estates.py`."""
