"""V1, V2: the server is killed, or asked to stop, while everybody talks."""

import asyncio
from pathlib import Path

import pytest

from .run import FULL, Run, percentile, sized

pytestmark = pytest.mark.faults


async def test_v1_kill_9_at_random_moments(tmp_path: Path) -> None:
    rounds = sized(2, 200)
    run = Run(tmp_path, visitors=sized(8, 20))
    ready: list[float] = []

    async def kill() -> None:
        run.history.fault("kill -9")
        await asyncio.to_thread(run.server.kill)

    async with run.talking():
        for _ in range(rounds):
            await asyncio.sleep(run.random.uniform(0.3, 1.0))
            ready.append(await run.restart(kill))
        await asyncio.sleep(0.5)
    run.figures["ready_seconds_max"] = round(max(ready), 2)
    verdict = run.verdict(acks=sized(100, 20_000))
    assert verdict.figures["faults"] == rounds
    assert not FULL or percentile(ready, 0.5) < 3.0, "ready again within 3 s"


async def test_v2_an_orderly_stop_loses_nobody_anything(tmp_path: Path) -> None:
    rounds = sized(2, 20)
    run = Run(tmp_path, visitors=sized(8, 20))
    codes: list[int] = []
    ready: list[float] = []

    async def stop() -> None:
        run.history.fault("SIGTERM")
        codes.append(await asyncio.to_thread(run.server.terminate, 20 if FULL else 60))

    async with run.talking():
        for _ in range(rounds):
            await asyncio.sleep(run.random.uniform(0.5, 1.2))
            ready.append(await run.restart(stop))
            for client in run.clients:
                await asyncio.wait_for(client.online.wait(), 60)
        await asyncio.sleep(0.5)
    gaps = [seconds for client in run.clients for seconds in client.offline_seconds]
    run.figures["gap_p95_seconds"] = round(percentile(gaps, 0.95), 2)
    run.verdict(acks=sized(100, 200))
    assert codes == [0] * rounds, "an orderly stop ends with exit code 0"
    assert all(1012 in client.codes for client in run.clients), "everybody was told that it is a restart"
    assert not FULL or percentile(gaps, 0.95) < 3.0 + percentile(ready, 0.5), "back within 3 s of the server"
