"""What phones hold in scenarios: of every kind a little, each person's their own; and how much of it a backup takes."""

from functools import lru_cache

from backupspec.contract.content import App, Content, Item, OwnAccount
from backupspec.contract.terms import Part
from backupspec.world.world import World

SETTINGS_PARTS: tuple[Part, ...] = (
    "passwords",
    "call_history",
    "start_screen",
    "theme",
    "accounts",
    "favourites",
    "dictionary",
    "settings",
)
APP_PARTS: tuple[Part, ...] = ("apps", "app_data")
AREAS = {
    "photos": "photos",
    "messaging": "messaging",
    "email and accounts": "email_and_accounts",
    "the lock screen": "lock_screen",
    "Speech": "speech",
}
"""The areas whose settings are backed up at least, as people call them and as the names of settings begin (CON-10)."""


@lru_cache
def full(phone: str) -> Content:
    """Make the content of somebody's phone: something of every kind, and in what is sensitive nothing that stands anywhere else."""
    whose = phone.removesuffix("'s phone")
    return Content(
        apps=(
            App(name="com.example.chess", version="1.2.0", participation="declared"),
            App(name="com.example.maps", version="3.0", participation="not_declared"),
            App(name="com.example.bank", version="2.1.7", participation="opted_out"),
        ),
        app_data=(
            Item(name="com.example.chess", value=f"{whose} reached level 4711 with 90125 points"),
            Item(name="com.example.maps", value=f"{whose} was last seen at 52.520008, 13.404954"),
            Item(name="com.example.bank", value=f"{whose} has the session 8d41f6c09e17"),
        ),
        passwords=(
            Item(name="Mail", value=f"{whose}-correct-horse-battery"),
            Item(name="Work", value=f"{whose}-staple-Tr0ub4dor&3"),
        ),
        call_history=(
            Item(name="2014-05-30T18:04:11+02:00", value=f"incoming +49 30 9018{len(whose)}20601, 63 s, {whose}"),
            Item(name="2014-05-31T08:30:00+02:00", value=f"outgoing +49 40 4289{len(whose)}31700, 5 s, {whose}"),
        ),
        start_screen=(
            Item(name="phone", value="medium at 0, 0"),
            Item(name="com.example.chess", value="wide at 0, 2"),
        ),
        theme=(Item(name="cobalt", value="accent colour"),),
        accounts=(
            OwnAccount(name="Mail", provider="outlook.com", address=f"{whose.lower()}.private@mail.example"),
            OwnAccount(name="Work", provider="exchange", address=f"{whose.lower()}.office@work.example"),
        ),
        favourites=(
            Item(name="Recipes/Καρυδόπιτα", value=f"https://recipes.example/walnut-cake?for={whose}"),
            Item(name="News", value=f"https://news.example/front-page?for={whose}"),
        ),
        dictionary=(
            Item(name="de-DE", value=f"{whose}bergspitzenwanderung"),
            Item(name="el-GR", value=f"{whose}σκαραβαίος"),
        ),
        settings=tuple(Item(name=f"{area}.first", value=f"{area} set") for area in AREAS.values()),
    )


def backup_bytes(world: World, phone: str) -> int:
    """Tell how many bytes a backup of a phone's settings has."""
    content = world.phone(phone).content
    return sum(content[part].size_bytes for part in SETTINGS_PARTS if part in content)
