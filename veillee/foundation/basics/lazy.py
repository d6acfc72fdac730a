"""Libraries that are large and seldom needed, loaded when first used: a start need not wait for them."""

import importlib.util
import sys
from types import ModuleType


def load_lazily(name: str) -> ModuleType:
    """The module, which runs on its first attribute access. Use it beside a plain import under TYPE_CHECKING."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    loader = importlib.util.LazyLoader(spec.loader)
    spec.loader = loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loader.exec_module(module)
    return module
