"""CPU and memory of processes, from /proc: what a page costs is what our processes and PostgreSQL's used for it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_ms(pids: list[int]) -> float:
    """CPU time in ms that these processes have used, their finished children included."""
    return sum(_of(pid) for pid in pids)


def _of(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        finest = int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    finished_children = (int(fields[13]) + int(fields[14])) * 1000 / TICKS
    return finest + finished_children


def postgres_pids() -> list[int]:
    names = ((int(folder.name), folder / "comm") for folder in Path("/proc").iterdir() if folder.name.isdigit())
    return [pid for pid, comm in names if _reads(comm) == "postgres"]


def _reads(comm: Path) -> str:
    try:
        return comm.read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def resident_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
