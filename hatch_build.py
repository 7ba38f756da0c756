"""Build hook: the browser's files go into the wheel and the sdist without ever being committed."""

import importlib.util
import os
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for the wheel, the sdist and the editable install."""

    def dependencies(self) -> list[str]:
        """Node as a package, asked for only when something must be built and this machine has none."""
        web = self._web_build()
        return [] if self._nothing_to_do(web) or web.system_node() else [web.NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build what is missing or stale."""
        web = self._web_build()
        if not self._nothing_to_do(web):
            web.build()

    def _nothing_to_do(self, web: ModuleType) -> bool:
        return os.environ.get("THIRD_RING_SKIP_WEB_BUILD") == "1" or bool(web.fresh())

    def _web_build(self) -> ModuleType:
        path = Path(self.root) / "tools/web_build.py"
        spec = importlib.util.spec_from_file_location("third_ring_web_build", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
