"""The API fuzzed by schemathesis as every role: no server error, nothing that the schema does not say.

The suite makes the same few calls of every operation each time. `make fuzz` runs a minute for each of the eight roles
with a new seed, stateful and with all that schemathesis knows; SECONDS=600 make fuzz takes longer.
"""
