"""Fetching a pinned npm package as an archive: nothing is installed and none of its scripts run."""

import base64
import hashlib
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from common import Stop


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    integrity: str  # base64 of the archive's SHA-512

    def unpack(self, folder: Path) -> Path:
        """Return the folder with the package's files, fetched below `folder`; raises Stop where it is not the pinned one."""
        if shutil.which("npm") is None:
            raise Stop("npm is missing; it fetches the package. On Debian or Ubuntu: sudo apt-get install npm")
        spec = f"{self.name}@{self.version}"
        command = ["npm", "pack", spec, "--pack-destination", folder, "--ignore-scripts", "--silent"]
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if answer.returncode:
            raise Stop(f"npm did not bring {spec}: {answer.stderr.strip() or answer.stdout.strip()}")
        archive = folder / answer.stdout.strip().splitlines()[-1]
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != self.integrity:
            raise Stop(f"The registry gave another {spec} than the pinned one; it was not used.")
        target = folder / archive.stem
        with tarfile.open(archive) as file:
            file.extractall(target, filter="data")
        return target / "package"
