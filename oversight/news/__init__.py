"""What changed about an estate, in plain facts and sentences: for its page of news, its Atom feed, and followers.

- `facts.py`: what an estate's page says in short, of many estates at once. `looking.py`: compares them with what they
  were when the portal last looked, and writes down what differs. No other room has to announce anything.
- `words.py`: a piece of news as a sentence. `feed.py`: the Atom feed.
"""
