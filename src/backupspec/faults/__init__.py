"""Faulty implementations: each is the reference with one deviation, said in its docstring.

Each function makes one. MINIATURES tells, by name, which clause it breaks; a scenario of that clause has to catch it.
As a target: `python:backupspec.faults:automatic_on_battery`. Its classes begin with an underscore, since a type checker takes
those of a function for names of the module, and all of these modules are joined here.
"""

from backupspec.faults.apps_and_settings import *  # noqa: F403
from backupspec.faults.automatic import *  # noqa: F403
from backupspec.faults.content_accounts import *  # noqa: F403
from backupspec.faults.content_apps import *  # noqa: F403
from backupspec.faults.content_settings import *  # noqa: F403
from backupspec.faults.deleting import *  # noqa: F403
from backupspec.faults.general import *  # noqa: F403
from backupspec.faults.made import MINIATURES, Miniature
from backupspec.faults.manual import *  # noqa: F403
from backupspec.faults.media_apart import *  # noqa: F403
from backupspec.faults.media_going import *  # noqa: F403
from backupspec.faults.media_pictures import *  # noqa: F403
from backupspec.faults.media_uploading import *  # noqa: F403
from backupspec.faults.messages_deleted import *  # noqa: F403
from backupspec.faults.messages_restored import *  # noqa: F403
from backupspec.faults.messages_saved import *  # noqa: F403
from backupspec.faults.messages_switched import *  # noqa: F403
from backupspec.faults.privacy import *  # noqa: F403
from backupspec.faults.reminder import *  # noqa: F403
from backupspec.faults.restoring_choosing import *  # noqa: F403
from backupspec.faults.restoring_end import *  # noqa: F403
from backupspec.faults.restoring_network import *  # noqa: F403
from backupspec.faults.restoring_waiting import *  # noqa: F403
from backupspec.faults.restoring_who import *  # noqa: F403
from backupspec.faults.versions import *  # noqa: F403

__all__ = ["MINIATURES", "Miniature"]
