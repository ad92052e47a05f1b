"""Photos of complaints: taken at once, made clean by the worker, shown only to who may see the complaint.

- `actions.py`: `take` a file, `take_remote` an address, `attach` a draft's photos to its complaint, `drop`, `erase`.
- `accounts/pictures/`: what is refused at the door, each with a sentence that names the file, and the clean copies:
  upright, at most 1,600 pixels, without a word of what came in but the picture.
- `tasks.py`: the worker's and the clock's door. `fetching.py`: a photo from another server.
- `store.py`: where the files lie. `showing.py`: who may see one, and its address; `pages.py` hands it out.

What came in is never shown to anybody. Start with `actions.py`.
"""

from complaints.photos.actions import attach, drop, erase, take, take_remote
from complaints.photos.showing import address_of

__all__ = ["address_of", "attach", "drop", "erase", "take", "take_remote"]
