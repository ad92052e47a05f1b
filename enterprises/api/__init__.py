"""Project managers and contracts in JSON. Companies stand in `credit/api`, where their grade is known."""
