"""Pictures that people send: `judging.py` refuses at the door, `cleaning.py` draws what was taken anew, bare."""
