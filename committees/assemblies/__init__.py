"""The owners' assembly (业主大会) of an estate as a body: founded when, its code, its rules and covenant.

`actions.py` writes. What the owners decide stands in `committees/votes/`.
"""
