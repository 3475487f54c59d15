# The wheel of a release in a slim image: no network is needed for questions, nothing is written
# but below /work and the home folder.
#
#   python -m build && docker build -t llmpick .
#   docker run --rm --read-only --network none -v "$PWD:/work" llmpick recommend --task coding
#
# The base is named by its tag: release.yml resolves its digest, builds from that, and states it in
# the provenance. A digest is not written here, since none was read from where it is published.
ARG BASE=python:3.13-slim-bookworm
FROM ${BASE}
COPY dist/*.whl release/runtime.txt /tmp/wheel/
RUN pip install --no-cache-dir --no-deps --require-hashes --only-binary=:all: -r /tmp/wheel/runtime.txt \
    && pip install --no-cache-dir --no-deps --no-index /tmp/wheel/*.whl \
    && rm -r /tmp/wheel \
    && useradd --uid 10001 --create-home llmpick
USER 10001
WORKDIR /work
ENTRYPOINT ["llmpick"]
