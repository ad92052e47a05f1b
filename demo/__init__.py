"""Invented cities for trying out: generated deterministically into Excel files, then imported as a bureau would.

Never installed in production (`ANJU_DEMO`). Start with `cities.py`; `manage.py load_city shijiazhuang|yangquan`.
"""
