"""Who is told what happened to a complaint, and how: text message, e-mail, WeChat.

`tell` writes rows of `Notice` in the caller's transaction: the outbox. The worker is woken on commit, and the clock
sends what waits every minute, so nothing is lost while the broker is away.

- `writing.py`: whom an event concerns, and the words, which are templates of the city's (`NoticeTemplate`).
- `quiet.py`: no phone rings at night.
- `ports.py`: the one way out, with its adapters: console and e-mail. `settings.NOTICE_WAYS` names them.
- `sending.py`: what waits is sent, tried again, given up. `admin.py`: the outbox as officers see it, with its age.
"""

from complaints.notices.writing import tell

__all__ = ["tell"]
