"""The API fuzzed by schemathesis as every role: no server error, nothing that the schema does not say.

The suite runs it for some seconds, always with the same seed; `make fuzz` for a minute and with a new one, or for as
long as it is told: SECONDS=600 make fuzz
"""
