"""Short names for narrow places."""

import re

LEGAL_TAIL = re.compile(r"(服务|管理|服务管理)?(集团)?(股份|有限|责任)*公司(.{0,12}分公司)?$")
BRANCH = re.compile(r"[（(][^（()）]*[)）]")


def short_name(name: str, city: str = "") -> str:
    """What neighbours call a company: 石家庄和煦物业服务有限公司 -> 和煦物业. The whole name if nothing can go."""
    short = BRANCH.sub("", name)
    short = LEGAL_TAIL.sub("", short)
    for place in (city, city.removesuffix("市")):
        if place and short.startswith(place) and len(short) - len(place) >= 2:
            short = short.removeprefix(place)
    return short if len(short) >= 2 else name
