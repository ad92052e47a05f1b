"""Open311 GeoReport v2 at `/open311/v2/`, in XML and JSON, with FixMyStreet's extension for updates.

- `views.py`: the calls, one class each; `urls.py` their addresses. Start there.
- `keys.py`: who calls, by `api_key` (an API token). `faults.py`: what is wrong, as the standard has it.
- `services.py`: topics as services; `places.py`: where a request is; `filing.py`: a request becomes a complaint.
- `shown.py`: complaints as requests; `asked.py`: the filters of the lists and the rule of 90 days and 1,000 rows.
- `updates.py`: steps as updates, and updates that come in. `rendering.py`: both formats.

Everybody may read. Without a key nobody learns more than the topic, the estate, the state and the day: no words, no
photo, no hour. Who filed a request sees its words, answers and times with the same key in the header `Authorization`.
Names, phones and places within an estate are never told.
"""
