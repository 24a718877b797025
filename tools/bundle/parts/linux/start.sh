#!/bin/sh
# Starts Caomu. Arguments go to start.py: ./start.sh check, ./start.sh data backup copy.duckdb
cd "$(dirname "$0")" || exit 1
PYTHON="${PYTHON:-python{python}}"
command -v "$PYTHON" >/dev/null 2>&1 || PYTHON=python3
command -v "$PYTHON" >/dev/null 2>&1 || {
  echo "未找到Python。请安装{python}版64位Python后重新运行，或用 PYTHON=路径 ./start.sh 指定。"
  echo "No Python was found. Install Python {python}, 64-bit, or say where it is:" \
    "PYTHON=path ./start.sh"
  exit 1
}
# Without -S, packages of the computer could be taken, or change those that were packed.
export PYTHONPATH="$PWD/lib:$PWD/app" PYTHONNOUSERSITE=1
exec "$PYTHON" -S start.py "$@"
