"""Complaints in JSON: for districts' own systems, and for companies'.

- `complaints.py`: the list, one, and filing. `verbs.py`: what officers and companies do with one; its forms stand in
  `forms.py`. `shapes.py`: what is told; the resident's words stand apart, for those who handle complaints only.
- `photos.py`: attachments, up and down. `lists.py`: topics, other bodies, reasons. `hotline.py`: 12345.
"""
