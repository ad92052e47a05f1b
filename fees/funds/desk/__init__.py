"""The officers' desks of the maintenance fund: funds and accounts, vouchers, calls, bank statements."""
