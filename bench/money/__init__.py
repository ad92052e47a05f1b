"""What the money costs: the ledger of the fund, reconciliation, outliers, an estate's page."""
