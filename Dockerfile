# shopmetrics with pages, workbooks, mail and chats; docs/operating.md says how to run it.
FROM python:3.12-slim AS build
COPY . /src
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels /src

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir "$(echo /wheels/*.whl)[report,notify]" \
    && useradd --create-home --uid 1000 shop \
    && install --directory --owner=shop /shop /state
ENV LANG=C.UTF-8 STATE_DIRECTORY=/state
VOLUME /state
USER shop
WORKDIR /shop
ENTRYPOINT ["shopmetrics"]
CMD ["--help"]
