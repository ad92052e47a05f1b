"""The big screen: five dark pictures of the city or a county, 1920 x 1080, that follow each other by themselves.

Everything is drawn here, as SVG, so that it stands without a script; the script turns the screens and watches the API's
figures. The numbers are those of `oversight.figures`.

- `view.py`: the door. `page.py`: what the screens show.
- `lights.py`: 万家灯火, a building for each part and a window for each estate.
- `bars.py`: shares of grades, and coverage against its target. `steps.py`: numbers from night to night.
"""
