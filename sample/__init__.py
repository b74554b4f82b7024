"""The bundled sample brand: invented, labelled as sample, and collected like anything else.

with SampleServer(until) as server:
    folder = write(Path("demo-data"), until, base_url=server.url)
"""

from sample.files import SampleFolder, write
from sample.maps import SURVEY
from sample.mended import PERSON, Mended, mended
from sample.server import SampleServer
from sample.settings import OWN, RIVAL
from sample.wire import LABEL

__all__ = ["LABEL", "OWN", "PERSON", "RIVAL", "SURVEY", "Mended", "SampleFolder", "SampleServer", "mended", "write"]
