"""Five digits to read off a picture or to listen to: a report comes from a person. Everything is made here, offline.

- `challenges.py`: `new()` makes one, `passes(key, text)` tells whether it was answered; once only.
- `fields.py`: `CaptchaForm`, for forms that ask; `templates/complaints/captcha.html` shows it.
- `drawing.py`, `speaking.py`: the picture and the sound; `pages.py` hands them out. `voice/` is Mandarin; English is
  the library's own.
"""
