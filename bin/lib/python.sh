# Sourced by the scripts in bin/: sets $house (the clone) and $python (a Python 3.11 or newer).
house=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
# Without kept bytecode every start of the place and of each test's server compiles every module anew: seconds each.
unset PYTHONDONTWRITEBYTECODE
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "veillee: Python 3.11 or newer is needed and none is on the PATH (on Debian: apt install python3 python3-venv)" >&2
    exit 1
fi
