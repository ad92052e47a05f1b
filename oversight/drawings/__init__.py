"""Money as pictures: where things stand on a bar or a ruler, in percent of its length. Values in, values out.

`ruler.py`: a price between its peers and its guide price. `bars.py`: the fund against its first deposit; where public
revenue came from and where it went. The templates of the same names draw them as SVG with the words beside.
"""
