"""The JSON door of standards, prices, fees, funds and public revenue."""
