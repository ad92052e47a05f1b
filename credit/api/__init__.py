"""The judgement in JSON: companies with their grade, the evidence ledger, rulebooks and grades with their lines."""
