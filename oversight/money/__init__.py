"""Fees, funds, public revenue, boards and equipment in figures, area by area: `counting.py` counts every morning.

`oversight.figures.money` tells them to the API and the first page of the web admin.
"""
