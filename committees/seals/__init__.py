"""The seal register: every use of a committee's seal, who signed for it, by which decision. Lines are never changed.

Only a committee in office signs, and only while its term lasts. `actions.py` writes.
"""
