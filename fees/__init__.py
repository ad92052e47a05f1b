"""The money: service standards, guide prices, filed fees, maintenance fund, public revenue.

Not built yet: an empty room.
"""
