"""The configuration's lake, with its keys from the environment."""

import os
from collections.abc import Mapping

from config import Config
from config.lake import LAKE
from storage.lake import Lake
from storage.lake.address import LakeAddress
from storage.queries import OfficeMinutes


def lake(
    config: Config, *, office_minutes: OfficeMinutes | None = None, environment: Mapping[str, str] = os.environ
) -> Lake:
    """The configuration's lake; nothing is opened yet."""
    return Lake(
        address(config, environment), config.data_dir, timezone=str(config.timezone), office_minutes=office_minutes
    )


def address(config: Config, environment: Mapping[str, str]) -> LakeAddress:
    """Where it is, and the keys: EARSHOT_PG_PASSWORD, EARSHOT_S3_KEY, _SECRET, _ENDPOINT, _REGION."""
    return LakeAddress(
        catalogue=config.database.removeprefix(LAKE),
        data_path=config.data_path,
        password=environment.get("EARSHOT_PG_PASSWORD", ""),
        s3_key=environment.get("EARSHOT_S3_KEY", ""),
        s3_secret=environment.get("EARSHOT_S3_SECRET", ""),
        s3_endpoint=environment.get("EARSHOT_S3_ENDPOINT", ""),
        s3_region=environment.get("EARSHOT_S3_REGION") or "us-east-1",
    )
