# One image for web, worker, beat and migrations. Debian's own PostgreSQL client matches the server of
# docker-compose.yml, because a backup needs a client that is not older than its server.
FROM python:3.11-slim-trixie AS packages
WORKDIR /amparo
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
COPY requirements/uv.txt requirements/runtime.txt requirements/
RUN python -m venv .venv \
 && .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/uv.txt \
 && .venv/bin/uv pip sync --no-cache --require-hashes --python .venv/bin/python requirements/runtime.txt

FROM python:3.11-slim-trixie
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home --home-dir /data amparo \
 && install --directory --owner=amparo /run/names
WORKDIR /amparo
ENV AMPARO_DATA=/data \
    PATH=/amparo/.venv/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONUTF8=1 \
    STATIC_ROOT=/amparo/collected
COPY --from=packages /amparo/.venv .venv
COPY . .
RUN python -m demo.keys collectstatic --no-input --verbosity=0
USER amparo
EXPOSE 8000
CMD ["gunicorn", "--config=docker/gunicorn.py", "config.wsgi"]
