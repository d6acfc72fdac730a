"""Machinery that knows nothing of the product: values, storage, the bus, the gateway, HTTP."""
