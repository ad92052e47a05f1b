"""The 12345 hotline: its orders come in, what becomes of them goes out, and nobody forgets what was not receipted.

- `actions.py`: `take_in` an order (once for each of its numbers), `send`, `receipt`, `fail`, `send_again`.
- `outbox.py`: each step that residents are told of becomes an item for the hotline, in the step's own transaction.
- `lifecycle.py`: when the verbs of an item are open. `queries.py`: what waits; `alarm.py`: what waits too long.
- The doors: `sheets.py` (orders and receipts as workbooks), `export.py` (items as a workbook), `desk.py`,
  `complaints/api/hotline.py`.
"""
