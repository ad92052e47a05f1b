"""Safety of estates: campaigns (flood, fire, gas), the estates checked in them, hazards found and removed.

Verbs (`lifecycle.py`): of a campaign open, amend, visit; of a hazard find, report_fixed (company or officer), close
(seen on site, by somebody else), send_back, strike (entered by mistake). `actions.py` writes.
"""
