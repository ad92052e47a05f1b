"""Money as pictures: where things stand on a bar or a ruler, in percent of its length. Values in, values out.

`ruler.py`: a price between its peers and its guide price. `bars.py`: where public revenue came from and where it went.
The templates under `oversight/blocks` draw them as SVG, with the words beside.
"""
