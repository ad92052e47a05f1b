"""Short names for narrow places."""

import re

LEGAL_TAIL = re.compile(r"(服务|管理|服务管理)?(集团)?(股份|有限|责任)*公司(.{0,12}分公司)?$")
ZONE = re.compile("(经济技术|技术产业|产业)开发区$")
BRANCH = re.compile(r"[（(][^（()）]*[)）]")


def short_name(name: str, city: str = "") -> str:
    """What neighbours call a company: 石家庄和煦物业服务有限公司 -> 和煦物业. The whole name if nothing can go."""
    short = BRANCH.sub("", name)
    short = LEGAL_TAIL.sub("", short)
    for place in (city, city.removesuffix("市")):
        if place and short.startswith(place) and len(short) - len(place) >= 2:
            short = short.removeprefix(place)
    return short if len(short) >= 2 else name


def short_place(name: str, city: str = "") -> str:
    """A county as a narrow place can carry it: 石家庄高新技术产业开发区 -> 高新区."""
    short = name.removeprefix(city.removesuffix("市"))
    return ZONE.sub("区", short) if len(short) > 2 else name
