# The service without PyTorch (a trained encoder is served without it). Build: docker build -t tongtu .
# BASE is any Debian 12; name it with its digest to build the same again. EXTRAS are those of pyproject.toml, with commas between.
ARG BASE=docker.io/library/debian:bookworm-slim
ARG EXTRAS=postgres

FROM ${BASE} AS build
ARG EXTRAS
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/tongtu
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY matching matching
COPY models models
COPY data data
COPY api api
# What only compilers and tests of libraries read is left behind.
RUN /opt/tongtu/bin/pip install --no-cache-dir --no-compile --constraint constraints.txt ".[${EXTRAS}]" \
 && /opt/tongtu/bin/pip uninstall --yes pip setuptools \
 && find /opt/tongtu/lib -type d -name tests -prune -exec rm -rf {} + \
 && find /opt/tongtu/lib -type d -name include -prune -exec rm -rf {} + \
 && /opt/tongtu/bin/python -m compileall -q -j 0 /opt/tongtu/lib/python3.11/site-packages

FROM ${BASE}
RUN apt-get update \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk libgomp1 python3 tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 tongtu \
 && useradd --system --uid 10001 --gid 10001 --home-dir /var/lib/tongtu --no-create-home --shell /usr/sbin/nologin tongtu \
 && install -d -m 0700 -o 10001 -g 10001 /var/lib/tongtu /var/backups/tongtu
COPY --from=build /opt/tongtu /opt/tongtu
ENV PATH=/opt/tongtu/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/tmp/numba \
    OMP_WAIT_POLICY=passive \
    TONGTU_HOME=/var/lib/tongtu \
    TONGTU_LOG=json
USER 10001:10001
VOLUME ["/var/lib/tongtu", "/var/backups/tongtu"]
STOPSIGNAL SIGTERM
# Busy is not broken: a look at the database may take five seconds, and a processor full of sign-ins some more.
HEALTHCHECK --interval=15s --timeout=12s --start-period=60s --retries=4 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8300/health/ready', timeout=10)"]
ENTRYPOINT ["tongtu"]
CMD ["serve"]
