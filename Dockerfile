# The portal for real use: one image for web, worker, courier, beat and migrations (see docker-compose.yml).

FROM python:3.11-slim AS packages
COPY requirements/production.txt /requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes \
        --only-binary :all: -r /requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin anju \
    && install -d -o anju -g anju /srv/anju/data /srv/anju/data/files
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ANJU_PRODUCTION=1 ANJU_DATA=/srv/anju/data GUNICORN_BIND=0.0.0.0:8000
WORKDIR /srv/anju/portal
COPY --from=packages /venv /venv
COPY . .
# The secrets of this step stay in this step: collecting files needs settings, and settings insist on some.
RUN python -m config.catalogue compile \
    && ANJU_SECRET_KEY=build ANJU_TOKEN_PEPPER=build ANJU_WEBHOOK_KEYS=build ANJU_PERSONAL_KEYS=build DATABASE_URL=postgres:///none REDIS_URL=redis://none \
        python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R anju:anju /srv/anju/data
USER anju
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn"]
