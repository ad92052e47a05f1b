"""An owner looks up the own home's account, with the home and the code of its letter. Nobody else's, and no account
of this portal is needed. What was typed is compared and not kept; it never stands in an address.
"""
